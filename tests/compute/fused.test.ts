import { describe, expect, test } from 'vitest';
import type {
  Activation,
  FeedForwardLayer,
  Network,
  NetworkSpec,
  OutputLoss,
  RecurrentNetwork,
  RecurrentSpec,
  Sequences,
} from '../../src/contracts/network.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { networkLayout, type Block } from '../../src/compute/networks/layout.ts';
import { adam, normals, recurrentCases, rmsprop, sequencesFor, squares, stream } from './cases.ts';
import { slowForward, slowSequences } from './slow.ts';

const dense = (units: number, activation: Activation = 'linear'): FeedForwardLayer => ({
  kind: 'dense',
  units,
  activation,
  initial: { kind: 'uniform' },
});
const at = (values: ArrayLike<number>, index: number): number => values[index] as number;

function expectNear(actual: Float32Array, expected: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - at(expected, i))));
  expect(worst).toBeLessThan(relative * scale);
}

/** One layer of one unit whose weight is 1 and whose bias is 0: its outputs are the activation of its inputs. */
function activated(activation: Activation, inputs: Float32Array): Float32Array {
  const network = fusedNetworks.network({ input: [1], layers: [dense(1, activation)] }, adam, stream());
  network.setParameters(Float32Array.of(1, 0));
  return network.forward(inputs, inputs.length).slice();
}

describe('activations', () => {
  test('tanh has a relative error below 4e-7, from the smallest inputs to the largest', () => {
    const magnitudes = Float32Array.from({ length: 20_000 }, (_, i) => 10 ** (-6 + (i * 8) / 20_000));
    const inputs = Float32Array.of(...magnitudes, ...magnitudes.map((x) => -x));
    const found = activated('tanh', inputs);
    const worst = found.reduce((most, y, i) => Math.max(most, Math.abs(y / Math.tanh(at(inputs, i)) - 1)), 0);
    expect(worst).toBeLessThan(4e-7);
  });

  test('tanh at its limits, and for NaN', () => {
    const found = activated('tanh', Float32Array.of(0, Infinity, -Infinity, 1e30, NaN));
    expect([...found].map((y) => Math.round(y * 1e6) / 1e6)).toEqual([0, 1, -1, 1, NaN]);
  });

  test('tanh is the same number in a row of any width', () => {
    const inputs = Float32Array.of(0, -1e-3, 0.3, -1.7, 7.9, -8, 1e30, NaN);
    const alone = activated('tanh', inputs);
    // Rows of 20 are four vectors that are computed together, and one.
    const units = 20;
    const wide = fusedNetworks.network({ input: [1], layers: [dense(units, 'tanh')] }, adam, stream());
    wide.setParameters(new Float32Array(2 * units).fill(1, 0, units));
    const found = wide.forward(inputs, inputs.length);
    expect([...found]).toEqual([...alone].flatMap((y) => Array<number>(units).fill(y)));
  });

  test('relu propagates NaN', () => {
    expect([...activated('relu', Float32Array.of(-2, 3, Infinity, -Infinity, NaN))].map((y) => y + 0)).toEqual([
      0,
      3,
      Infinity,
      0,
      NaN,
    ]);
  });
});

// Every way in which rows, columns and depth can leave remainders in the kernel's blocks of 4 x 8, 4 x 4, 1 x 16 and 1
// x 4, sizes at which it packs panels, and sizes of more terms and columns than it packs at once.
const sizes: readonly (readonly [inputs: number, hidden: number, outputs: number, batch: number])[] = [
  [1, 1, 1, 1],
  [2, 3, 1, 2],
  [5, 4, 3, 3],
  [7, 8, 5, 4],
  [3, 13, 9, 5],
  [9, 16, 17, 7],
  [17, 21, 2, 13],
  [4, 64, 6, 16],
  [33, 70, 31, 23],
  [300, 140, 9, 19],
  [2051, 20, 3, 19],
  [6, 20, 3, 2053],
];

