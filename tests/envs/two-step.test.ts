import { describe, expect, test } from 'vitest';
import twoStep from '../../envs/two-step.ts';
import { eventsOf, fed, i, make, seeded, seen, u } from './worlds.ts';

// Wang et al. 2018, after Daw et al. 2011 and Akam, Costa & Dayan 2015: common transitions .8, rewards .9 and .1, reversals .025, 100 trials.

const [left, right] = [0, 1] as const;

describe('two-step task', () => {
  test.each([
    [left, 0.7999, 1, 'common'],
    [left, 0.8, 2, 'rare'],
    [right, 0.7999, 2, 'common'],
    [right, 0.8, 1, 'rare'],
  ] as const)('choice %i at a draw of %f leads to state %i, a %s transition', (choice, draw, state, passage) => {
    const world = make(twoStep);
    fed([i(0, 2, 0)], (draws) => world.reset(draws));
    expect(seen(world)).toBe(0);
    expect(fed([u(draw)], (draws) => world.step(choice, draws))).toBe(0);
    expect([seen(world), eventsOf(twoStep, world)]).toEqual([state, [passage]]);
  });

  test.each([
    // Better state, reached state, reward draw, and reward.
    [0, 1, 0.8999, 1],
    [0, 1, 0.9, 0],
    [0, 2, 0.0999, 1],
    [0, 2, 0.1, 0],
    [1, 1, 0.0999, 1],
    [1, 1, 0.1, 0],
    [1, 2, 0.8999, 1],
    [1, 2, 0.9, 0],
  ] as const)(
    'with state %i the better one, state %i gives, at a draw of %f, %i for any action',
    (better, state, draw, reward) => {
      for (const action of [left, right]) {
        const world = make(twoStep);
        fed([i(0, 2, better)], (draws) => world.reset(draws));
        fed([u(0)], (draws) => world.step(state - 1, draws));
        expect(fed([u(draw), u(0.025)], (draws) => world.step(action, draws))).toBe(reward);
        expect([seen(world), eventsOf(twoStep, world)]).toEqual([0, [reward === 1 ? 'reward' : 'omission']]);
      }
    },
  );

  test('the reward probabilities are exchanged after a trial whose draw is below the hazard', () => {
    const world = make(twoStep);
    fed([i(0, 2, 0)], (draws) => world.reset(draws));
    fed([u(0)], (draws) => world.step(left, draws));
    expect(fed([u(0.5), u(0.0249)], (draws) => world.step(left, draws))).toBe(1);
    expect(eventsOf(twoStep, world)).toEqual(['reward', 'reversal']);
    fed([u(0)], (draws) => world.step(left, draws));
    expect(fed([u(0.5), u(0.5)], (draws) => world.step(left, draws))).toBe(0);
  });

  test('fixation is a step before each choice without draws or reward', () => {
    const world = make(twoStep, { fixation: true, trials: 2 });
    fed([i(0, 2, 0)], (draws) => world.reset(draws));
    const shown: number[] = [];
    for (let trial = 0; trial < 2; trial++) {
      shown.push(seen(world));
      expect(fed([], (draws) => world.step(trial, draws))).toBe(0);
      expect(world.happened).toBe(0);
      shown.push(seen(world));
      fed([u(0)], (draws) => world.step(right, draws));
      shown.push(seen(world));
      fed([u(0), u(0.5)], (draws) => world.step(left, draws));
    }
    expect(shown).toEqual([3, 0, 2, 3, 0, 2]);
    expect(world.terminated).toBe(true);
    expect(world.observation).toEqual({ kind: 'discrete', count: 4 });
  });

  test('always choosing the better state earns .8 x .9 + .2 x .1 = .74 per trial; episodes have 200 steps and 2.5 reversals', () => {
    const world = make(twoStep);
    const draws = seeded(1);
    const episodes = 400;
    let [rewards, steps, reversals, rare] = [0, 0, 0, 0];
    for (let episode = 0; episode < episodes; episode++) {
      world.reset(draws);
      while (!world.terminated) {
        rewards += world.step((world.state() as { better: number }).better, draws);
        steps += 1;
        const events = eventsOf(twoStep, world);
        if (events.includes('reversal')) reversals += 1;
        if (events.includes('rare')) rare += 1;
      }
    }
    const trials = episodes * 100;
    const within = (share: number, chance: number) =>
      expect(Math.abs(share - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / trials));
    expect(steps).toBe(2 * trials);
    within(rewards / trials, 0.74);
    within(rare / trials, 0.2);
    within(reversals / trials, 0.025);
  });
});
