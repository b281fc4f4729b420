import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepTrial } from './step-learner.ts';

/** One trial of TD(λ). */
export interface KernelTrial extends Omit<StepTrial, 'plastic' | 'traceDecay'> {
  /** One for each feature; changed in place. */
  readonly weights: Float64Array;
  /** γλ: what is left of a trace after one step. */
  readonly traceRetention: number;
  /** α; 0 where weights are held. */
  readonly learningRate: number;
}

/**
 * Lives through the rows of a table with traces that start at zero. Writes the value of every row, before the update that
 * follows it, and the TD error of every row but the first, whose step before lies outside the table.
 */
export type Kernel<Layout extends FeatureTable['layout']> = (table: Extract<FeatureTable, { layout: Layout }>, trial: KernelTrial) => void;
export type DenseTable = Extract<FeatureTable, { layout: 'dense' }>;
export type BinaryTable = Extract<FeatureTable, { layout: 'binary' }>;
