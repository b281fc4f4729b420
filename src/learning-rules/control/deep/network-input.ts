import type { HiddenLayer, Initial, NetworkSpec } from '../../../contracts/network.ts';
import { observationSize, type ObservationSpace } from '../../../contracts/control-env.ts';

/** The network input for an observation: a discrete one is one-hot encoded, the others are passed unchanged. */
export interface NetworkInput {
  /** Length of an observation, and of its network input. */
  readonly observed: number;
  readonly size: number;
  /** The inputs of `count` observations; valid until the next call. */
  of(observations: Float32Array, count: number): Float32Array;
  /** The same for one row of observations. */
  row(observations: Float32Array, index: number): Float32Array;
}

export function networkInput(space: ObservationSpace): NetworkInput {
  const observed = observationSize(space);
  const rowOf = (observations: Float32Array, index: number): Float32Array =>
    observations.subarray(index * observed, (index + 1) * observed);
  if (space.kind !== 'discrete') return { observed, size: observed, of: (observations) => observations, row: rowOf };
  const size = space.count;
  let inputs = new Float32Array(0);
  const of = (observations: Float32Array, count: number): Float32Array => {
    if (inputs.length < count * size) inputs = new Float32Array(count * size);
    inputs.fill(0, 0, count * size);
    for (let i = 0; i < count; i++) inputs[i * size + observations[i]] = 1;
    return inputs;
  };
  return { observed, size, of, row: (observations, index) => of(rowOf(observations, index), 1) };
}

/** Hidden layers, followed by linear outputs. A dense layer receives an image as a flat row of numbers. */
export function networkSpec(
  space: ObservationSpace,
  hidden: readonly HiddenLayer[],
  outputs: number,
  initial: { readonly hidden: Initial; readonly outputs: Initial },
): NetworkSpec {
  const isPicture = space.kind === 'binary' && hidden[0]?.kind === 'convolution';
  const input: NetworkSpec['input'] = isPicture ? space.shape : [networkInput(space).size];
  return {
    input,
    layers: [
      ...hidden.map((layer) => ({ ...layer, initial: initial.hidden })),
      { kind: 'dense', units: outputs, activation: 'linear', initial: initial.outputs },
    ],
  };
}
