import * as v from 'valibot';
import { choice, integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { armActions, drawArms, normalFrom, omitted, rewarded, sizedOutcomeEvents } from './bandit/arms.ts';
import { bitsOf, readState, reals, whole } from './state/read-state.ts';

const id = 'bandit';
const parameters = {
  arms: integer({ default: 10, min: 2, max: 10, symbol: 'k', help: 'Arms' }),
  rewards: choice({
    options: ['normal', 'chance'],
    default: 'normal',
    help: 'normal: an arm’s mean is drawn from a standard normal, and its rewards from a normal about it; chance: its chance of reward 1 is drawn evenly',
  }),
  trials: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'trials',
    help: 'Trials of an episode, in which the arms stay as they are',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

const events = sizedOutcomeEvents(0);

export default defineControlEnv({
  id,
  version: 1,
  title: 'k-armed bandit',
  summary:
    'Arms that pay differently, drawn anew for each episode: which is the best, and how much is finding out worth? The ten-armed testbed, or arms that pay by chance.',
  citation: {
    text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, 2.3; Wang et al. 2018, Nature Neuroscience 21:860',
  },
  genre: 'bandit',
  stepSeconds: 1,
  events,
  agent: 'recurrent-a2c',
  parameters,
  create,
});

function create({ arms, rewards, trials }: Values<typeof parameters>): World {
  const schema = v.object({
    means: reals(arms),
    trial: whole(0, trials),
    pulled: whole(-1, arms - 1),
    reward: v.pipe(v.number(), v.finite()),
    happened: bitsOf(events),
  });
  const means = new Float64Array(arms);
  let trial = 0;
  let pulled = -1;
  let reward = 0;
  let happened = 0;
  const isNormal = rewards === 'normal';
  return {
    observation: { kind: 'discrete', count: 1 },
    actions: armActions(arms),
    get terminated() {
      return trial >= trials;
    },
    get happened() {
      return happened;
    },
    reset(draws) {
      for (let i = 0; i < arms; i++) means[i] = isNormal ? normalFrom(draws.unit(), draws.unit()) : draws.unit();
      trial = 0;
      pulled = -1;
      reward = 0;
      happened = 0;
    },
    step(action, draws) {
      happened = 0;
      if (trial >= trials) return 0;
      const mean = means[action] as number;
      reward = isNormal ? mean + normalFrom(draws.unit(), draws.unit()) : draws.unit() < mean ? 1 : 0;
      pulled = action;
      trial += 1;
      happened = reward > 0 ? rewarded : omitted;
      return reward;
    },
    observe(into, offset) {
      into[offset] = 0;
    },
    draw: () => drawArms(means, isNormal ? -3 : 0, isNormal ? 3 : 1, pulled, reward),
    describe: () =>
      pulled < 0
        ? `There are ${arms} arms to pull.`
        : `Arm ${pulled + 1} brought ${Number(reward.toPrecision(3))} in trial ${trial} of ${trials}.`,
    state: () => ({ means: means.slice(), trial, pulled, reward, happened }),
    restore(saved) {
      const state = readState(schema, saved, id);
      means.set(state.means);
      ({ trial, pulled, reward, happened } = state);
    },
  };
}
