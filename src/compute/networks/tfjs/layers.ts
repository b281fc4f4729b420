import * as tf from '@tensorflow/tfjs-core';
import type { LayerLayout, NetworkLayout } from '../layout.ts';
import { activations } from './activations.ts';
import { byOwnKernel } from './own-kernel.ts';
import type { Pass } from './pass.ts';

/** A layer before its biases and activation: [rows, units] or [rows x positions, filters]. */
interface Product {
  readonly values: tf.Tensor2D;
  readonly byWeights: (derivative: tf.Tensor2D) => tf.Tensor;
  /** In the shape of the input, or any other shape of the same length. */
  readonly byInputs: (derivative: tf.Tensor2D) => tf.Tensor;
}

/** A pass through a stack of layers. */
interface LayersPass extends Pass {
  /** Activations of the last hidden layer, one row per batch row; absent if there is no hidden layer. */
  readonly hidden?: tf.Tensor;
}

interface LayerStep {
  readonly values: tf.Tensor2D;
  readonly back: (derivative: tf.Tensor) => {
    readonly byWeights: tf.Tensor;
    readonly byBiases: tf.Tensor;
    readonly byInputs: () => tf.Tensor;
  };
}

/**
 * A stack of layers. Its derivatives are explicit: automatic differentiation in tfjs is slower, and cannot wait between
 * forward and backward pass for a loss that is computed elsewhere.
 * @param inputs [batch, inputs], row-major, in any shape
 * @param blocks weights and biases of each layer in turn
 */
export function throughLayers(
  { layers, outputs }: NetworkLayout,
  blocks: readonly tf.Tensor2D[],
  inputs: tf.Tensor,
): LayersPass {
  let values = inputs;
  const steps = layers.map((laid, index) => {
    const step = layerStep(laid, values, blocks[2 * index], blocks[2 * index + 1]);
    values = step.values;
    return step;
  });

  function back(byOutputs: tf.Tensor2D): readonly tf.Tensor[] {
    const derivatives: tf.Tensor[] = [];
    let derivative = (): tf.Tensor => byOutputs;
    for (const step of steps.toReversed()) {
      const { byWeights, byBiases, byInputs } = step.back(derivative());
      derivatives.unshift(byWeights, byBiases);
      // The derivatives with respect to the network's inputs are not needed.
      derivative = byInputs;
    }
    return derivatives;
  }

  const hidden = steps.at(-2)?.values;
  return { outputs: tf.reshape(values, [-1, outputs]), back, ...(hidden === undefined ? {} : { hidden }) };
}

function layerStep(laid: LayerLayout, inputs: tf.Tensor, weights: tf.Tensor2D, biases: tf.Tensor2D): LayerStep {
  const { apply, back } = activations[laid.layer.activation];
  const product = laid.layer.kind === 'dense' ? dense(laid, inputs, weights) : convolution(laid, inputs, weights);
  const values = apply(tf.add<tf.Tensor2D>(product.values, biases));
  return {
    values,
    back(derivative) {
      const bySum = back(values, tf.reshape<tf.Rank.R2>(derivative, values.shape));
      return {
        byWeights: product.byWeights(bySum),
        byBiases: sumOfRows(bySum),
        byInputs: () => product.byInputs(bySum),
      };
    },
  };
}

function dense({ inputs }: LayerLayout, given: tf.Tensor, weights: tf.Tensor2D): Product {
  const rows = tf.reshape<tf.Rank.R2>(given, [-1, inputs]);
  return {
    values: tf.matMul(rows, weights),
    byWeights: (derivative) => tf.matMul(rows, derivative, true),
    byInputs: (derivative) => tf.matMul(derivative, weights, false, true),
  };
}

function convolution({ layer, inputShape, outputShape }: LayerLayout, given: tf.Tensor, weights: tf.Tensor2D): Product {
  if (layer.kind !== 'convolution') throw new Error('not a convolution');
  const [rows, columns, channels] = inputShape as [number, number, number];
  const [rowsOut, columnsOut, filtersOut] = outputShape as [number, number, number];
  const filterShape: [number, number, number, number] = [layer.size, layer.size, channels, layer.filters];
  const x = tf.reshape<tf.Rank.R4>(given, [-1, rows, columns, channels]);
  const filters = tf.reshape<tf.Rank.R4>(weights, filterShape);
  const asPicture = (derivative: tf.Tensor2D): tf.Tensor4D =>
    tf.reshape<tf.Rank.R4>(derivative, [-1, rowsOut, columnsOut, filtersOut]);
  return {
    values: tf.reshape<tf.Rank.R2>(tf.conv2d(x, filters, 1, 'valid'), [-1, layer.filters]),
    byWeights: (derivative) => {
      const how: tf.Conv2DBackpropFilterAttrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape };
      return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy: asPicture(derivative) }, { ...how });
    },
    byInputs: (derivative) => tf.conv2dTranspose(asPicture(derivative), filters, x.shape, 1, 'valid'),
  };
}

/** As a product with ones, which on wasm is 10 times faster than a sum. */
export const sumOfRows = (values: tf.Tensor2D): tf.Tensor2D =>
  byOwnKernel<tf.Tensor2D>('BiasAddGrad', { dy: values }) ?? tf.matMul(tf.ones([1, values.shape[0]]), values);