describe('products of all kinds of sizes', () => {
  /** rows x columns in doubles, from sums of products. */
  const product = (
    rows: number,
    columns: number,
    depth: number,
    a: (i: number, k: number) => number,
    b: (k: number, j: number) => number,
  ): Float64Array => {
    const result = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < depth; k++) result[i * columns + j] = at(result, i * columns + j) + a(i, k) * b(k, j);
    return result;
  };

  test.each(sizes)(
    '%i-%i-%i with linear layers, %i rows: outputs and gradient in closed form',
    (inputs, hidden, outputs, batch) => {
      const spec: NetworkSpec = { input: [inputs], layers: [dense(hidden), dense(outputs)] };
      const network = fusedNetworks.network(spec, adam, stream());
      const flat = network.parameters();
      const [first, second] = networkLayout(spec).layers.map(({ weights, biases }) => ({ weights, biases })) as [
        Blocks,
        Blocks,
      ];
      const x = normals(batch * inputs, 'inputs');
      const by = normals(batch * outputs, 'derivatives');
      const weight = ({ weights }: Blocks, i: number, j: number): number =>
        at(flat, weights.offset + i * weights.columns + j);

      // H = X W₁ + b₁, Y = H W₂ + b₂; with G the derivative with respect to Y, that for W₂ is Hᵀ G, for b₂ the sum of
      // G's rows, for H it is G W₂ᵀ, and so on.
      const h = product(
        batch,
        hidden,
        inputs,
        (i, k) => at(x, i * inputs + k),
        (k, j) => weight(first, k, j),
      ).map((sum, i) => sum + at(flat, first.biases.offset + (i % hidden)));
      const y = product(
        batch,
        outputs,
        hidden,
        (i, k) => at(h, i * hidden + k),
        (k, j) => weight(second, k, j),
      ).map((sum, i) => sum + at(flat, second.biases.offset + (i % outputs)));
      const byHidden = product(
        batch,
        hidden,
        outputs,
        (i, k) => at(by, i * outputs + k),
        (k, j) => weight(second, j, k),
      );
      const expected = [
        ...product(
          inputs,
          hidden,
          batch,
          (i, k) => at(x, k * inputs + i),
          (k, j) => at(byHidden, k * hidden + j),
        ),
        ...product(
          1,
          hidden,
          batch,
          () => 1,
          (k, j) => at(byHidden, k * hidden + j),
        ),
        ...product(
          hidden,
          outputs,
          batch,
          (i, k) => at(h, k * hidden + i),
          (k, j) => at(by, k * outputs + j),
        ),
        ...product(
          1,
          outputs,
          batch,
          () => 1,
          (k, j) => at(by, k * outputs + j),
        ),
      ];
      expectNear(network.forward(x, batch), y, 2e-6);
      const given: OutputLoss = (_, gradient) => {
        gradient.set(by);
        return 0;
      };
      expectNear(network.gradient(x, batch, given), expected, 5e-6);
    },
  );

  test.each(['relu', 'tanh'] as const)('%s after each of them', (activation) => {
    for (const [inputs, hidden, outputs, batch] of sizes.slice(0, 10)) {
      const spec: NetworkSpec = { input: [inputs], layers: [dense(hidden, activation), dense(outputs, activation)] };
      const network = fusedNetworks.network(spec, adam, stream());
      const x = normals(batch * inputs, 'inputs');
      expectNear(network.forward(x, batch), slowForward(spec, network.parameters(), x, batch), 2e-6);
    }
  });

  interface Blocks {
    readonly weights: Block;
    readonly biases: Block;
  }
});

const conv: NetworkSpec = {
  input: [7, 6, 3],
  layers: [
    { kind: 'convolution', filters: 5, size: 3, activation: 'relu', initial: { kind: 'uniform' } },
    { kind: 'convolution', filters: 3, size: 2, activation: 'tanh', initial: { kind: 'uniform' } },
    dense(19, 'relu'),
    dense(3, 'tanh'),
  ],
};
const convInputs = 7 * 6 * 3;

