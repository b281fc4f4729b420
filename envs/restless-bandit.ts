import * as v from 'valibot';
import { integer, real, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { armActions, drawArms, normalFrom, omitted, rewarded, sizedOutcomeEvents } from './bandit/arms.ts';
import { bitsOf, reals, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'restless-bandit';

/** Limit of the means' decay, and bounds of the payoffs, in points. */
const centre = 50;
const minPayoff = 1;
const maxPayoff = 100;

const parameters = {
  arms: integer({ default: 4, min: 2, max: 10, symbol: 'k', help: 'Number of arms' }),
  decay: real({
    default: 0.9836,
    min: 0,
    max: 1,
    symbol: 'λ',
    help: 'Share of the distance of an arm’s mean from 50 points that remains after each trial',
  }),
  drift: real({
    default: 2.8,
    min: 0,
    max: 50,
    unit: 'points',
    symbol: 'σ_d',
    help: 'Standard deviation of the change of the mean per trial',
  }),
  noise: real({
    default: 4,
    min: 0,
    max: 50,
    unit: 'points',
    symbol: 'σ_o',
    help: 'Standard deviation of a payoff around the mean; payoffs are whole points from 1 to 100',
  }),
  trials: integer({ default: 300, min: 1, max: 100_000, unit: 'trials', help: 'Trials per episode' }),
  ...controlParameters({ timeLimit: 0 }),
};

/** Points are divided by 100, so that rewards are about as large as elsewhere. */
const unit = 100;

const events = sizedOutcomeEvents(centre / unit);

export default defineControlEnv({
  id,
  version: 1,
  title: 'Restless bandit',
  summary:
    'Four arms whose payoffs drift, so what is known about one goes stale while others are pulled: the task that was used to study exploration in the human brain.',
  citation: { text: 'Daw, O’Doherty, Dayan, Seymour & Dolan 2006, Nature 441:876', doi: '10.1038/nature04766' },
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
        size: { from: (centre + 1) / unit, to: maxPayoff / unit },
        on: ['reward'],
        when: 'the arm pays 51 points or more: its mean plus noise, rounded, kept within 1 to 100 points, and divided by 100',
      },
      { size: { from: minPayoff / unit, to: centre / unit }, on: ['omission'], when: 'the arm pays 50 points or less' },
    ],
    start: 'The mean of each arm is drawn from the stationary distribution of its walk, around 50 points.',
    ends: [{ on: ['reward', 'omission'], times: 'trials', when: 'all trials are done' }],
  },
  create,
});

function create({ arms, decay, drift, noise, trials }: Values<typeof parameters>): World {
  const means = new Float64Array(arms);
  return worldOf({
    id,
    observation: { kind: 'discrete', count: 1 },
    actions: armActions(arms),
    schema: v.object({
      means: reals(arms),
      trial: whole(0, trials),
      pulled: whole(-1, arms - 1),
      reward: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      happened: bitsOf(events),
    }),
    begin(draws) {
      // From the stationary distribution of the walk.
      const spread = decay < 1 ? drift / Math.sqrt(1 - decay * decay) : drift;
      for (let i = 0; i < arms; i++) means[i] = centre + spread * normalFrom(draws.unit(), draws.unit());
      return { means, trial: 0, pulled: -1, reward: 0, happened: 0 };
    },
    isOver: ({ trial }) => trial >= trials,
    step(task, action, draws) {
      const payoff = Math.round((means[action] as number) + noise * normalFrom(draws.unit(), draws.unit()));
      task.reward = Math.min(maxPayoff, Math.max(minPayoff, payoff)) / unit;
      for (let i = 0; i < arms; i++)
        means[i] = decay * (means[i] as number) + (1 - decay) * centre + drift * normalFrom(draws.unit(), draws.unit());
      task.pulled = action;
      task.trial += 1;
      task.happened = task.reward > centre / unit ? rewarded : omitted;
      return task.reward;
    },
    observe(_, into, offset) {
      into[offset] = 0;
    },
    draw: ({ pulled, happened }) => drawArms(means, 0, 100, pulled, happened === rewarded ? 1 : 0),
    describe: ({ trial, pulled, reward }) =>
      pulled < 0
        ? `There are ${arms} arms to pull, whose payoffs drift.`
        : `Arm ${pulled + 1} brought ${Math.round(reward * unit)} points in trial ${trial} of ${trials}.`,
    save: () => ({ means: means.slice() }),
    load: (_, saved) => means.set(saved.means),
  });
}
