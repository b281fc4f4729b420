import { describe, expect, test } from 'vitest';
import type { ActingAgentSetup, Seen } from '../../src/contracts/acting-agent.ts';
import type { Network, NetworkMaker, NetworkSpec } from '../../src/contracts/network.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { randomStream } from '../../src/core/random.ts';
import dqn from '../../src/learning-rules/dqn.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import {
  actorCriticNetworks,
  type ActorCriticSetup,
} from '../../src/learning-rules/control/deep/actor-critic-networks.ts';

// What Stable-Baselines3's A2C, PPO and DQN do under the settings of these names.

const names = ['a', 'b', 'c'].map((id) => ({ id, title: id }));

describe('actor and critic', () => {
  const setup: ActorCriticSetup = {
    observation: { kind: 'discrete', count: 6 },
    hidden: [],
    size: 2,
    shared: false,
    // ε is so large that the root is lost beside it: each parameter moves by α g / ε.
    optimiser: { kind: 'rmsprop', decay: 0.99, epsilon: 1e6 },
    maxGradientNorm: 5,
    trainBatch: 1,
    actBatch: 1,
    networks: fusedNetworks,
    random: randomStream(1, 'agent'),
  };

  test('are clipped by the norm of the gradient over both networks', () => {
    const both = actorCriticNetworks(setup);
    const parametersOf = (name: string): number[] => {
      const saved = both.state()[name] as { parameters: Record<string, { data: Float32Array }> };
      return Object.values(saved.parameters).flatMap(({ data }) => [...data]);
    };
    const input = Float32Array.of(0, 1, 0, 0, 0, 0);
    const before = ['actor', 'critic'].map(parametersOf);
    const step = both.train(
      input,
      1,
      {
        policy: (_, gradient) => (gradient.set([6, -8]), 1),
        value: (_, gradient) => (gradient.set([20]), 2),
      },
      // α / ε = 1.
      1e6,
    );
    // Of a weight whose input is 1 and of the bias alike: 2 x (6² + 8² + 20²) = 1000.
    expect(step.loss).toBe(3);
    expect(step.gradientNorm).toBeCloseTo(Math.sqrt(1000), 4);
    const scale = 5 / Math.sqrt(1000);
    const moved = ['actor', 'critic'].map((name, i) =>
      parametersOf(name)
        .map((value, k) => (before[i]?.[k] as number) - value)
        .filter((change) => Math.abs(change) > 1e-6),
    );
    const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
    [
      [6, 6, -8, -8],
      [20, 20],
    ].forEach((gradient, i) => {
      expect(moved[i]).toHaveLength(gradient.length);
      sorted(gradient).forEach((g, k) => expect(sorted(moved[i] as number[])[k]).toBeCloseTo(g * scale, 4));
    });
  });

  test.each([false, true])(
    'start orthogonal: hidden layers with gain √2 for every activation, policy .01, value 1 (shared: %s)',
    (shared) => {
      const made: { spec: NetworkSpec; parameters: Float32Array }[] = [];
      const networks = noted((spec, network) => made.push({ spec, parameters: network.parameters() }));
      for (const activation of ['tanh', 'relu'] as const)
        actorCriticNetworks({ ...setup, networks, shared, hidden: [{ kind: 'dense', units: 6, activation }] });
      for (const { spec, parameters } of made) {
        const outputs = spec.layers.at(-1) as { units: number };
        // Columns of [6, units]: [6, 6] with biases, then the outputs.
        expectNorms(parameters.subarray(0, 36), 6, Array(6).fill(Math.SQRT2));
        const last = { 1: [1], 2: [0.01, 0.01], 3: [0.01, 0.01, 1] }[outputs.units] as number[];
        expectNorms(parameters.subarray(42, 42 + 6 * outputs.units), outputs.units, last);
      }
      expect(made.map(({ spec }) => spec.layers.length)).toEqual(Array(shared ? 2 : 4).fill(2));
    },
  );
});

/** The Euclidean norm of each column. */
function expectNorms(matrix: Float32Array, columns: number, expected: readonly number[]): void {
  expected.forEach((norm, column) => {
    const entries = matrix.filter((_, i) => i % columns === column);
    expect(Math.hypot(...entries) / norm).toBeCloseTo(1, 5);
  });
}