describe('rows of a batch', () => {
  test('an output does not depend on the rest of its batch or the size of earlier batches, to the last bit', () => {
    const network = fusedNetworks.network(conv, { ...adam, trainBatch: 2, actBatch: 1 }, stream());
    const x = normals(29 * convInputs, 'inputs');
    const alone = Array.from({ length: 29 }, (_, i) => [...network.forward(x.subarray(i * convInputs), 1)]).flat();
    expect([...network.forward(x, 29)]).toEqual(alone);
    expect([...network.forward(x, 7)]).toEqual(alone.slice(0, 7 * 3));
    network.gradient(x, 29, squares);
    expect([...network.forward(x, 5)]).toEqual(alone.slice(0, 5 * 3));
  });

  test('a gradient is the same before and after larger batches', () => {
    const network = fusedNetworks.network(conv, { ...adam, trainBatch: 2, actBatch: 1 }, stream());
    const x = normals(29 * convInputs, 'inputs');
    const before = network.gradient(x, 3, squares).slice();
    network.gradient(x, 29, squares);
    expect(network.gradient(x, 3, squares)).toEqual(before);
  });
});

describe('memory that has grown', () => {
  const large = { ...adam, trainBatch: 29, actBatch: 29 };
  const small = { ...adam, trainBatch: 2, actBatch: 2 };

  test.each([
    ['pictures', conv, convInputs],
    [
      'rows that are not multiples of a vector',
      { input: [5], layers: [dense(18, 'tanh'), dense(3)] } satisfies NetworkSpec,
      5,
    ],
  ])(
    '%s: a network that was created for small batches trains on large ones like one that was created for them',
    (_case, spec, inputs) => {
      const [grown, roomy] = [small, large].map((training) => fusedNetworks.network(spec, training, stream())) as [
        Network,
        Network,
      ];
      const few = normals(2 * inputs, 'few');
      for (const network of [grown, roomy]) network.train(few, 2, squares, 0.01);
      const x = normals(29 * inputs, 'inputs');
      for (let step = 0; step < 3; step++)
        expect(grown.train(x, 29, squares, 0.01)).toEqual(roomy.train(x, 29, squares, 0.01));
      expect(grown.state()).toEqual(roomy.state());
    },
  );
});

