import * as v from 'valibot';
import { integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { armActions, drawArms, omitted, outcomeEvents, rewarded } from './bandit/arms.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'reversal-bandit';
const reversed = 4;
const events = [...outcomeEvents, { id: 'reversal', title: 'Arms changed places' }] as const;

const parameters = {
  high: real({ default: 0.8, min: 0, max: 1, symbol: 'p', help: 'Probability of reward at the better arm' }),
  low: real({ default: 0.2, min: 0, max: 1, symbol: 'p', help: 'Probability of reward at the other arm' }),
  hazard: real({
    default: 0.05,
    min: 0,
    max: 1,
    symbol: 'h',
    help: 'Probability per trial that the arms are swapped',
  }),
  block: integer({
    default: 0,
    min: 0,
    max: 100_000,
    unit: 'trials',
    help: 'Maximum number of trials between two swaps; 0: no maximum',
  }),
  trials: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'trials',
    help: 'Trials per episode; which arm is better at first is random',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Reversal bandit',
  summary:
    'Two arms, one better than the other, that change places without warning. An animal that knows this infers the change from a few omissions; one that learns values alone is slow.',
  citation: {
    text: 'Bromberg-Martin, Matsumoto, Hong & Hikosaka 2010, Journal of Neurophysiology 104:1068; Wang et al. 2018, Nature Neuroscience 21:860',
    doi: '10.1152/jn.00158.2010',
  },
  genre: 'bandit',
  stepSeconds: 1,
  events,
  agent: 'recurrent-a2c',
  parameters,
  manual: {
    observation: 'The same in every trial.',
    actions: 'One step is one trial: an arm is pulled.',
    rewards: [
      { size: 1, on: ['reward'], when: 'the arm pays, with probability high at the better arm and low at the other' },
    ],
    start: 'Which arm is better is drawn.',
    ends: [{ on: ['reward', 'omission'], times: 'trials', when: 'all trials are done' }],
  },
  create,
});

function create({ high, low, hazard, block, trials }: Values<typeof parameters>): World {
  return worldOf({
    id,
    observation: { kind: 'discrete', count: 1 },
    actions: armActions(2),
    schema: v.object({
      better: whole(0, 1),
      sinceReversal: whole(0, trials),
      trial: whole(0, trials),
      pulled: whole(-1, 1),
      reward: whole(0, 1),
      happened: bitsOf(events),
    }),
    // `sinceReversal`: trials since the last reversal.
    begin: (draws) => ({
      better: draws.integer(0, 2),
      sinceReversal: 0,
      trial: 0,
      pulled: -1,
      reward: 0,
      happened: 0,
    }),
    isOver: ({ trial }) => trial >= trials,
    step(task, action, draws) {
      task.reward = draws.unit() < (action === task.better ? high : low) ? 1 : 0;
      task.happened = task.reward === 1 ? rewarded : omitted;
      task.sinceReversal += 1;
      if (draws.unit() < hazard || task.sinceReversal === block) {
        task.better = 1 - task.better;
        task.sinceReversal = 0;
        task.happened |= reversed;
      }
      task.pulled = action;
      task.trial += 1;
      return task.reward;
    },
    observe(_, into, offset) {
      into[offset] = 0;
    },
    draw: ({ better, pulled, reward }) => drawArms(better === 0 ? [high, low] : [low, high], 0, 1, pulled, reward),
    describe: ({ trial, pulled, reward }) =>
      pulled < 0
        ? 'There are two arms to pull.'
        : `Arm ${pulled + 1} brought ${reward === 1 ? 'a reward' : 'nothing'} in trial ${trial} of ${trials}.`,
  });
}
