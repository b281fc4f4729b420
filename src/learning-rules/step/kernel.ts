import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepRows } from './step-learner.ts';

/** Rows of TD(λ). */
export interface KernelRows extends Omit<StepRows, 'plastic' | 'traceDecay'> {
  /** One for each feature; changed in place. */
  readonly weights: Float64Array;
  /** γλ: what is left of a trace after one step. */
  readonly traceRetention: number;
  /** α; 0 where weights are held. */
  readonly learningRate: number;
}

/** TD(λ) on features of one layout. Traces, and the row before, are remembered from call to call. */
export interface Kernel<Layout extends FeatureTable['layout']> {
  /**
   * Lives through the rows of a table, or through rows without features where there is none. Writes the value of every row, before the
   * update that follows it, and its TD error.
   */
  runSteps(table: Extract<FeatureTable, { layout: Layout }> | undefined, rows: KernelRows): void;
  /** Forgets traces and the row before: the next row ends no transition, its error is 0. */
  begin(weights: Float64Array): void;
  /** Shows in the weights what was learned in steps that are kept as a sum so far. Nothing may be lived through before it is hidden again. */
  show(weights: Float64Array): void;
  hide(weights: Float64Array): void;
  state(): readonly number[];
  restore(state: ArrayLike<number>, from: number): void;
}
export type DenseTable = Extract<FeatureTable, { layout: 'dense' }>;
export type BinaryTable = Extract<FeatureTable, { layout: 'binary' }>;
