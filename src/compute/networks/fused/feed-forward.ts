import { wholeFours } from '../../../core/whole-fours.ts';
import type { Activation, Network, NetworkSpec, OutputLoss, TrainingOptions } from '../../../contracts/network.ts';
import type { RandomStream } from '../../../core/random.ts';
import { initialParameters } from '../initialise.ts';
import { networkLayout, type LayerLayout, type NetworkLayout } from '../layout.ts';
import { KernelMemory } from './kernel.ts';
import { fusedTrainable } from './trainable.ts';

/** Activations by the kernel's numbers. */
const activationCodes: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2 };

/** Memory layout of a layer. Counts are numbers; rows are padded to whole vectors. */
interface Plan {
  readonly layout: LayerLayout;
  readonly activation: number;
  /** Numbers in one row of the matrix product: of inputs, or of a patch. */
  readonly inputWidth: number;
  readonly outputWidth: number;
  /** Rows of the product per batch row: 1, or the number of filter positions. */
  readonly places: number;
  /** Numbers per batch row in the input. */
  readonly inputStride: number;
  /** From the first parameter. */
  readonly weights: number;
  readonly biases: number;
  /** Numbers between two cells of the input image; 0 for a dense layer. */
  readonly channelStride: number;
}

/** Blocks for batches of up to `capacity` rows. */
interface Buffers {
  readonly capacity: number;
  /** Input of each layer, and output of the last one. */
  readonly values: readonly number[];
  readonly gradients: readonly number[];
  /** Patches of each convolution, and their gradient; 0 for dense layers. */
  readonly patches: readonly number[];
  readonly patchGradient: number;
  readonly transposed: number;
}

/** A stack of dense and convolutional layers in its own memory: forward pass, backward pass and optimiser. */
export function fusedNetwork(spec: NetworkSpec, training: TrainingOptions, random: RandomStream): Network {
  const layout = networkLayout(spec);
  const memory = new KernelMemory();
  const { kernel } = memory;
  const { plans, map, size } = planLayers(layout);
  const {
    weights,
    gradient: weightGradient,
    flatGradient,
    optimise,
    ...trainable
  } = fusedTrainable(memory, map, size, initialParameters(spec, random), training);
  const start = memory.mark;
  const last = plans.at(-1) as Plan;
  let buffers = makeBuffers(Math.max(training.trainBatch, training.actBatch));
  let outputs = new Float32Array(0);
  let byOutputs = new Float32Array(0);

  function makeBuffers(capacity: number): Buffers {
    memory.free(start);
    const block = (numbers: number): number => memory.floats(numbers * capacity);
    const strides = [...plans.map(({ inputStride }) => inputStride), last.places * last.outputWidth];
    const patchNumbers = plans.map((plan) => (plan.channelStride === 0 ? 0 : plan.places * plan.inputWidth));
    return {
      capacity,
      values: strides.map(block),
      gradients: strides.map((stride, i) => (i === 0 ? 0 : block(stride))),
      patches: patchNumbers.map((numbers) => (numbers === 0 ? 0 : block(numbers))),
      patchGradient: block(Math.max(0, ...patchNumbers.slice(1))),
      transposed: memory.floats(
        Math.max(0, ...plans.slice(1).map(({ inputWidth, outputWidth }) => inputWidth * outputWidth)),
      ),
    };
  }

  function reserve(batch: number): void {
    if (batch > buffers.capacity) buffers = makeBuffers(batch);
    if (outputs.length >= batch * layout.outputs) return;
    outputs = new Float32Array(buffers.capacity * layout.outputs);
    byOutputs = new Float32Array(buffers.capacity * layout.outputs);
  }

  function forward(inputs: Float32Array, batch: number): Float32Array {
    reserve(batch);
    const stride = plans[0]?.inputStride;
    const into = memory.view(buffers.values[0], batch * stride);
    if (stride === layout.inputs) into.set(inputs.length === into.length ? inputs : inputs.subarray(0, into.length));
    else
      for (let row = 0; row < batch; row++)
        into.set(inputs.subarray(row * layout.inputs, (row + 1) * layout.inputs), row * stride);
    for (let i = 0; i < plans.length; i++) forwardLayer(i, batch);
    return outputsOf(plans.length - 1, batch, outputs);
  }

  function forwardLayer(i: number, batch: number): void {
    const {
      layout: one,
      activation,
      inputWidth,
      outputWidth,
      places,
      channelStride,
      inputStride,
      weights: w,
      biases,
    } = plans[i];
    const input = buffers.values[i];
    const source = channelStride === 0 ? input : buffers.patches[i];
    if (channelStride > 0) {
      const [rows, columns, channels] = one.inputShape as [number, number, number];
      kernel.patches(
        input,
        source,
        batch,
        rows,
        columns,
        channels,
        channelStride,
        filterSize(one),
        inputWidth,
        inputStride,
      );
    }
    const output = buffers.values[i + 1];
    kernel.multiply(
      source,
      4 * inputWidth,
      4,
      weights + 4 * w,
      4 * outputWidth,
      output,
      4 * outputWidth,
      batch * places,
      outputWidth,
      inputWidth,
      weights + 4 * biases,
      activation,
      0,
      memory.pack,
    );
  }

  /** Output rows of a layer after a forward pass, without padding. @param room written to if there is padding */
  function outputsOf(i: number, batch: number, room: Float32Array): Float32Array {
    const { layout: one, outputWidth, places } = plans[i];
    const rows = memory.view(buffers.values[i + 1], batch * places * outputWidth);
    const width = one.outputs / places;
    if (width === outputWidth) return rows;
    for (let row = 0; row < batch * places; row++)
      for (let j = 0; j < width; j++) room[row * width + j] = rows[row * outputWidth + j];
    return room.subarray(0, batch * one.outputs);
  }

  function hidden(inputs: Float32Array, batch: number): Float32Array {
    if (plans.length < 2) return new Float32Array(0);
    forward(inputs, batch);
    return outputsOf(plans.length - 2, batch, new Float32Array(batch * layout.hiddenSize));
  }

  /** Leaves the gradient of the loss in memory. */
  function backward(inputs: Float32Array, batch: number, loss: OutputLoss): number {
    const found = forward(inputs, batch);
    const by = byOutputs.subarray(0, batch * layout.outputs);
    const lost = loss(found, by);
    const { outputWidth, places } = last;
    const width = layout.outputs / places;
    const into = memory.view(buffers.gradients[plans.length], batch * places * outputWidth);
    if (width === outputWidth) {
      into.set(by);
    } else {
      // Includes the padding: a NaN from the last step would stay in it.
      into.fill(0);
      for (let row = 0; row < batch * places; row++)
        for (let j = 0; j < width; j++) into[row * outputWidth + j] = by[row * width + j];
    }
    for (let i = plans.length - 1; i >= 0; i--) backwardLayer(i, batch);
    return lost;
  }

  function backwardLayer(i: number, batch: number): void {
    const { activation, outputWidth, places } = plans[i];
    kernel.throughActivation(buffers.gradients[i + 1], buffers.values[i + 1], batch * places * outputWidth, activation);
    backwardToWeights(i, batch);
    if (i > 0) backwardToInputs(i, batch);
  }

  /** The gradient of a layer's weights and biases, from that of its outputs. */
  function backwardToWeights(i: number, batch: number): void {
    const { inputWidth, outputWidth, places, channelStride, weights: w, biases } = plans[i];
    const rows = batch * places;
    const by = buffers.gradients[i + 1];
    const source = channelStride === 0 ? buffers.values[i] : buffers.patches[i];
    kernel.multiply(
      source,
      4,
      4 * inputWidth,
      by,
      4 * outputWidth,
      weightGradient + 4 * w,
      4 * outputWidth,
      inputWidth,
      outputWidth,
      rows,
      0,
      0,
      0,
      memory.pack,
    );
    kernel.sumRows(by, weightGradient + 4 * biases, rows, outputWidth);
  }

  /** The gradient of a layer's inputs, from that of its outputs. */
  function backwardToInputs(i: number, batch: number): void {
    const { layout: one, inputWidth, outputWidth, places, channelStride, inputStride, weights: w } = plans[i];
    kernel.transpose(weights + 4 * w, buffers.transposed, inputWidth, outputWidth);
    const before = buffers.gradients[i];
    const into = channelStride === 0 ? before : buffers.patchGradient;
    kernel.multiply(
      buffers.gradients[i + 1],
      4 * outputWidth,
      4,
      buffers.transposed,
      4 * inputWidth,
      into,
      4 * inputWidth,
      batch * places,
      inputWidth,
      outputWidth,
      0,
      0,
      0,
      memory.pack,
    );
    if (channelStride === 0) return;
    const [high, wide, channels] = one.inputShape as [number, number, number];
    memory.view(before, batch * inputStride).fill(0);
    kernel.addPatches(
      into,
      before,
      batch,
      high,
      wide,
      channels,
      channelStride,
      filterSize(one),
      inputWidth,
      inputStride,
    );
  }

  return {
    ...trainable,
    backend: 'fused',
    spec,
    outputs: layout.outputs,
    hiddenSize: layout.hiddenSize,
    forward,
    hidden,
    gradient(inputs, batch, loss) {
      backward(inputs, batch, loss);
      return flatGradient();
    },
    train: (inputs, batch, loss, learningRate, wholeNorm) =>
      optimise(backward(inputs, batch, loss), learningRate, wholeNorm),
  };
}

