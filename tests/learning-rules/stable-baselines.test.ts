import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ActingAgent, ActingAgentSetup, Seen } from '../../src/contracts/acting-agent.ts';
import type { Network, NetworkMaker } from '../../src/contracts/network.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import type { SavedTensor } from '../../src/contracts/saved.ts';
import { expectedDraws, randomStream, type RandomStream } from '../../src/core/random.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import a2c from '../../src/learning-rules/a2c.ts';
import dqn from '../../src/learning-rules/dqn.ts';
import ppo from '../../src/learning-rules/ppo.ts';
import { restoreNetwork, savedNetwork } from '../../src/learning-rules/control/deep/saved-network.ts';

// Short runs of Stable-Baselines3, recorded by expected/stable_baselines.py. From its initial weights, with its steps and its draws, the rules of these names must learn the same weights.

/** Weights of each network, flat, in PyTorch's order. */
type Weights = Readonly<Record<string, readonly number[]>>;

interface Recorded {
  readonly before: Weights;
  /** After the first and the last training. */
  readonly after: readonly (Weights & { readonly step: number })[];
  /** Of each environment in turn: observation, action, reward, terminated, truncated, next observation. */
  readonly rows: readonly (readonly number[])[];
}

interface Draws {
  readonly explore: readonly number[];
  readonly actions: readonly number[];
  readonly batches: readonly number[];
}

const recorded = JSON.parse(
  readFileSync(new URL('expected/stable-baselines.json', import.meta.url), 'utf8'),
) as Readonly<{ dqn: Recorded & Draws; a2c: Recorded; ppo: Recorded }>;

const width = 4;

test('DQN acts and learns as Stable-Baselines3’s does', () => {
  const { dqn: run } = recorded;
  const [explore, actions, batches] = [run.explore, run.actions, run.batches].map((values) => values.values());
  const learningStarts = 40;
  let choices = 0;
  const random: RandomStream = {
    ...expectedDraws,
    // Before learning starts it draws actions only.
    next: () => (choices++ < learningStarts ? 0 : (explore?.next().value ?? 1)),
    integer: (count) => (count === 2 ? actions : batches)?.next().value ?? 0,
  };
  const settings = {
    learningRate: 2.3e-3,
    batchSize: 16,
    bufferSize: 100,
    learningStarts,
    targetUpdateInterval: 24,
    trainFrequency: 16,
    gradientSteps: 8,
    explorationFraction: 0.6,
    explorationFinal: 0.2,
    maxGradNorm: 0.5,
    double: false,
  };
  const { setup, distances } = setupOf(run, { worlds: 1, activation: 'relu', discount: 0.98, random });
  const agent = dqn.create(parseParameters(dqn.parameters, settings, 'dqn'), setup);
  replay(agent, run, 1, distances.note);
  distances.expect();
  // All of its draws were used.
  expect([explore, actions, batches].map((left) => left?.next().done)).toEqual([true, true, true]);
});

test.each(['a2c', 'ppo'] as const)('%s learns as Stable-Baselines3’s does', (name) => {
  const run = recorded[name];
  const worlds = 2;
  const actions = run.rows.map((row) => row[width]).values();
  const random: RandomStream = {
    ...expectedDraws,
    // With two actions, the draws that lead to the recorded ones.
    next: () => (actions.next().value === 1 ? 1 - 1e-9 : 0),
    // One batch is the whole rollout: it is not shuffled.
    integer: (count) => count - 1,
  };
  const discount = name === 'a2c' ? 0.99 : 0.98;
  const { setup, distances } = setupOf(run, { worlds, activation: 'tanh', discount, random });
  const agent =
    name === 'a2c'
      ? a2c.create(parseParameters(a2c.parameters, { gaeLambda: 0.9, entCoef: 0.01 }, name), setup)
      : ppo.create(
          parseParameters(
            ppo.parameters,
            {
              learningRate: 3e-3,
              learningRateSchedule: 'linear',
              nSteps: 16,
              nEpochs: 6,
              batchSize: 32,
              gaeLambda: 0.8,
              entCoef: 0.01,
            },
            name,
          ),
          setup,
        );
  replay(agent, run, worlds, distances.note);
  distances.expect();
});

