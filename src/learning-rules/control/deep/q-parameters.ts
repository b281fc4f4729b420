import { choice, flag, integer, real } from '../../../contracts/parameters.ts';
import { schedules } from './schedule.ts';

/** Parameters of DQN and QR-DQN, with the names of Stable-Baselines3; defaults are for small tasks. */
export const qParameters = {
  learningRate: real({ default: 1e-3, min: 0, max: 1, symbol: 'α', unit: 'per update', help: 'Step size of Adam' }),
  batchSize: integer({
    default: 32,
    min: 1,
    max: 100_000,
    unit: 'steps',
    help: 'Number of steps drawn from the replay buffer for one update',
  }),
  bufferSize: integer({
    default: 10_000,
    min: 1,
    max: 10_000_000,
    unit: 'steps',
    help: 'Capacity of the replay buffer, which keeps the latest steps',
  }),
  learningStarts: integer({
    default: 1000,
    min: 0,
    max: 10_000_000,
    unit: 'steps',
    help: 'Number of steps before the first update, over all environments, with random actions',
  }),
  trainFrequency: integer({
    default: 1,
    min: 1,
    max: 1_000_000,
    unit: 'steps',
    help: 'Number of steps of each environment between two trainings',
  }),
  gradientSteps: integer({ default: 1, min: 1, max: 100_000, unit: 'updates', help: 'Number of updates per training' }),
  targetUpdateInterval: integer({
    default: 200,
    min: 1,
    max: 10_000_000,
    unit: 'steps',
    help: 'Number of steps between two updates of the target network, over all environments',
  }),
  explorationInitial: real({
    default: 1,
    min: 0,
    max: 1,
    symbol: 'ε₀',
    help: 'Initial probability of a random action',
  }),
  explorationFinal: real({ default: 0.05, min: 0, max: 1, symbol: 'ε', help: 'Final probability of a random action' }),
  explorationFraction: real({
    default: 0.1,
    min: 1e-6,
    max: 1,
    unit: 'of the steps',
    help: 'Share of the planned steps over which this probability falls',
  }),
  maxGradNorm: real({
    default: 10,
    min: 1e-6,
    max: 1e6,
    unit: 'gradient norm',
    help: 'Maximum norm of the gradient; a larger gradient is clipped',
  }),
  learningRateSchedule: choice({
    options: schedules,
    default: 'constant',
    help: 'linear: α falls to 0 over the planned steps',
  }),
  double: flag({
    default: true,
    help: 'Whether the online network selects the next action and the target network evaluates it (van Hasselt et al. 2016)',
  }),
};
