// Networks written as plainly as possible, in doubles: the reference for backends. Derivatives are finite differences.
import type { Activation, NetworkSpec, RecurrentSpec, Sequences } from '../../src/contracts/network.ts';
import { networkLayout, recurrentLayout, type Block } from '../../src/compute/networks/layout.ts';

const activate: Readonly<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const at = (values: ArrayLike<number>, index: number): number => values[index] as number;
const range = (count: number): number[] => [...Array(count).keys()];
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Outputs of one row. */
function row(spec: NetworkSpec, flat: ArrayLike<number>, inputs: readonly number[]): number[] {
  let values = inputs;
  for (const { layer, inputShape, outputShape, weights, biases } of networkLayout(spec).layers) {
    const weight = (from: number, unit: number): number => at(flat, weights.offset + from * weights.columns + unit);
    const act = activate[layer.activation];
    const before = values;
    if (layer.kind === 'dense') {
      values = range(layer.units).map((unit) =>
        act(at(flat, biases.offset + unit) + sum(before.map((value, from) => value * weight(from, unit)))),
      );
    } else {
      const [, columns, channels] = inputShape as [number, number, number];
      const [rowsOut, columnsOut, filters] = outputShape as [number, number, number];
      const { size } = layer;
      values = range(rowsOut * columnsOut * filters).map((place) => {
        const filter = place % filters;
        const c = Math.floor(place / filters) % columnsOut;
        const r = Math.floor(place / filters / columnsOut);
        let total = at(flat, biases.offset + filter);
        for (let dr = 0; dr < size; dr++)
          for (let dc = 0; dc < size; dc++)
            for (let channel = 0; channel < channels; channel++)
              total +=
                at(before, ((r + dr) * columns + c + dc) * channels + channel) *
                weight((dr * size + dc) * channels + channel, filter);
        return act(total);
      });
    }
  }
  return [...values];
}

/** batch x outputs */
export function slowForward(spec: NetworkSpec, flat: ArrayLike<number>, inputs: Float32Array, batch: number): number[] {
  const count = inputs.length / batch;
  return range(batch).flatMap((b) => row(spec, flat, [...inputs.subarray(b * count, (b + 1) * count)]));
}

/** batch x outputs of the last hidden layer; none if there is no hidden layer. */
export const slowHidden = (spec: NetworkSpec, flat: ArrayLike<number>, inputs: Float32Array, batch: number): number[] =>
  spec.layers.length < 2 ? [] : slowForward({ ...spec, layers: spec.layers.slice(0, -1) }, flat, inputs, batch);

/** One step of one state, which is updated in place. */
function stepOne(spec: RecurrentSpec, flat: ArrayLike<number>, inputs: readonly number[], state: number[]): number[] {
  const { units } = spec;
  const { inputWeights, hiddenWeights, inputBiases, hiddenBiases, outputWeights, outputBiases } = recurrentLayout(spec);
  const hidden = state.slice(0, units);
  const affine = (weights: Block, biases: Block, values: readonly number[], column: number): number =>
    at(flat, biases.offset + column) +
    sum(values.map((value, from) => value * at(flat, weights.offset + from * weights.columns + column)));
  const x = (gate: number, unit: number): number => affine(inputWeights, inputBiases, inputs, gate * units + unit);
  const h = (gate: number, unit: number): number => affine(hiddenWeights, hiddenBiases, hidden, gate * units + unit);
  for (const unit of range(units)) {
    if (spec.cell === 'gru') {
      const r = sigmoid(x(0, unit) + h(0, unit));
      const z = sigmoid(x(1, unit) + h(1, unit));
      const n = Math.tanh(x(2, unit) + r * h(2, unit));
      state[unit] = (1 - z) * n + z * at(hidden, unit);
    } else {
      const [i, f, g, o] = range(4).map((gate) => x(gate, unit) + h(gate, unit)) as [number, number, number, number];
      const cell = sigmoid(f) * at(state, units + unit) + sigmoid(i) * Math.tanh(g);
      state[units + unit] = cell;
      state[unit] = sigmoid(o) * Math.tanh(cell);
    }
  }
  return range(spec.outputs).map((output) => affine(outputWeights, outputBiases, state.slice(0, units), output));
}

export interface SlowSequences {
  /** time x batch x outputs */
  readonly outputs: number[];
  /** batch x stateSize */
  readonly state: number[];
}

export function slowSequences(
  spec: RecurrentSpec,
  flat: ArrayLike<number>,
  { time, batch, inputs, starts, state }: Sequences,
): SlowSequences {
  const { stateSize } = recurrentLayout(spec);
  const states = range(batch).map((b) => [...state.subarray(b * stateSize, (b + 1) * stateSize)]);
  const outputs = range(time * batch).flatMap((place) => {
    const one = states[place % batch] as number[];
    if (starts[place] === 1) one.fill(0);
    return stepOne(spec, flat, [...inputs.subarray(place * spec.inputs, (place + 1) * spec.inputs)], one);
  });
  return { outputs, state: states.flat() };
}

/** Derivative of a loss with respect to each parameter: central differences. */
export function slowGradient(flat: ArrayLike<number>, loss: (flat: Float64Array) => number): number[] {
  const step = 1e-5;
  const moved = Float64Array.from(flat);
  return range(flat.length).map((i) => {
    const centre = at(flat, i);
    moved[i] = centre + step;
    const above = loss(moved);
    moved[i] = centre - step;
    const below = loss(moved);
    moved[i] = centre;
    return (above - below) / (2 * step);
  });
}
