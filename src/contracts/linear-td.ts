import { power } from '../core/power.ts';
import type { Boundary } from './boundary.ts';

/**
 * accumulating: e <- γλe + x (Sutton 1988). replacing: e <- max(γλe, x), for binary features 1 where x is 1 (Singh & Sutton
 * 1996). dutch: e <- γλe + (1 - αγλ e·x) x, with the update of true online TD(λ) (van Seijen et al. 2016).
 */
export const traces = ['accumulating', 'replacing', 'dutch'] as const;
export type Trace = (typeof traces)[number];

/** Linear TD(λ) as plain numbers, for rules that are exactly that. */
export interface LinearTd {
  /** α. */
  readonly learningRate: number;
  /** λ. */
  readonly traceDecay: number;
  readonly trace: Trace;
  /** Whether traces, and the step out of a trial's last moment, end with the trial. */
  readonly boundary: Boundary;
}

/** Seconds per step at which the learning rate of an accumulating trace keeps its nominal meaning. */
const referenceSeconds = 0.1;

/**
 * Weight of an accumulating trace of lasting features. Such a feature is added to its trace in every step in which it
 * is on, so the sum grows with the number of steps, and the rule would learn twice as fast on a grid twice as fine.
 * Weighted by 1 - κ, with κ = γλ per step, the trace is a mean over the recent past on any grid, and for small steps
 * the trace of TD in continuous time (Doya 2000, Neural Computation 12:219: ė = -e/τ + ∂V/∂w). Relative to a grid of .1
 * s, on which it is 1; also 1 if nothing is carried over, κ = 0.
 * @param retention κ, per step
 */
export function lastingWeight(retention: number, stepSeconds: number): number {
  const steps = referenceSeconds / stepSeconds;
  return retention >= 1 ? 1 / steps : (1 - retention) / (1 - power(retention, steps));
}
