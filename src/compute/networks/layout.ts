import { InputError } from '../../core/errors.ts';
import type { FeedForwardLayer, NetworkSpec, RecurrentSpec } from '../../contracts/network.ts';

/** A matrix in the flat vector of parameters: row-major from `offset`. Biases are a matrix of one row. */
export interface Block {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

export interface LayerLayout {
  readonly layer: FeedForwardLayer;
  /** [n] for a dense layer, to which an image is one row of numbers; [rows, columns, channels] for a convolution. */
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Input and output numbers per batch row. */
  readonly inputs: number;
  readonly outputs: number;
  /** [fan in, units]; the fan in of a convolution is size x size x channels, in this order. */
  readonly weights: Block;
  readonly biases: Block;
}

/** Layout of a network's parameters: layer by layer, weights then biases. */
export interface NetworkLayout {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: readonly LayerLayout[];
  /** Outputs of the last hidden layer per batch row; 0 if there is none. */
  readonly hiddenSize: number;
  readonly parameterCount: number;
}

/**
 * Layout of a recurrent network's parameters, in the order of the fields. The columns of the cell's four blocks are its
 * gates one after another, `units` wide each: r, z, n of a GRU; i, f, g, o of an LSTM. The two biases are PyTorch's
 * bias_ih and bias_hh; they are summed except for a GRU's n, whose second bias is inside the product with r.
 */
export interface RecurrentLayout {
  readonly gates: 3 | 4;
  /** Numbers per state: hidden, then cell for an LSTM. */
  readonly stateSize: number;
  /** [inputs, gates x units] */
  readonly inputWeights: Block;
  /** [units, gates x units] */
  readonly hiddenWeights: Block;
  readonly inputBiases: Block;
  readonly hiddenBiases: Block;
  /** [units, outputs] */
  readonly outputWeights: Block;
  readonly outputBiases: Block;
  readonly parameterCount: number;
}

export const countOf = ({ rows, columns }: Block): number => rows * columns;

/** @throws InputError for a spec with incompatible layers */
export function networkLayout(spec: NetworkSpec): NetworkLayout {
  if (spec.layers.length === 0) throw new InputError('there is no layer', 'network', 'give at least one');
  for (const size of spec.input) requireCount('the input size', size, 'network');
  const place = placer();
  const layers: LayerLayout[] = [];
  let shape: readonly number[] = spec.input;
  for (const [index, layer] of spec.layers.entries()) {
    const where = `network layer ${index + 1}`;
    const laid =
      layer.kind === 'dense' ? denseLayout(layer, shape, place, where) : convolutionLayout(layer, shape, place, where);
    layers.push(laid);
    shape = laid.outputShape;
  }
  return {
    inputs: product(spec.input),
    outputs: product(shape),
    layers,
    hiddenSize: layers.at(-2)?.outputs ?? 0,
    parameterCount: place.end(),
  };
}

function denseLayout(
  layer: FeedForwardLayer & { kind: 'dense' },
  shape: readonly number[],
  place: Placer,
  where: string,
): LayerLayout {
  requireCount('units', layer.units, where);
  const inputs = product(shape);
  return {
    layer,
    inputShape: [inputs],
    outputShape: [layer.units],
    inputs,
    outputs: layer.units,
    weights: place(inputs, layer.units),
    biases: place(1, layer.units),
  };
}

function convolutionLayout(
  layer: FeedForwardLayer & { kind: 'convolution' },
  shape: readonly number[],
  place: Placer,
  where: string,
): LayerLayout {
  requireCount('filters', layer.filters, where);
  requireCount('size', layer.size, where);
  const [rows, columns, channels] = shape;
  if (rows === undefined || columns === undefined || channels === undefined) {
    throw new InputError(
      'a convolution needs rows, columns and channels, and its input is a plain row of numbers',
      where,
      'use a dense layer',
    );
  }
  const outputShape = [rows - layer.size + 1, columns - layer.size + 1, layer.filters];
  if (outputShape.some((size) => size < 1)) {
    throw new InputError(
      `a filter of ${layer.size} x ${layer.size} is larger than its input of ${rows} x ${columns}`,
      where,
      'use a smaller size',
    );
  }
  return {
    layer,
    inputShape: shape,
    outputShape,
    inputs: product(shape),
    outputs: product(outputShape),
    weights: place(layer.size * layer.size * channels, layer.filters),
    biases: place(1, layer.filters),
  };
}

/** @throws InputError for sizes that are not positive integers */
export function recurrentLayout(spec: RecurrentSpec): RecurrentLayout {
  requireCount('inputs', spec.inputs, 'recurrent network');
  requireCount('units', spec.units, 'recurrent network');
  requireCount('outputs', spec.outputs, 'recurrent network');
  const gates = spec.cell === 'gru' ? 3 : 4;
  const columns = gates * spec.units;
  const place = placer();
  return {
    gates,
    stateSize: spec.cell === 'gru' ? spec.units : 2 * spec.units,
    inputWeights: place(spec.inputs, columns),
    hiddenWeights: place(spec.units, columns),
    inputBiases: place(1, columns),
    hiddenBiases: place(1, columns),
    outputWeights: place(spec.units, spec.outputs),
    outputBiases: place(1, spec.outputs),
    parameterCount: place.end(),
  };
}

interface Placer {
  (rows: number, columns: number): Block;
  end(): number;
}

/** Allocates blocks one after another. */
function placer(): Placer {
  let end = 0;
  const place = (rows: number, columns: number): Block => {
    const block = { offset: end, rows, columns };
    end += rows * columns;
    return block;
  };
  return Object.assign(place, { end: () => end });
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function requireCount(what: string, value: number, where: string): void {
  if (!Number.isInteger(value) || value < 1)
    throw new InputError(`${what} is ${value}`, where, 'use a whole number of at least 1');
}
