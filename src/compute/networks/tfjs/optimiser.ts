import * as tf from '@tensorflow/tfjs-core';
import { power } from '../../../core/power.ts';
import type { Optimiser } from '../../../contracts/network.ts';
import { byOwnKernel } from './own-kernel.ts';

/** Parameters and optimiser state as flat tensors, all replaced at every step. */
export interface OptimiserTensors {
  readonly parameters: tf.Tensor1D;
  /** Empty for RMSprop. */
  readonly mean: tf.Tensor1D;
  readonly meanSquare: tf.Tensor1D;
}

/**
 * The result of one step along a flat gradient, steps counted from 1. The formulas are in the contract. Adam's two bias
 * corrections are folded into scalars, which saves operations: α (m/c₁) / (√(v/c₂) + ε) = (α √c₂ / c₁) m / (√v + ε
 * √c₂).
 */
export function optimiserStep(
  optimiser: Optimiser,
  before: OptimiserTensors,
  gradient: tf.Tensor1D,
  steps: number,
  learningRate: number,
): OptimiserTensors {
  if (optimiser.kind === 'rmsprop') {
    const meanSquare = towards(before.meanSquare, tf.square(gradient), optimiser.decay);
    const move = tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(meanSquare), optimiser.epsilon));
    return { parameters: tf.sub(before.parameters, move), mean: tf.clone(before.mean), meanSquare };
  }
  const { beta1, beta2 } = optimiser;
  const rootOfCorrection = Math.sqrt(1 - power(beta2, steps));
  const size = (learningRate * rootOfCorrection) / (1 - power(beta1, steps));
  const epsilon = optimiser.epsilon * rootOfCorrection;
  const [parameters, mean, meanSquare] =
    byOwnKernel<tf.Tensor1D[]>('ApplyAdam', { ...before, gradient }, { beta1, beta2, size, epsilon }) ?? [];
  if (parameters !== undefined && mean !== undefined && meanSquare !== undefined)
    return { parameters, mean, meanSquare };
  return adam(before, gradient, { beta1, beta2, size, epsilon });
}

function adam(
  before: OptimiserTensors,
  gradient: tf.Tensor1D,
  { beta1, beta2, size, epsilon }: Readonly<Record<'beta1' | 'beta2' | 'size' | 'epsilon', number>>,
): OptimiserTensors {
  const mean = towards(before.mean, gradient, beta1);
  const meanSquare = towards(before.meanSquare, tf.square(gradient), beta2);
  const move = tf.div(tf.mul(mean, size), tf.add(tf.sqrt(meanSquare), epsilon));
  return { parameters: tf.sub(before.parameters, move), mean, meanSquare };
}

/** decay x running + (1 - decay) x latest. */
const towards = (running: tf.Tensor1D, latest: tf.Tensor1D, decay: number): tf.Tensor1D =>
  tf.add(tf.mul(running, decay), tf.mul(latest, 1 - decay));