describe('NaN and infinity', () => {
  const x = normals(5 * convInputs, 'inputs');
  const broken = x.map((value, i) => (i === 40 ? NaN : value));
  const giving =
    (loss: number, slope: number): OutputLoss =>
    (_, gradient) => {
      gradient.fill(slope);
      return loss;
    };

  test.each([
    ['a loss of NaN', x, giving(NaN, 1), { loss: NaN }],
    ['an infinite loss', x, giving(Infinity, 1), { loss: Infinity }],
    ['a derivative of NaN', x, giving(1, NaN), { loss: 1, gradientNorm: NaN }],
    [
      'an infinite derivative',
      x,
      giving(1, Infinity),
      { loss: 1, gradientNorm: expect.not.toSatisfy(Number.isFinite) },
    ],
    ['an input of NaN', broken, squares, { loss: NaN, gradientNorm: NaN }],
  ])('%s is reported, changes no parameter, and has no later effect', (_case, inputs, loss, told) => {
    for (const training of [adam, rmsprop]) {
      const network = fusedNetworks.network(conv, training, stream());
      const before = network.state();
      expect(network.train(inputs, 5, loss, 0.1)).toMatchObject(told);
      expect(network.state()).toEqual(before);
      const untouched = fusedNetworks.network(conv, training, stream());
      expect(network.train(x, 5, squares, 0.1)).toEqual(untouched.train(x, 5, squares, 0.1));
      expect(network.parameters()).toEqual(untouched.parameters());
    }
  });

  test.each(Object.entries(recurrentCases))('%s: nor does it stay in buffers of sequences', (_case, { cell }) => {
    const spec: RecurrentSpec = { inputs: 3, cell, units: 6, outputs: 3 };
    const training = { ...adam, actBatch: 12 };
    const network = fusedNetworks.recurrent(spec, training, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const before = network.state();
    expect(network.train({ ...sequences, inputs: sequences.inputs.map(() => NaN) }, squares, 0.1)).toEqual({
      loss: NaN,
      gradientNorm: NaN,
    });
    expect(network.state()).toEqual(before);
    // Together they use the memory in which later steps of the others were.
    const wider: Sequences = {
      time: 2,
      batch: 6,
      inputs: sequences.inputs,
      starts: new Uint8Array(12),
      state: normals(6 * network.stateSize, 'state'),
    };
    const untouched = fusedNetworks.recurrent(spec, training, stream());
    expect(network.train(wider, squares, 0.1)).toEqual(untouched.train(wider, squares, 0.1));
    expect(network.parameters()).toEqual(untouched.parameters());
  });
});

describe.each(Object.entries({ 'a GRU': 'gru', 'an LSTM': 'lstm' } as const))('%s', (_name, cell) => {
  const spec: RecurrentSpec = { inputs: 5, cell, units: 9, outputs: 3 };

  test('extreme inputs saturate the gates correctly', () => {
    const network = fusedNetworks.recurrent(spec, adam, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const large = { ...sequences, inputs: sequences.inputs.map((value) => 300 * value) };
    expectNear(network.forward(large), slowSequences(spec, network.parameters(), large).outputs, 2e-6);
  });

  test('steps one by one give the same outputs and states as whole sequences, to the last bit', () => {
    const network = fusedNetworks.recurrent(spec, adam, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const { time, batch } = sequences;
    const whole = [...network.forward(sequences)];
    const state = sequences.state.slice();
    const stepped = Array.from({ length: time }, (_, t) => {
      for (let i = 0; i < batch; i++)
        if (sequences.starts[t * batch + i] === 1) state.fill(0, i * network.stateSize, (i + 1) * network.stateSize);
      return [...network.step(sequences.inputs.subarray(t * batch * spec.inputs), batch, state)];
    }).flat();
    expect(stepped).toEqual(whole);
  });

  test('a gradient is the same before and after longer and wider sequences', () => {
    const network = fusedNetworks.recurrent(spec, adam, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const before = network.gradient(sequences, squares).slice();
    const [time, batch] = [9, 11];
    const larger: Sequences = {
      time,
      batch,
      inputs: normals(time * batch * spec.inputs, 'larger'),
      starts: new Uint8Array(time * batch).fill(1, 20, 40),
      state: normals(batch * network.stateSize, 'larger state'),
    };
    network.gradient(larger, squares);
    expect(network.gradient(sequences, squares)).toEqual(before);
  });

  test('steps before a start do not affect steps after it', () => {
    const network = fusedNetworks.recurrent(spec, adam, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const { batch } = sequences;
    const starts = new Uint8Array(sequences.time * batch).fill(1, 2 * batch, 3 * batch);
    const afterwards: OutputLoss = (outputs, gradient) => {
      const loss = squares(outputs, gradient);
      gradient.fill(0, 0, 2 * batch * spec.outputs);
      return loss;
    };
    const otherPast = sequences.inputs.map((value, i) => (i < 2 * batch * spec.inputs ? -value : value));
    const first = network.gradient({ ...sequences, starts }, afterwards).slice();
    expect(network.gradient({ ...sequences, starts, inputs: otherPast }, afterwards)).toEqual(first);
    const none = sequences.starts.slice().fill(0);
    const joined = network.gradient({ ...sequences, starts: none }, afterwards).slice();
    expect(network.gradient({ ...sequences, starts: none, inputs: otherPast }, afterwards)).not.toEqual(joined);
  });

  test('a saved state continues as if it had never stopped', () => {
    const [first, second] = [1, 2].map(() => fusedNetworks.recurrent(spec, adam, stream())) as [
      RecurrentNetwork,
      RecurrentNetwork,
    ];
    const sequences = sequencesFor(spec, first.stateSize);
    for (let step = 0; step < 3; step++) first.train(sequences, squares, 1e-2);
    second.restore(first.state());
    for (let step = 0; step < 3; step++)
      expect(second.train(sequences, squares, 1e-2)).toEqual(first.train(sequences, squares, 1e-2));
    expect(second.parameters()).toEqual(first.parameters());
  });
});