function noted(made: (spec: NetworkSpec, network: Network) => void): NetworkMaker {
  return {
    ...fusedNetworks,
    network(spec, training, random) {
      const network = fusedNetworks.network(spec, training, random);
      made(spec, network);
      return network;
    },
  };
}

describe('DQN', () => {
  /** Runs it on one endless episode; what its networks did after each step, and its policy for the next. */
  function run(settings: Readonly<Record<string, number>>, worlds: number, ticks: number) {
    const made: { spec: NetworkSpec; trained: number; copied: number }[] = [];
    const networks: NetworkMaker = {
      ...fusedNetworks,
      network(spec, training, random) {
        const network = fusedNetworks.network(spec, training, random);
        const counts = { spec, trained: 0, copied: 0 };
        made.push(counts);
        return {
          ...network,
          train: (...given) => ((counts.trained += 1), network.train(...given)),
          setParameters: (flat) => ((counts.copied += 1), network.setParameters(flat)),
        };
      },
    };
    const setup: ActingAgentSetup = {
      encoder: { kind: 'network', hidden: [{ kind: 'dense', units: 4, activation: 'tanh' }] },
      observation: { kind: 'box', shape: [2], low: [0, 0], high: [1, 1], names: ['x', 'y'] },
      actions: { kind: 'discrete', actions: names },
      worlds,
      steps: 100,
      terms: { discount: 0.9, rewardRateLearning: 0 },
      random: randomStream(8, 'agent'),
      networks,
    };
    const agent = dqn.create(parseParameters(dqn.parameters, settings, 'dqn'), setup);
    const seen: Seen = {
      observations: new Float32Array(2 * worlds).fill(0.5),
      finals: new Float32Array(2 * worlds),
      rewards: new Float64Array(worlds).fill(1),
      terminated: new Uint8Array(worlds),
      truncated: new Uint8Array(worlds),
      starts: new Uint8Array(worlds),
    };
    agent.step(seen);
    // The target starts as a copy.
    const copies = made[1]?.copied as number;
    return {
      specs: made.map(({ spec }) => spec),
      after: Array.from({ length: ticks }, () => {
        agent.step(seen);
        return {
          updates: made[0]?.trained as number,
          copies: (made[1]?.copied as number) - copies,
          least: Math.min(...agent.signals.policy),
        };
      }),
    };
  }

  const settings = { learningStarts: 10, trainFrequency: 4, gradientSteps: 2, targetUpdateInterval: 6, batchSize: 32 };

  test('trains every trainFrequency steps once past learningStarts, and makes up for nothing', () => {
    const { after } = run({ ...settings, explorationFraction: 1 }, 1, 16);
    // Two updates after steps 12 and 16; a copy after steps 6 and 12.
    expect(after.map(({ updates }) => updates)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 4]);
    expect(after.map(({ copies }) => copies)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  test('in several environments counts trainings by each one’s steps, and all else by the steps of all', () => {
    const { after } = run(settings, 2, 12);
    // Twelve steps of two are 24: past 10 from the sixth on; a copy every 6 / 2.
    expect(after.map(({ updates }) => updates)).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 4]);
    expect(after.map(({ copies }) => copies)).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]);
  });

  test('acts at random before learning starts, then with ε along its line', () => {
    const { after } = run(
      { ...settings, explorationInitial: 0.9, explorationFinal: 0.1, explorationFraction: 0.2 },
      1,
      25,
    );
    for (const [i, { least }] of after.entries()) {
      const steps = i + 1;
      const exploration = steps < 10 ? 1 : Math.max(0.1, 0.9 - (0.8 * steps) / 20);
      expect(least).toBeCloseTo(exploration / 3, 10);
    }
  });

  test('starts with PyTorch’s initial weights in every layer', () => {
    for (const { layers } of run(settings, 1, 1).specs)
      expect(layers.map(({ initial }) => initial)).toEqual([{ kind: 'uniform' }, { kind: 'uniform' }]);
  });
});
