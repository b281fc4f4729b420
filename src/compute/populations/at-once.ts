import { errorRows, teaching } from './errors.ts';
import type { TrialResult, TrialInput } from './trial-program.ts';
import { amidZeros, roundTheRing, rowsOf } from './rows.ts';
import { tracedBack } from './traced.ts';

/**
 * A trial in which no feature occurs twice, such as one with a serial compound: no error of the trial depends on what
 * is learned in it, so all of its rows are computed in parallel. The three trace types are equivalent here.
 */
export function runAtOnce({ trial, features, columns, errors, channels, weights }: TrialInput): TrialResult {
  const { rows } = features;
  const value = features.values(weights);
  const next = trial.followers === undefined ? value : roundTheRing(value, channels, trial.followers);
  const before = amidZeros(rowsOf(value, 0, rows - 1), 1, 0);
  const rpe = errors.rawError(columns.discount, next, before, errorRows(trial, 0, rows));
  if (!trial.plastic || rows === 1) return { rpe, value, weights };
  // A row learns from the errors that follow it.
  const learned = tracedBack(
    teaching(errors.learned(rowsOf(rpe, 1, rows)), trial, 1, rows),
    columns.retention,
    columns.maxRetention,
  );
  return { rpe, value, weights: features.learn(weights, amidZeros(learned, 0, 1)) };
}