const filterSize = ({ layer }: LayerLayout): number => (layer.kind === 'convolution' ? layer.size : 0);

/** Computes the layout of the layers, and the position of every number of the flat vector. */
function planLayers({ layers, parameterCount, inputs }: NetworkLayout): {
  readonly plans: readonly Plan[];
  readonly map: Int32Array;
  readonly size: number;
} {
  const map = new Int32Array(parameterCount);
  const plans: Plan[] = [];
  let size = 0;
  // Numbers per cell of the next layer's input, with and without padding.
  let cell = { width: inputs, stride: inputs };
  let inputStride = wholeFours(inputs);
  for (const layout of layers) {
    const { layer, weights, biases, outputShape } = layout;
    const isPicture = layer.kind === 'convolution';
    const units = weights.columns;
    const outputWidth = wholeFours(units);
    const channels = isPicture ? layout.inputShape[2] : 0;
    // The network's own input is not padded cell by cell.
    const channelStride = isPicture ? (plans.length === 0 ? channels : cell.stride) : 0;
    const inputWidth = isPicture ? wholeFours(weights.rows) : inputStride;
    const places = isPicture ? outputShape[0] * outputShape[1] : 1;
    const row = (i: number): number => (isPicture ? i : Math.floor(i / cell.width) * cell.stride + (i % cell.width));
    const plan: Plan = {
      layout,
      activation: activationCodes[layer.activation],
      inputWidth,
      outputWidth,
      places,
      inputStride,
      weights: size,
      biases: size + inputWidth * outputWidth,
      channelStride,
    };
    for (let i = 0; i < weights.rows; i++)
      for (let j = 0; j < units; j++) map[weights.offset + i * units + j] = plan.weights + row(i) * outputWidth + j;
    for (let j = 0; j < units; j++) map[biases.offset + j] = plan.biases + j;
    plans.push(plan);
    size = plan.biases + outputWidth;
    cell = { width: units, stride: outputWidth };
    inputStride = places * outputWidth;
  }
  return { plans, map, size };
}
