import type { FeatureTable } from '../../contracts/architecture.ts';

/** One trial: what goes in, and where the signals are written. */
export interface KernelTrial {
  /** One for each feature; changed in place. */
  readonly weights: Float64Array;
  /** γ, per step. */
  readonly discount: number;
  /** γλ: what is left of a trace after one step. */
  readonly traceRetention: number;
  /** What is done to the TD error of a row from outside, before anything is learned from it. */
  readonly effect: ((row: number, tdError: number) => number) | undefined;
  /** α; 0 where weights are held. */
  readonly learningRate: number;
  /** r_t - ρ_t, one for each row. */
  readonly reward: Float64Array;
  /** Where the first row is in `rpe` and `value`; the others follow. */
  readonly offset: number;
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

/**
 * Lives through the rows of a table with traces that start at zero. Writes the value of every row, before the update that
 * follows it, and the TD error of every row but the first, whose step before lies outside the table.
 */
export type Kernel<Layout extends FeatureTable['layout']> = (table: Extract<FeatureTable, { layout: Layout }>, trial: KernelTrial) => void;
export type DenseTable = Extract<FeatureTable, { layout: 'dense' }>;
export type BinaryTable = Extract<FeatureTable, { layout: 'binary' }>;

/**
 * accumulating: e <- γλe + x (Sutton 1988). replacing: e <- max(γλe, x), for binary features 1 where x is 1 (Singh & Sutton
 * 1996). dutch: e <- γλe + (1 - αγλ e·x) x, with the update of true online TD(λ) (van Seijen et al. 2016).
 */
export const traces = ['accumulating', 'replacing', 'dutch'] as const;
export type Trace = (typeof traces)[number];
