import { describe, expect, test } from 'vitest';
import bandit from '../../envs/bandit.ts';
import restless from '../../envs/restless-bandit.ts';
import reversal from '../../envs/reversal-bandit.ts';
import type { World } from '../../src/contracts/control-env.ts';
import { eventsOf, fed, i, make, seeded, seen, u } from './worlds.ts';

// Two unit draws u, w give sqrt(-2 ln(1 - u)) cos(2 pi w) (Box & Muller 1958): 1 - e^(-1/2) is the radius 1.
const radius1 = 1 - Math.exp(-0.5);
const plus1 = [u(radius1), u(0)];
const minus1 = [u(radius1), u(0.5)];
const zero = [u(0), u(0)];

const meansOf = (world: World): readonly number[] => [...(world.state() as unknown as { means: Float64Array }).means];
const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

describe('k-armed bandit', () => {
  test('an arm pays its mean plus noise with standard deviation 1, and keeps its mean for the episode', () => {
    const world = make(bandit, { arms: 3, trials: 4 });
    fed([...plus1, ...minus1, ...zero], (draws) => world.reset(draws));
    const rewards = [
      fed(zero, (draws) => world.step(0, draws)),
      fed(plus1, (draws) => world.step(0, draws)),
      fed(plus1, (draws) => world.step(1, draws)),
      fed(minus1, (draws) => world.step(2, draws)),
    ];
    [1, 2, 0, -1].forEach((reward, k) => expect(rewards[k]).toBeCloseTo(reward, 12));
    expect(world.terminated).toBe(true);
    expect(seen(world)).toBe(0);
  });

  test('a Bernoulli arm pays if the draw is below its probability', () => {
    const world = make(bandit, { arms: 2, rewards: 'chance', trials: 3 });
    fed([u(0.3), u(0.9)], (draws) => world.reset(draws));
    expect(fed([u(0.2999)], (draws) => world.step(0, draws))).toBe(1);
    expect(eventsOf(bandit, world)).toEqual(['reward']);
    expect(fed([u(0.3)], (draws) => world.step(0, draws))).toBe(0);
    expect(eventsOf(bandit, world)).toEqual(['omission']);
    expect(world.terminated).toBe(false);
    expect(fed([u(0.8999)], (draws) => world.step(1, draws))).toBe(1);
    expect(world.terminated).toBe(true);
  });

  test('the best of ten arms has mean 1.54, like the largest of ten standard normals', () => {
    const world = make(bandit);
    const draws = seeded(1);
    const count = 4000;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      world.reset(draws);
      sum += Math.max(...meansOf(world));
    }
    // Its standard deviation is .587.
    expect(Math.abs(sum / count - 1.53875)).toBeLessThan((4 * 0.587) / Math.sqrt(count));
  });
});

describe('restless bandit (Daw et al. 2006)', () => {
  test('pays whole points around the mean, which then decays towards 50 and drifts', () => {
    const world = make(restless, { arms: 2 });
    fed([...zero, ...zero], (draws) => world.reset(draws));
    expect(meansOf(world)).toEqual([50, 50]);
    // Noise of 4 points and drifts of 2.8.
    expect(fed([...plus1, ...plus1, ...minus1], (draws) => world.step(0, draws))).toBeCloseTo(0.54, 12);
    expect(eventsOf(restless, world)).toEqual(['reward']);
    expect(meansOf(world)[0]).toBeCloseTo(52.8, 10);
    expect(meansOf(world)[1]).toBeCloseTo(47.2, 10);
    expect(fed([...zero, ...zero, ...zero], (draws) => world.step(1, draws))).toBeCloseTo(0.47, 12);
    expect(eventsOf(restless, world)).toEqual(['omission']);
    expect(meansOf(world)[0]).toBeCloseTo(50 + 0.9836 * 2.8, 10);
    expect(meansOf(world)[1]).toBeCloseTo(50 - 0.9836 * 2.8, 10);
  });

  test('pays from 1 to 100 points', () => {
    const world = make(restless, { arms: 2, drift: 0, noise: 50 });
    const radius2 = [1 - Math.exp(-2), 0] as const;
    fed([...zero, ...zero], (draws) => world.reset(draws));
    expect(fed([u(radius2[0]), u(0), ...zero, ...zero], (draws) => world.step(0, draws))).toBe(1);
    expect(fed([u(radius2[0]), u(0.5), ...zero, ...zero], (draws) => world.step(0, draws))).toBe(0.01);
  });

  test('starts in its stationary distribution: variance drift^2 / (1 - decay^2)', () => {
    const world = make(restless, { trials: 60 });
    const draws = seeded(2);
    const [first, last]: [number[], number[]] = [[], []];
    for (let episode = 0; episode < 500; episode++) {
      world.reset(draws);
      first.push(...meansOf(world));
      while (!world.terminated) world.step(0, draws);
      last.push(...meansOf(world));
    }
    const expected = 2.8 ** 2 / (1 - 0.9836 ** 2);
    // A variance of 2,000 normals has a relative deviation of sqrt(2 / 2000).
    for (const values of [first, last])
      expect(Math.abs(variance(values) / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length));
  });
});

describe('reversal bandit', () => {
  test('each arm pays if the draw is below its probability; they are exchanged if a draw is below the hazard', () => {
    const world = make(reversal, { high: 0.7, low: 0.1, hazard: 0.25, trials: 5 });
    fed([i(0, 2, 1)], (draws) => world.reset(draws));
    expect(fed([u(0.6999), u(0.25)], (draws) => world.step(1, draws))).toBe(1);
    expect(eventsOf(reversal, world)).toEqual(['reward']);
    expect(fed([u(0.7), u(0.9)], (draws) => world.step(1, draws))).toBe(0);
    expect(fed([u(0.1), u(0.2499)], (draws) => world.step(0, draws))).toBe(0);
    expect(eventsOf(reversal, world)).toEqual(['omission', 'reversal']);
    expect(fed([u(0.6999), u(0.9)], (draws) => world.step(0, draws))).toBe(1);
    expect(world.terminated).toBe(false);
    expect(fed([u(0.1), u(0.9)], (draws) => world.step(1, draws))).toBe(0);
    expect(world.terminated).toBe(true);
  });

  test('a block has at most its maximum length, counted from the last reversal', () => {
    const world = make(reversal, { hazard: 0.5, block: 3, trials: 10 });
    fed([i(0, 2, 0)], (draws) => world.reset(draws));
    // Chance reverses after the second trial; blocks after the fifth and eighth.
    const reversedAfter = Array.from({ length: 10 }, (_, trial) => {
      fed([u(0), u(trial === 1 ? 0.4 : 0.9)], (draws) => world.step(0, draws));
      return eventsOf(reversal, world).includes('reversal');
    });
    expect(reversedAfter.flatMap((is, trial) => (is ? [trial + 1] : []))).toEqual([2, 5, 8]);
  });

  test('always choosing the better arm earns the high probability, and reversals occur at the hazard rate', () => {
    const world = make(reversal);
    const draws = seeded(3);
    let [rewards, reversals] = [0, 0];
    const episodes = 200;
    for (let episode = 0; episode < episodes; episode++) {
      world.reset(draws);
      while (!world.terminated) {
        rewards += world.step((world.state() as { better: number }).better, draws);
        if (eventsOf(reversal, world).includes('reversal')) reversals += 1;
      }
    }
    const trials = episodes * 100;
    expect(Math.abs(rewards / trials - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / trials));
    expect(Math.abs(reversals / trials - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials));
  });
});
