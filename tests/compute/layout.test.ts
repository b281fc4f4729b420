import { expect, test } from 'vitest';
import type { FeedForwardLayer } from '../../src/contracts/network.ts';
import { networkLayout, recurrentLayout } from '../../src/compute/networks/layout.ts';

const initial = { kind: 'uniform' } as const;
const dense = (units: number): FeedForwardLayer => ({ kind: 'dense', units, activation: 'relu', initial });
const convolution = (filters: number, size: number): FeedForwardLayer => ({
  kind: 'convolution',
  filters,
  size,
  activation: 'relu',
  initial,
});

test('blocks lie one after another, weights then biases, counted by hand', () => {
  const { inputs, outputs, layers, parameterCount } = networkLayout({
    input: [10, 10, 4],
    layers: [convolution(16, 3), dense(128), dense(6)],
  });
  expect([inputs, outputs]).toEqual([400, 6]);
  expect(layers.map(({ inputShape, outputShape }) => [inputShape, outputShape])).toEqual([
    [
      [10, 10, 4],
      [8, 8, 16],
    ],
    [[1024], [128]],
    [[128], [6]],
  ]);
  expect(
    layers.map(({ weights, biases }) => [weights.offset, weights.rows, weights.columns, biases.offset, biases.columns]),
  ).toEqual([
    [0, 36, 16, 576, 16],
    [592, 1024, 128, 131_664, 128],
    [131_792, 128, 6, 132_560, 6],
  ]);
  expect(parameterCount).toBe(132_566);
});

test('recurrent blocks: two biases, adjacent gates, read-out last', () => {
  const gru = recurrentLayout({ inputs: 5, cell: 'gru', units: 7, outputs: 2 });
  expect([gru.gates, gru.stateSize, gru.parameterCount]).toEqual([3, 7, 21 * (5 + 7 + 2) + 2 * 8]);
  expect(
    [gru.inputWeights, gru.hiddenWeights, gru.inputBiases, gru.hiddenBiases, gru.outputWeights, gru.outputBiases].map(
      ({ offset }) => offset,
    ),
  ).toEqual([0, 105, 252, 273, 294, 308]);
  const lstm = recurrentLayout({ inputs: 5, cell: 'lstm', units: 7, outputs: 2 });
  expect([lstm.gates, lstm.stateSize, lstm.parameterCount]).toEqual([4, 14, 28 * (5 + 7 + 2) + 2 * 8]);
});

test.each([
  ['no layer', { input: [4], layers: [] }, /network: there is no layer/],
  ['no units', { input: [4], layers: [dense(8), dense(0)] }, /network layer 2: units is 0/],
  ['a half unit', { input: [4], layers: [dense(2.5)] }, /network layer 1: units is 2.5/],
  ['no input', { input: [0], layers: [dense(2)] }, /the input size is 0/],
  [
    'a convolution over a row',
    { input: [4], layers: [convolution(8, 3)] },
    /network layer 1: a convolution needs rows, columns and channels/,
  ],
  [
    'a convolution after a dense layer',
    { input: [5, 5, 1], layers: [dense(4), convolution(8, 3)] },
    /network layer 2: a convolution needs/,
  ],
  [
    'a filter too large',
    { input: [4, 3, 2], layers: [convolution(8, 3), convolution(8, 2)] },
    /network layer 2: a filter of 2 x 2 is larger than its input of 2 x 1/,
  ],
] as const)('%s is refused', (_name, spec, message) => {
  expect(() => networkLayout(spec)).toThrow(message);
});

test('a recurrent network requires integer sizes', () => {
  expect(() => recurrentLayout({ inputs: 3, cell: 'gru', units: 0, outputs: 1 })).toThrow(
    /recurrent network: units is 0/,
  );
});
