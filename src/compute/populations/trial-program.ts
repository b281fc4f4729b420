import type * as tf from '@tensorflow/tfjs-core';
import type { PopulationTrial } from '../../contracts/population.ts';
import type { Columns } from './columns.ts';
import type { Errors } from './errors.ts';
import type { FeatureRows } from './feature-rows.ts';

/** Inputs of a trial for a program. */
export interface TrialInput {
  readonly trial: PopulationTrial;
  readonly features: FeatureRows;
  readonly columns: Columns;
  readonly errors: Errors;
  /** Predictors per subject. */
  readonly channels: number;
  /** For the group of features that the trial shows: features x columns. */
  readonly weights: tf.Tensor2D;
}

/**
 * Results. RPE and value are rows x columns; the RPE of the first active row is not yet set to 0 if it is the trial's
 * first step. A type, as tf.tidy() takes no interface.
 */
export type TrialResult = {
  readonly rpe: tf.Tensor2D;
  readonly value: tf.Tensor2D;
  /** After the trial. */
  readonly weights: tf.Tensor2D;
};
