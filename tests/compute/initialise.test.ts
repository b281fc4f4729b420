import { expect, test } from 'vitest';
import type { FeedForwardLayer, Initial } from '../../src/contracts/network.ts';
import { randomStream } from '../../src/core/random.ts';
import { initialParameters, initialRecurrentParameters } from '../../src/compute/networks/initialise.ts';

const dense = (units: number, initial: Initial): FeedForwardLayer => ({
  kind: 'dense',
  units,
  activation: 'tanh',
  initial,
});
const stream = () => randomStream(3, 'networks');

/** aᵀ a for a row-major [rows, columns]. */
function gram(a: Float32Array, rows: number, columns: number): number[][] {
  return Array.from({ length: columns }, (_, i) =>
    Array.from({ length: columns }, (_, j) =>
      Array.from(
        { length: rows },
        (_, row) => (a[row * columns + i] as number) * (a[row * columns + j] as number),
      ).reduce((x, y) => x + y, 0),
    ),
  );
}

function expectScaledIdentity(matrix: readonly (readonly number[])[], scale: number): void {
  for (const [i, row] of matrix.entries())
    for (const [j, value] of row.entries()) expect(value).toBeCloseTo(i === j ? scale : 0, 5);
}

test('orthogonal, tall: WᵀW = gain² I; biases 0', () => {
  const gain = Math.SQRT2;
  const flat = initialParameters({ input: [40], layers: [dense(7, { kind: 'orthogonal', gain })] }, stream());
  expectScaledIdentity(gram(flat.subarray(0, 280), 40, 7), gain ** 2);
  expect([...flat.subarray(280)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('orthogonal, wide: W Wᵀ = gain² I', () => {
  const flat = initialParameters({ input: [4], layers: [dense(9, { kind: 'orthogonal', gain: 0.01 })] }, stream());
  const transposed = Float32Array.from(
    { length: 36 },
    (_, k) => 100 * (flat[(k % 4) * 9 + Math.floor(k / 4)] as number),
  );
  expectScaledIdentity(gram(transposed, 9, 4), 1);
});

test('heads: each orthogonal by itself, with its own gain', () => {
  const heads = [
    { units: 3, gain: 0.01 },
    { units: 1, gain: 1 },
  ];
  const flat = initialParameters({ input: [40], layers: [dense(4, { kind: 'heads', heads })] }, stream());
  const head = (from: number, to: number): Float32Array =>
    flat.filter((_, i) => i < 160 && i % 4 >= from && i % 4 < to);
  expectScaledIdentity(
    gram(
      head(0, 3).map((weight) => 100 * weight),
      40,
      3,
    ),
    1,
  );
  expectScaledIdentity(gram(head(3, 4), 40, 1), 1);
});

test('orthogonal, convolution: over [size x size x channels, filters]', () => {
  const layer: FeedForwardLayer = {
    kind: 'convolution',
    filters: 5,
    size: 2,
    activation: 'relu',
    initial: { kind: 'orthogonal', gain: 2 },
  };
  const flat = initialParameters({ input: [4, 4, 3], layers: [layer] }, stream());
  expectScaledIdentity(gram(flat.subarray(0, 60), 12, 5), 4);
});

test('orthogonal: the sign is that of the normal matrix, so no entry has a preferred one', () => {
  const random = stream();
  const firsts = Array.from({ length: 400 }, () =>
    initialParameters({ input: [3], layers: [dense(3, { kind: 'orthogonal', gain: 1 })] }, random),
  );
  for (let entry = 0; entry < 9; entry++) {
    const mean = firsts.reduce((sum, flat) => sum + (flat[entry] as number), 0) / 400;
    // Each entry of a uniformly random orthogonal 3 x 3 matrix has mean 0 and variance 1/3: four standard errors.
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(1 / 3 / 400));
  }
});

/** Mean square of a uniform number on ±bound is bound² / 3. */
function expectUniform(values: Float32Array, bound: number): void {
  const meanSquare = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
  expect(Math.max(...values)).toBeGreaterThan(0.9 * bound);
  expect(Math.min(...values)).toBeLessThan(-0.9 * bound);
  expect(meanSquare / (bound ** 2 / 3)).toBeCloseTo(1, 1);
}

test('uniform: weights and biases on ±1/√(fan in)', () => {
  const flat = initialParameters({ input: [25], layers: [dense(200, { kind: 'uniform' })] }, stream());
  expectUniform(flat.subarray(0, 5000), 0.2);
  expectUniform(flat.subarray(5000), 0.2);
});

test('recurrent: ±1/√units throughout; the forget biases of an LSTM add up to 1', () => {
  expectUniform(initialRecurrentParameters({ inputs: 6, cell: 'gru', units: 64, outputs: 9 }, stream()), 1 / 8);
  const lstm = initialRecurrentParameters({ inputs: 1, cell: 'lstm', units: 4, outputs: 1 }, stream());
  const biases = lstm.subarray(16 + 64, 16 + 64 + 32);
  expect([...biases.subarray(4, 8)]).toEqual([1, 1, 1, 1]);
  expect([...biases.subarray(20, 24)]).toEqual([0, 0, 0, 0]);
  expectUniform(lstm.subarray(0, 80), 0.5);
});

test('recurrent, with a memory: the bias of the gate that keeps the state is ln u, with u from 1 to one step less than the memory; that of an LSTM’s input gate is its negative', () => {
  const units = 50;
  const gru = initialRecurrentParameters({ inputs: 1, cell: 'gru', units, outputs: 1, memory: 40 }, stream());
  // Weights of the input and of the hidden state, then both biases, three gates each.
  const biases = gru.subarray(3 * units + 3 * units * units, 3 * units + 3 * units * units + 6 * units);
  const kept = [...biases.subarray(units, 2 * units)].map(Math.exp);
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...kept)).toBeLessThanOrEqual(39 * (1 + 1e-6));
  // The mean of a uniform on [1, 39], to four standard errors.
  expect(Math.abs(kept.reduce((sum, one) => sum + one, 0) / units - 20)).toBeLessThan((4 * 38) / Math.sqrt(12 * units));
  expect([...biases.subarray(4 * units, 5 * units)].every((bias) => bias === 0)).toBe(true);
  const lstm = initialRecurrentParameters({ inputs: 1, cell: 'lstm', units, outputs: 1, memory: 40 }, stream());
  const gates = lstm.subarray(4 * units + 4 * units * units);
  expect([...gates.subarray(0, units)]).toEqual([...gates.subarray(units, 2 * units)].map((bias) => -bias));
});

test('the same stream gives the same vector', () => {
  const spec = {
    input: [3],
    layers: [dense(5, { kind: 'orthogonal', gain: 1 }), dense(2, { kind: 'uniform' })],
  } as const;
  expect(initialParameters(spec, stream())).toEqual(initialParameters(spec, stream()));
});
