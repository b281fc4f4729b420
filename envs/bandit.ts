import * as v from 'valibot';
import { choice, integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { armActions, drawArms, normalFrom, omitted, rewarded, sizedOutcomeEvents } from './bandit/arms.ts';
import { bitsOf, reals, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'bandit';
const parameters = {
  arms: integer({ default: 10, min: 2, max: 10, symbol: 'k', help: 'Number of arms' }),
  rewards: choice({
    options: ['normal', 'chance'],
    default: 'normal',
    help: 'normal: an arm’s mean is drawn from a standard normal, and its rewards from a normal around that mean; chance: its probability of reward 1 is drawn uniformly',
  }),
  trials: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'trials',
    help: 'Trials per episode; the arms do not change within an episode',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

const events = sizedOutcomeEvents(0);

export default defineControlEnv({
  id,
  version: 1,
  title: 'k-armed bandit',
  summary:
    'Arms with different payoffs, drawn again for each episode: the trade-off between exploring and exploiting. The ten-armed testbed, or arms that pay with a fixed probability.',
  citation: {
    text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, 2.3; Wang et al. 2018, Nature Neuroscience 21:860',
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
      {
        size: { from: 0 },
        on: ['reward'],
        when: 'the arm pays more than 0: a draw from a normal distribution with the mean of the arm and standard deviation 1; with rewards = chance it pays 1, with the probability of the arm',
      },
      { size: { to: 0 }, on: ['omission'], when: 'the arm pays 0 or less; with rewards = chance, 0' },
    ],
    start:
      'The mean of each arm is drawn from a standard normal distribution; with rewards = chance, its probability of reward uniformly from 0 to 1.',
    ends: [{ on: ['reward', 'omission'], times: 'trials', when: 'all trials are done' }],
  },
  create,
});

function create({ arms, rewards, trials }: Values<typeof parameters>): World {
  const means = new Float64Array(arms);
  const isNormal = rewards === 'normal';
  return worldOf({
    id,
    observation: { kind: 'discrete', count: 1 },
    actions: armActions(arms),
    schema: v.object({
      means: reals(arms),
      trial: whole(0, trials),
      pulled: whole(-1, arms - 1),
      reward: v.pipe(v.number(), v.finite()),
      happened: bitsOf(events),
    }),
    begin(draws) {
      for (let i = 0; i < arms; i++) means[i] = isNormal ? normalFrom(draws.unit(), draws.unit()) : draws.unit();
      return { means, trial: 0, pulled: -1, reward: 0, happened: 0 };
    },
    isOver: ({ trial }) => trial >= trials,
    step(task, action, draws) {
      const mean = means[action] as number;
      task.reward = isNormal ? mean + normalFrom(draws.unit(), draws.unit()) : draws.unit() < mean ? 1 : 0;
      task.pulled = action;
      task.trial += 1;
      task.happened = task.reward > 0 ? rewarded : omitted;
      return task.reward;
    },
    observe(_, into, offset) {
      into[offset] = 0;
    },
    draw: ({ pulled, reward }) => drawArms(means, isNormal ? -3 : 0, isNormal ? 3 : 1, pulled, reward),
    describe: ({ trial, pulled, reward }) =>
      pulled < 0
        ? `There are ${arms} arms to pull.`
        : `Arm ${pulled + 1} brought ${Number(reward.toPrecision(3))} in trial ${trial} of ${trials}.`,
    save: () => ({ means: means.slice() }),
    load: (_, saved) => means.set(saved.means),
  });
}
