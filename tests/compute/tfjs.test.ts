import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Network, NetworkSpec, OutputLoss, TrainingOptions } from '../../src/contracts/network.ts';
import { InputError } from '../../src/core/errors.ts';
import {
  adam,
  inputSize,
  networkCases,
  normals,
  recurrentCases,
  rmsprop,
  sequencesFor,
  squares,
  stream,
} from './cases.ts';
import { isWhole } from '../sample.ts';
import { makers } from './makers.ts';

const linear: NetworkSpec = {
  input: [2],
  layers: [{ kind: 'dense', units: 1, activation: 'linear', initial: { kind: 'orthogonal', gain: 1 } }],
};

describe.each(Object.entries(makers))('%s: the optimiser', (_name, maker) => {
  /**
   * A loss whose derivative with respect to the one output of one row is `slope`; with respect to the parameters it is
   * slope x [x₀, x₁, 1].
   */
  const sloping =
    (slope: number): OutputLoss =>
    (_, gradient) => {
      gradient[0] = slope;
      return 7;
    };
  const inputs = Float32Array.of(2, -0.5);
  const slopes = [3, -1, 0.25, 2];
  const learningRate = 0.01;

  function train(training: TrainingOptions) {
    const network = maker.network(linear, training, stream());
    network.setParameters(Float32Array.of(0.5, -0.25, 0.125));
    const steps = slopes.map((slope) => network.train(inputs, 1, sloping(slope), learningRate));
    const parameters = [...network.parameters()];
    network.dispose();
    return { steps, parameters };
  }

  function expectNear(actual: readonly number[], expected: readonly number[]): void {
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
  }

  test('Adam as in its paper, in doubles', () => {
    const { beta1, beta2, epsilon } = { beta1: 0.8, beta2: 0.99, epsilon: 0.1 };
    const { steps, parameters } = train({
      ...adam,
      maxGradientNorm: Infinity,
      optimiser: { kind: 'adam', beta1, beta2, epsilon },
    });
    const expected = [0.5, -0.25, 0.125].map((start, i) => {
      let [w, m, v] = [start, 0, 0];
      for (const [t, slope] of slopes.entries()) {
        const g = slope * ([2, -0.5, 1][i] as number);
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * g ** 2;
        w -= (learningRate * (m / (1 - beta1 ** (t + 1)))) / (Math.sqrt(v / (1 - beta2 ** (t + 1))) + epsilon);
      }
      return w;
    });
    expectNear(parameters, expected);
    expect(steps.map(({ loss }) => loss)).toEqual([7, 7, 7, 7]);
    expectNear(
      steps.map(({ gradientNorm }) => gradientNorm),
      slopes.map((slope) => Math.abs(slope) * Math.sqrt(4 + 0.25 + 1)),
    );
  });

  // torch.optim.RMSprop, which Stable-Baselines3's A2C uses.
  test('RMSprop as in PyTorch, with epsilon outside the root, a mean square that starts at 0 and the gradient clipped to norm 1', () => {
    const { decay, epsilon } = { decay: 0.9, epsilon: 0.1 };
    const { parameters } = train({ ...rmsprop, maxGradientNorm: 1, optimiser: { kind: 'rmsprop', decay, epsilon } });
    const expected = [0.5, -0.25, 0.125].map((start, i) => {
      let [w, v] = [start, 0];
      for (const slope of slopes) {
        const whole = slope * ([2, -0.5, 1][i] as number);
        const g = whole / Math.max(1, Math.abs(slope) * Math.sqrt(5.25));
        v = decay * v + (1 - decay) * g ** 2;
        w -= (learningRate * g) / (Math.sqrt(v) + epsilon);
      }
      return w;
    });
    expectNear(parameters, expected);
  });

  test('a gradient is clipped by the norm of the whole that it is a part of, and the other network may train meanwhile', () => {
    const training = {
      ...rmsprop,
      maxGradientNorm: 1,
      optimiser: { kind: 'rmsprop', decay: 0.75, epsilon: 1 },
    } as const;
    const [one, other] = [1, 2].map(() => maker.network(linear, training, stream())) as [Network, Network];
    for (const network of [one, other]) network.setParameters(Float32Array.of(0.5, -0.25, 0.125));
    let whole = Number.NaN;
    const step = one.train(inputs, 1, sloping(3), learningRate, (norm) => {
      other.train(inputs, 1, sloping(-4), learningRate, (otherNorm) => (whole = Math.hypot(norm, otherNorm)));
      return whole;
    });
    // Slopes 3 and -4 on [2, -.5, 1], of norm √5.25: together 5 √5.25.
    expect(step.gradientNorm).toBeCloseTo(3 * Math.sqrt(5.25), 4);
    expect(whole).toBeCloseTo(5 * Math.sqrt(5.25), 4);
    [3, -4].forEach((slope, i) => {
      const g = [2, -0.5, 1].map((x) => (slope * x) / (5 * Math.sqrt(5.25)));
      // From 0, the root of .25 g² is |g| / 2.
      const expected = [0.5, -0.25, 0.125].map(
        (w, k) => w - (learningRate * (g[k] as number)) / (Math.abs(g[k] as number) / 2 + 1),
      );
      expectNear([...(i === 0 ? one : other).parameters()], expected);
    });
    one.dispose();
    other.dispose();
  });
});

