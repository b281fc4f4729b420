import { InputError } from '../../../core/errors.ts';
import type { FeatureTable } from '../../../contracts/architecture.ts';
import { power } from '../../../core/power.ts';
import type { RandomStream } from '../../../core/random.ts';
import type { StepDraws } from '../../../core/step-draws.ts';
import type { Learner, LearnerSetup, StepSignals } from '../../../contracts/learning-rule.ts';
import type { NetworkMaker, RecurrentNetwork } from '../../../contracts/network.ts';
import { rpeIntervention, type Trial } from '../../../contracts/trial.ts';
import type { UnitGroup } from '../../../contracts/units.ts';
import { stepRewards } from '../step-rewards.ts';
import { networkNumbers, restoreNetwork } from './network-numbers.ts';
import { emptyEpisode, episodeNumbers, readEpisode, tdSequences, type Episode } from './value-episodes.ts';

export interface ValueRnnParameters {
  readonly units: number;
  readonly memorySeconds: number;
  readonly learningRate: number;
  readonly learningRateHalfLife: number;
  readonly trialsPerEpisode: number;
  readonly memoryEpisodes: number;
  readonly episodesPerBatch: number;
  readonly updatesPerEpisode: number;
}

/** State of the recurrent layer after a step. */
export const hiddenUnit = {
  id: 'hidden-unit',
  title: 'activity of each hidden unit',
  unit: '1',
  each: 'a unit of the recurrent layer',
  signed: true,
} as const satisfies UnitGroup;

type Setup = LearnerSetup & { readonly networks: NetworkMaker };

/** Runs trials with a state that carries over from one to the next, and trains at the end of each episode. */
export function valueRnnLearner(
  parameters: ValueRnnParameters,
  { terms, size, design, networks, random }: Setup,
): Learner {
  const {
    units,
    memorySeconds,
    learningRate,
    learningRateHalfLife,
    trialsPerEpisode,
    memoryEpisodes,
    episodesPerBatch,
    updatesPerEpisode,
  } = parameters;
  const network = networks.recurrent(
    {
      inputs: size,
      cell: 'gru',
      units,
      outputs: 1,
      memory: Math.max(2, Math.round(memorySeconds / design.stepSeconds)),
    },
    { optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, trainBatch: episodesPerBatch, actBatch: 1 },
    random,
  );
  const rewards = stepRewards(terms);
  const weights = new Float64Array(size);
  const hidden = new Float32Array(network.stateSize);
  const input = new Float32Array(size);
  let episodes: Episode[] = [];
  let current = emptyEpisode(size);
  let lastValue = 0;
  let updates = 0;
  showWeights(network, weights);

  /** Processes one step: updates the state and returns the value. */
  function see(features: FeatureTable, row: number): number {
    readRow(features, row, input);
    return network.step(input, 1, hidden)[0];
  }

  function train(random: RandomStream): void {
    episodes = [...episodes, current].slice(-memoryEpisodes);
    current = emptyEpisode(size);
    for (let k = 0; k < updatesPerEpisode; k++) {
      const { sequences, loss } = tdSequences(
        random.shuffle([...episodes]).slice(0, episodesPerBatch),
        size,
        network.stateSize,
      );
      const step = network.train(sequences, loss, learningRate * power(2, -updates / learningRateHalfLife));
      updates += 1;
      if (!Number.isFinite(step.loss) || !Number.isFinite(step.gradientNorm))
        throw new InputError(`the loss is ${step.loss}`, `update ${updates} of the value-RNN`, 'lower learningRate');
    }
    showWeights(network, weights);
  }

  function learnTrial(trial: Trial, tables: readonly FeatureTable[], signals: StepSignals, draws: StepDraws): void {
    const [features] = tables as readonly [FeatureTable];
    const reward = rewards.charge(trial);
    const discount = trial.overrides?.discount ?? terms.discount;
    const intervention = rpeIntervention(trial);
    const shown = signals.units?.[hiddenUnit.id];
    for (let step = 0; step < trial.steps; step++) {
      const value = see(features, step - features.firstStep);
      shown?.set(hidden, (signals.offset + step) * hidden.length);
      const error = reward[step] + discount * value - lastValue;
      signals.rpe[signals.offset + step] = intervention?.(step, error) ?? error;
      signals.value[signals.offset + step] = value;
      if (trial.plastic)
        current.add(input, reward[step], discount, intervention === undefined ? 0 : intervention(step, error) - error);
      lastValue = value;
    }
    if (!trial.plastic) return;
    current.trials += 1;
    if (current.trials >= trialsPerEpisode) train(draws.at(signals.offset));
  }

  return {
    weights,
    units: [{ group: hiddenUnit, labels: Array.from(hidden, (_, unit) => `unit ${unit}`) }],
    learnTrial,
    state: () => [
      rewards.rate,
      lastValue,
      updates,
      ...hidden,
      ...networkNumbers(network),
      episodes.length,
      ...[...episodes, current].flatMap(episodeNumbers),
    ],
    restore(saved) {
      const numbers = Array.from(saved);
      let at = 3 + hidden.length;
      [rewards.rate, lastValue, updates] = numbers as [number, number, number];
      hidden.set(numbers.slice(3, at));
      at = restoreNetwork(network, numbers, at);
      const count = numbers[at++];
      const read: Episode[] = [];
      for (let i = 0; i <= count; i++) {
        const found = readEpisode(numbers, at, size);
        read.push(found.episode);
        at = found.end;
      }
      current = read.pop() as Episode;
      episodes = read;
      showWeights(network, weights);
    },
  };
}

/** The features of a row; all 0 before the first and after the last. */
function readRow(features: FeatureTable, row: number, into: Float32Array): void {
  into.fill(0);
  if (row < 0 || row >= features.rows) return;
  if (features.layout === 'binary') {
    for (let i = features.rowStart[row]; i < features.rowStart[row + 1]; i++) into[features.active[i]] = 1;
    return;
  }
  const { columns, values } = features;
  for (let i = 0; i < columns.length; i++) into[columns[i]] = values[row * columns.length + i];
}

/** For display: how much a single pulse of each feature changes the value of a network at rest. */
function showWeights(network: RecurrentNetwork, weights: Float64Array): void {
  const input = new Float32Array(weights.length);
  const after = (feature: number): number => {
    input.fill(0);
    if (feature >= 0) input[feature] = 1;
    return network.step(input, 1, new Float32Array(network.stateSize))[0];
  };
  const rest = after(-1);
  for (let feature = 0; feature < weights.length; feature++) weights[feature] = after(feature) - rest;
}
