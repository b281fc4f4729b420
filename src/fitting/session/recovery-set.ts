import { randomStream } from '../../core/random.ts';
import type { FreeParameter } from '../free-parameter.ts';
import { fitOf, type Fit } from '../fit.ts';
import { valuesAt } from '../problem.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { sessionProblem, type SessionData } from './session-problem.ts';

/** Parameters that made a session, and what a fit says of it. */
export interface RecoverySet {
  readonly truth: readonly number[];
  /** Undefined if learning diverges with these parameters. */
  readonly fit: Fit | undefined;
}

/** Points are drawn from the middle of the priors: two standard deviations hold extreme agents as well. */
const share = 0.67;
/** Searches of each fit. */
const starts = 3;

/** The true point of a set: a draw from the priors, narrowed to the defensible range. */
function truePoint(parameters: readonly FreeParameter[], seed: number, set: number): Float64Array {
  const draws = randomStream(seed, `recovery ${set}`);
  return Float64Array.from(parameters, ({ prior = { mean: 0, sd: 1.5 } }) =>
    draws.normal(prior.mean, share * prior.sd),
  );
}

/**
 * Simulates one session with known parameters, in the events of the recorded one and with the gain and the noise that it
 * was found to have, and fits it.
 * @param solved what the fit to the recording has solved
 */
export function recoverySet(
  data: SessionData,
  names: readonly string[],
  {
    seed,
    set,
    solved,
  }: { readonly seed: number; readonly set: number; readonly solved: Readonly<Record<string, number>> },
): RecoverySet {
  const free = freeOfSpec(data.spec, names);
  const truth = valuesAt(free.parameters, truePoint(free.parameters, seed, set));
  const made = sessionProblem(data, free).simulated(truth, solved, seed + set);
  return {
    truth: [...truth],
    fit: made && fitOf(sessionProblem(made, free), { seed: seed + set, starts }),
  };
}