describe.each(Object.entries(makers))('%s: inputs and outputs', (_name, maker) => {
  const spec = networkCases['a convolution and dense layers'] as NetworkSpec;

  test('the same stream gives the same network and the same training', () => {
    const inputs = normals(6 * inputSize(spec), 'inputs');
    const [first, second] = [1, 2].map(() => {
      const network = maker.network(spec, adam, stream());
      for (let step = 0; step < 10; step++) network.train(inputs, 6, squares, 1e-2);
      const parameters = network.parameters();
      network.dispose();
      return parameters;
    });
    expect(first).toEqual(second);
  });

  test('arrays are copied: changing them does not change the network, and training does not change them', () => {
    const network = maker.network(spec, adam, stream());
    const inputs = normals(6 * inputSize(spec), 'inputs');
    const flat = network.parameters();
    const kept = flat.slice();
    const state = network.state();
    network.train(inputs, 6, squares, 1e-2);
    expect(flat).toEqual(kept);
    network.restore(state);
    expect(network.parameters()).toEqual(kept);
    network.setParameters(flat);
    flat.fill(0);
    expect(network.parameters()).toEqual(kept);
    network.train(inputs, 6, squares, 1e-2);
    const once = network.parameters();
    network.restore(state);
    network.train(inputs, 6, squares, 1e-2);
    expect(network.parameters()).toEqual(once);
    network.dispose();
  });

  test('setParameters does not change the optimiser; inputs beyond the rows are ignored', () => {
    const network = maker.network(spec, adam, stream());
    const inputs = normals(6 * inputSize(spec), 'inputs');
    network.train(inputs, 6, squares, 1e-2);
    const { mean, meanSquare, steps } = network.state();
    network.setParameters(new Float32Array(network.parameterCount));
    expect(network.state()).toEqual({ parameters: new Float32Array(network.parameterCount), mean, meanSquare, steps });
    expect(network.forward(inputs, 2).length).toBe(2 * network.outputs);
    network.dispose();
  });

  test.each([
    ['a vector of another length', (length: number) => ({ parameters: new Float32Array(length + 1) })],
    ['no vector', () => ({ mean: [1, 2] })],
    ['half a step', () => ({ steps: 0.5 })],
  ])('%s is refused without any change', (_case, change) => {
    const network = maker.network(spec, adam, stream());
    const before = network.state();
    expect(() => network.restore({ ...before, ...change(network.parameterCount) })).toThrow(InputError);
    expect(network.state()).toEqual(before);
    network.dispose();
  });
});

const tensors = (): number => tf.memory().numTensors;

/**
 * Objects held by tfjs: tensors, and the data of the current backend, which its kernels could leak unnoticed by the
 * engine.
 */
const held = () => ({
  tensors: tf.memory().numTensors,
  bytes: tf.memory().numBytes,
  data: tf.engine().backend.numDataIds(),
});

const { fused: _, ...tfjsMakers } = makers;

describe.each(Object.entries(tfjsMakers))('tfjs-%s: memory', (_name, maker) => {
  test.each([
    ['adam', adam],
    ['rmsprop', rmsprop],
  ] as const)(
    '%s: the number of tensors is constant over many steps (in all tests thousands), and dispose frees all',
    (_optimiser, training) => {
      const atFirst = tensors();
      const network = maker.network(networkCases['tanh layers'] as NetworkSpec, training, stream());
      const inputs = normals(6 * 4, 'inputs');
      const live = (): void => {
        network.train(inputs, 6, squares, 1e-3);
        network.forward(inputs, 2);
      };
      live();
      const before = held();
      // What a step leaves behind is counted after one: more of them find what is left behind now and then.
      for (let step = 0; step < (isWhole ? 2000 : 100); step++) live();
      expect(held()).toEqual(before);
      network.gradient(inputs, 6, squares);
      network.restore(network.state());
      network.forward(inputs, 1);
      expect(held()).toEqual(before);
      network.dispose();
      expect(tensors()).toBe(atFirst);
    },
  );

  test.each([...Object.keys(networkCases), ...Object.keys(recurrentCases)])('%s: constant', (title) => {
    const atFirst = tensors();
    const live = runOn(title);
    live.once();
    const before = held();
    for (let step = 0; step < (isWhole ? 50 : 10); step++) live.once();
    expect(held()).toEqual(before);
    live.network.dispose();
    expect(tensors()).toBe(atFirst);
  });

  function runOn(title: string) {
    const recurrent = recurrentCases[title];
    if (recurrent !== undefined) {
      const network = maker.recurrent(recurrent, adam, stream());
      const sequences = sequencesFor(recurrent, network.stateSize);
      const state = sequences.state.slice();
      return {
        network,
        once(): void {
          network.train(sequences, squares, 1e-3);
          network.step(sequences.inputs, sequences.batch, state);
          network.forward(sequences);
        },
      };
    }
    const spec = networkCases[title] as NetworkSpec;
    const network = maker.network(spec, adam, stream());
    const inputs = normals(6 * inputSize(spec), 'inputs');
    return {
      network,
      once(): void {
        network.train(inputs, 6, squares, 1e-3);
        network.forward(inputs, 6);
      },
    };
  }

  test('an error in the loss is rethrown, and the network is unchanged', () => {
    const network = maker.network(linear, adam, stream());
    network.forward(Float32Array.of(1, 2), 1);
    const before = network.state();
    const heldBefore = held();
    const failing = (): number => {
      throw new InputError('the loss is NaN', 'step 3', 'lower the learning rate');
    };
    expect(() => network.train(Float32Array.of(1, 2), 1, failing, 1e-3)).toThrow('step 3: the loss is NaN');
    expect(network.state()).toEqual(before);
    expect(held()).toEqual(heldBefore);
    network.dispose();
  });
});
