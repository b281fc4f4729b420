import type { Boundary } from './boundary.ts';

/**
 * accumulating: e <- γλe + x (Sutton 1988). replacing: e <- max(γλe, x), for binary features 1 where x is 1 (Singh & Sutton
 * 1996). dutch: e <- γλe + (1 - αγλ e·x) x, with the update of true online TD(λ) (van Seijen et al. 2016).
 */
export const traces = ['accumulating', 'replacing', 'dutch'] as const;
export type Trace = (typeof traces)[number];

/** Linear TD(λ) as plain numbers, for a rule that is nothing else. */
export interface LinearTd {
  /** α. */
  readonly learningRate: number;
  /** λ. */
  readonly traceDecay: number;
  readonly trace: Trace;
  /** Whether traces, and the step out of a trial's last moment, end with the trial. */
  readonly boundary: Boundary;
}
