import type { RandomStream } from '../../core/random.ts';
import type { NetworkSpec, RecurrentSpec } from '../../contracts/network.ts';
import { countOf, networkLayout, recurrentLayout, type Block } from './layout.ts';

/**
 * The initial flat vector of a network. Draws are made layer by layer, weights then biases, in storage order
 * (orthogonal weights column by column, or row by row if there are fewer rows).
 */
export function initialParameters(spec: NetworkSpec, random: RandomStream): Float32Array {
  const { layers, parameterCount } = networkLayout(spec);
  const flat = new Float32Array(parameterCount);
  for (const { layer, weights, biases } of layers) {
    const { initial } = layer;
    if (initial.kind === 'uniform') {
      const bound = 1 / Math.sqrt(weights.rows);
      fillUniform(flat, weights, bound, random);
      fillUniform(flat, biases, bound, random);
      continue;
    }
    const heads = initial.kind === 'heads' ? initial.heads : [{ units: weights.columns, gain: initial.gain }];
    let from = 0;
    for (const { units, gain } of heads) {
      fillOrthogonal(flat, weights, { from, units, gain }, random);
      from += units;
    }
  }
  return flat;
}

/**
 * The initial flat vector of a recurrent network: uniform on ±1/√units throughout, as in PyTorch's cells (and its
 * read-out, whose fan in is units). The biases of an LSTM's forget gate add up to 1 (Jozefowicz, Zaremba & Sutskever
 * 2015).
 */
export function initialRecurrentParameters(spec: RecurrentSpec, random: RandomStream): Float32Array {
  const { parameterCount, inputBiases, hiddenBiases } = recurrentLayout(spec);
  const flat = new Float32Array(parameterCount);
  fillUniform(flat, { offset: 0, rows: 1, columns: parameterCount }, 1 / Math.sqrt(spec.units), random);
  if (spec.cell === 'lstm') {
    const forget = (biases: Block): Float32Array =>
      flat.subarray(biases.offset + spec.units, biases.offset + 2 * spec.units);
    forget(inputBiases).fill(1);
    forget(hiddenBiases).fill(0);
  }
  if (spec.memory !== undefined) remember(flat, spec, spec.memory, random);
  return flat;
}

/**
 * Chrono initialisation: the memory span of unit u is about its random draw, in steps. The second gate is z of a GRU
 * and f of an LSTM; the first of an LSTM is i.
 */
function remember(flat: Float32Array, spec: RecurrentSpec, steps: number, random: RandomStream): void {
  const { inputBiases, hiddenBiases } = recurrentLayout(spec);
  for (let unit = 0; unit < spec.units; unit++) {
    const bias = Math.log(1 + random.next() * Math.max(0, steps - 2));
    flat[inputBiases.offset + spec.units + unit] = bias;
    flat[hiddenBiases.offset + spec.units + unit] = 0;
    if (spec.cell === 'gru') continue;
    flat[inputBiases.offset + unit] = -bias;
    flat[hiddenBiases.offset + unit] = 0;
  }
}

function fillUniform(flat: Float32Array, block: Block, bound: number, random: RandomStream): void {
  const end = block.offset + countOf(block);
  for (let i = block.offset; i < end; i++) flat[i] = (2 * random.next() - 1) * bound;
}

/**
 * The gain times the Q of a normal matrix's QR decomposition whose R has a positive diagonal: uniform over matrices
 * with orthonormal columns, or rows if there are fewer of them, for `units` columns from `from` on (Saxe, McClelland & Ganguli 2014; Mezzadri 2007 on the
 * sign).
 */
function fillOrthogonal(
  flat: Float32Array,
  { offset, rows, columns }: Block,
  { from, units, gain }: { readonly from: number; readonly units: number; readonly gain: number },
  random: RandomStream,
): void {
  const wide = units > rows;
  const vectors = orthonormal(wide ? rows : units, wide ? units : rows, random);
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      const entry = wide ? vectors[row]?.[unit] : vectors[unit]?.[row];
      flat[offset + row * columns + from + unit] = gain * entry;
    }
  }
}

/**
 * Orthonormal vectors by Gram-Schmidt, which is the QR decomposition with a positive diagonal. Each is projected twice,
 * because a single projection loses digits and "twice is enough" (Giraud, Langou & Rozložník 2005).
 */
function orthonormal(count: number, length: number, random: RandomStream): readonly Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let v = 0; v < count; v++) {
    const vector = Float64Array.from({ length }, () => random.normal(0, 1));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) subtract(vector, other, dot(vector, other));
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i] = vector[i] / norm;
    vectors.push(vector);
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(from: Float64Array, other: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] = from[i] - times * other[i];
}