interface Options {
  readonly worlds: number;
  readonly activation: 'relu' | 'tanh';
  readonly discount: number;
  readonly random: RandomStream;
}

/** What an agent with the recorded initial weights is made of, and how far its weights are from the recorded ones. */
function setupOf({ before, after, rows }: Recorded, { worlds, activation, discount, random }: Options) {
  const names = Object.keys(before);
  const made: Network[] = [];
  const networks: NetworkMaker = {
    ...fusedNetworks,
    network(spec, training) {
      const network = fusedNetworks.network(spec, training, randomStream(1, 'agent'));
      setWeights(network, before[names[made.length] as string] as readonly number[]);
      made.push(network);
      return network;
    },
  };
  const setup: ActingAgentSetup = {
    encoder: { kind: 'network', hidden: [0, 1].map(() => ({ kind: 'dense', units: 8, activation })) },
    observation: { kind: 'box', shape: [width], low: [0, 0, 0, 0], high: [1, 1, 1, 1], names: ['x', 'v', 'a', 'w'] },
    actions: { kind: 'discrete', actions: ['left', 'right'].map((id) => ({ id, title: id })) },
    worlds,
    steps: rows.length,
    terms: { discount, rewardRateLearning: 0 },
    random,
    networks,
  };
  const noted: number[] = [];
  const distances = {
    note(step: number): void {
      const expected = after.find((one) => one.step === step);
      if (expected === undefined) return;
      const differences = names.flatMap((name, i) =>
        weightsOf(made[i] as Network).map((weight, k) => weight - (expected[name]?.[k] as number)),
      );
      noted.push(Math.max(...differences.map(Math.abs)));
    },
    expect(): void {
      // Weights move by .01 to .1 in all; sums of 32-bit numbers in another order differ.
      expect(noted).toHaveLength(2);
      expect(noted[0]).toBeLessThan(1e-6);
      expect(noted[1]).toBeLessThan(1e-5);
    },
  };
  return { setup, distances };
}

function setWeights(network: Network, flat: readonly number[]): void {
  const state = savedNetwork(network);
  let from = 0;
  for (const { data } of tensorsOf(state)) {
    data.set(flat.slice(from, from + data.length));
    from += data.length;
  }
  expect(from).toBe(flat.length);
  restoreNetwork(network, state);
}

const weightsOf = (network: Network): readonly number[] =>
  tensorsOf(savedNetwork(network)).flatMap(({ data }) => [...data]);

const tensorsOf = (state: ReturnType<typeof savedNetwork>) =>
  Object.values(state['parameters'] as Readonly<Record<string, SavedTensor & { readonly data: Float32Array }>>);

/** Lets an agent see the recorded steps, and choose the recorded actions; calls `after` each step of all environments. */
function replay(agent: ActingAgent, { rows }: Recorded, worlds: number, after: (step: number) => void): void {
  const seen: Seen = {
    observations: new Float32Array(worlds * width),
    finals: new Float32Array(worlds * width),
    rewards: new Float64Array(worlds),
    terminated: new Uint8Array(worlds),
    truncated: new Uint8Array(worlds),
    starts: new Uint8Array(worlds),
  };
  const rowOf = (tick: number, i: number): readonly number[] => rows[tick * worlds + i] as readonly number[];
  const ticks = rows.length / worlds;
  for (let i = 0; i < worlds; i++) seen.observations.set(rowOf(0, i).slice(0, width), i * width);
  agent.step(seen);
  for (let tick = 0; tick < ticks; tick++) {
    for (let i = 0; i < worlds; i++) {
      const [action, reward, terminated, truncated, ...next] = rowOf(tick, i).slice(width) as [
        number,
        number,
        number,
        number,
      ];
      expect(agent.actions[i], `step ${tick + 1} of environment ${i + 1}`).toBe(action);
      seen.rewards[i] = reward;
      seen.terminated[i] = terminated;
      seen.truncated[i] = truncated;
      seen.finals.set(next, i * width);
      // The first observation of the next episode is that of the next row.
      seen.observations.set(tick + 1 < ticks ? rowOf(tick + 1, i).slice(0, width) : next, i * width);
    }
    agent.step(seen);
    after((tick + 1) * worlds);
  }
}
