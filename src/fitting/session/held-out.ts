import { heldOutOf, type HeldOut, type TrialRange } from '../held-out.ts';
import { bfgs } from '../optimise/bfgs.ts';
import { posteriorOf, valuesAt } from '../problem.ts';
import type { SessionProblem } from './session-problem.ts';

/**
 * Fits without a block, from where the whole fit ended, and scores the block.
 * @param point of the whole fit
 */
export function heldOut(problem: SessionProblem, point: readonly number[], trials: TrialRange): HeldOut {
  const { training, score } = problem.split(trials);
  const end = bfgs(posteriorOf(training), Float64Array.from(point));
  const byTrial = score(valuesAt(problem.parameters, end.point));
  // Where learning diverges nothing is likely.
  return heldOutOf(trials, byTrial ?? new Float64Array(problem.trials).fill(-Infinity));
}
