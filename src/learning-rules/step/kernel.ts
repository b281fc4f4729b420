import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepRows } from './step-learner.ts';

/** Rows of TD(λ). */
export interface KernelRows extends Omit<StepRows, 'plastic' | 'traceDecay'> {
  /** One per feature; updated in place. */
  readonly weights: Float64Array;
  /** γλ: decay of a trace per step. */
  readonly traceRetention: number;
  /** α; 0 if weights are held. */
  readonly learningRate: number;
}

/** TD(λ) on features of one layout. Traces and the previous row are kept from call to call. */
export interface Kernel<Layout extends FeatureTable['layout']> {
  /**
   * Runs the rows of a table, or rows without features if there is no table. Writes the value of every row, before the
   * update that follows it, and its TD error.
   */
  runSteps(table: Extract<FeatureTable, { layout: Layout }> | undefined, rows: KernelRows): void;
  /** Resets traces and the previous row: the next row ends no transition, its error is 0. */
  begin(weights: Float64Array): void;
  /**
   * Adds pending sums of learned updates to the weights, for reading. They must be hidden again before the next step is
   * run.
   */
  show(weights: Float64Array): void;
  hide(weights: Float64Array): void;
  state(): readonly number[];
  restore(state: ArrayLike<number>, from: number): void;
}
export type DenseTable = Extract<FeatureTable, { layout: 'dense' }>;
export type BinaryTable = Extract<FeatureTable, { layout: 'binary' }>;
