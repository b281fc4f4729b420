import { bfgs } from '../optimise/bfgs.ts';
import { posteriorOf, valuesAt } from '../problem.ts';
import type { TrialRange } from './data-part.ts';
import type { SessionProblem } from './session-problem.ts';

/** A block of trials that were kept out of a fit. */
export interface HeldOut {
  readonly trials: TrialRange;
  /** Log likelihood of the block's data under the fit to all others. */
  readonly logLikelihood: number;
}

/** Blocks of successive trials: single trials or samples would be told by their neighbours. */
export const blocksOf = (trials: number, blocks: number): readonly TrialRange[] =>
  Array.from({ length: blocks }, (_, i) => [
    Math.round((i * trials) / blocks),
    Math.round(((i + 1) * trials) / blocks),
  ]);

/**
 * Fits without a block, from where the whole fit ended, and scores the block.
 * @param point of the whole fit
 */
export function heldOut(problem: SessionProblem, point: readonly number[], trials: TrialRange): HeldOut {
  const { training, score } = problem.split(trials);
  const end = bfgs(posteriorOf(training), Float64Array.from(point));
  return { trials, logLikelihood: score(valuesAt(problem.parameters, end.point)) };
}
