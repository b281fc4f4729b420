import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { randomStream } from '../../src/core/random.ts';
import type { NetworkSpec, RecurrentSpec, TrainingOptions } from '../../src/contracts/network.ts';
import type { SavedParts, SavedTensor } from '../../src/contracts/saved.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { restoreNetwork, savedNetwork } from '../../src/learning-rules/control/deep/saved-network.ts';

const training: TrainingOptions = {
  optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  trainBatch: 2,
  actBatch: 2,
};
const initial = { kind: 'uniform' } as const;
const random = () => randomStream(5, 'test');

type Tensors = Readonly<Record<string, SavedTensor>>;
const tensorsOf = (state: SavedParts): Tensors => state['parameters'] as Tensors;
const range = (count: number): number[] => [...Array(count).keys()];
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** One number of a tensor by its indices, row-major as in PyTorch. */
function at(tensors: Tensors, name: string, ...indices: readonly number[]): number {
  const { shape, data } = tensors[name] as SavedTensor;
  expect(indices).toHaveLength(shape.length);
  return data[indices.reduce((place, index, axis) => place * (shape[axis] as number) + index, 0)] as number;
}

/** Torch.nn.functional.linear. */
const linear = (tensors: Tensors, weight: string, bias: string, x: readonly number[]): number[] =>
  range((tensors[bias] as SavedTensor).data.length).map(
    (out) => at(tensors, bias, out) + sum(x.map((value, i) => value * at(tensors, weight, out, i))),
  );

const close = (found: ArrayLike<number>, expected: readonly number[]): void =>
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));

describe('a saved network has tensors that PyTorch computes the same with', () => {
  test('convolution over [channel, row, column], then dense layers over [row, column, channel]', () => {
    const spec: NetworkSpec = {
      input: [4, 3, 2],
      layers: [
        { kind: 'convolution', filters: 3, size: 2, activation: 'relu', initial },
        { kind: 'dense', units: 4, activation: 'tanh', initial },
        { kind: 'dense', units: 2, activation: 'linear', initial },
      ],
    };
    const network = fusedNetworks.network(spec, training, random());
    const tensors = tensorsOf(savedNetwork(network));
    expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual([
      ['layers.0.weight', [3, 2, 2, 2]],
      ['layers.0.bias', [3]],
      ['layers.1.weight', [4, 18]],
      ['layers.1.bias', [4]],
      ['layers.2.weight', [2, 4]],
      ['layers.2.bias', [2]],
    ]);
    const image = (channel: number, row: number, column: number): number => Math.sin(7 * channel + 3 * row + column);
    // As torch.nn.functional.conv2d, in the order of the flattened image.
    const filtered = range(3).flatMap((row) =>
      range(2).flatMap((column) =>
        range(3).map((filter) => {
          const terms = range(2).flatMap((channel) =>
            range(2).flatMap((r) =>
              range(2).map(
                (c) => image(channel, row + r, column + c) * at(tensors, 'layers.0.weight', filter, channel, r, c),
              ),
            ),
          );
          return Math.max(0, at(tensors, 'layers.0.bias', filter) + sum(terms));
        }),
      ),
    );
    const hidden = linear(tensors, 'layers.1.weight', 'layers.1.bias', filtered).map(Math.tanh);
    const inputs = range(4).flatMap((row) => range(3).flatMap((column) => range(2).map((c) => image(c, row, column))));
    close(network.forward(Float32Array.from(inputs), 1), linear(tensors, 'layers.2.weight', 'layers.2.bias', hidden));
  });

  test.each(['gru', 'lstm'] as const)('the %s of torch.nn, and a linear read-out', (cell) => {
    const spec: RecurrentSpec = { inputs: 3, cell, units: 2, outputs: 2 };
    const network = fusedNetworks.recurrent(spec, training, random());
    const tensors = tensorsOf(savedNetwork(network));
    const [x, before] = [
      [0.3, -1, 0.5],
      [0.2, -0.4, 0.1, 0.7],
    ];
    const [h, c] = [before.slice(0, 2), before.slice(2)];
    const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
    const byInput = linear(tensors, 'cell.weight_ih_l0', 'cell.bias_ih_l0', x);
    const byHidden = linear(tensors, 'cell.weight_hh_l0', 'cell.bias_hh_l0', h);
    const gate = (number: number, unit: number): [number, number] => [
      byInput[2 * number + unit] as number,
      byHidden[2 * number + unit] as number,
    ];
    const hidden = h.map((last, unit) => {
      const [first, second, third] = [gate(0, unit), gate(1, unit), gate(2, unit)];
      if (cell === 'lstm') {
        const next = sigmoid(sum(second)) * (c[unit] as number) + sigmoid(sum(first)) * Math.tanh(sum(third));
        return sigmoid(sum(gate(3, unit))) * Math.tanh(next);
      }
      const [reset, update] = [sigmoid(sum(first)), sigmoid(sum(second))];
      return (1 - update) * Math.tanh(third[0] + reset * third[1]) + update * last;
    });
    const state = Float32Array.from(before.slice(0, network.stateSize));
    close(network.step(Float32Array.from(x), 1, state), linear(tensors, 'readout.weight', 'readout.bias', hidden));
  });
});

describe('a restored network', () => {
  const spec: NetworkSpec = {
    input: [5, 4, 2],
    layers: [
      { kind: 'convolution', filters: 3, size: 3, activation: 'relu', initial },
      { kind: 'dense', units: 2, activation: 'linear', initial },
    ],
  };

  test('has the saved state, also of the optimiser', () => {
    const network = fusedNetworks.network(spec, training, random());
    const inputs = Float32Array.from({ length: 80 }, (_, i) => Math.cos(i));
    network.train(inputs, 2, (outputs, gradient) => (gradient.set(outputs), 1), 0.1);
    const copy = fusedNetworks.network(spec, training, randomStream(6, 'test'));
    restoreNetwork(copy, savedNetwork(network));
    expect(copy.state()).toEqual(network.state());
  });

  test('refuses a tensor that is missing or of another length', () => {
    const network = fusedNetworks.network(spec, training, random());
    const state = savedNetwork(network);
    const { 'layers.1.bias': _, ...less } = tensorsOf(state);
    for (const parameters of [less, { ...less, 'layers.1.bias': { shape: [1], data: new Float32Array(1) } }])
      expect(() => restoreNetwork(network, { ...state, parameters })).toThrow(InputError);
  });
});
