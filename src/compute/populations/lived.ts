import type * as tf from '@tensorflow/tfjs-core';
import type { PopulationTrial } from '../../contracts/population.ts';
import type { Columns } from './columns.ts';
import type { Errors } from './errors.ts';
import type { FeatureRows } from './feature-rows.ts';

/** What a program is given of a trial. */
export interface TrialInput {
  readonly trial: PopulationTrial;
  readonly features: FeatureRows;
  readonly columns: Columns;
  readonly errors: Errors;
  /** Predictors of each animal. */
  readonly channels: number;
  /** Of the group of features that the trial shows: features x columns. */
  readonly weights: tf.Tensor2D;
}

/** What comes of it. RPE and value are rows x columns; the RPE of the first live row is not yet set to 0 where that is the trial's first step. */
export interface Lived {
  readonly rpe: tf.Tensor2D;
  readonly value: tf.Tensor2D;
  /** After the trial. */
  readonly weights: tf.Tensor2D;
}
