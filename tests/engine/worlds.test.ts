import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { Worlds } from '../../src/engine/control/worlds.ts';
import { countingWorld } from './counting-world.ts';

const part = (parameters: Record<string, number> = {}) => ({
  id: 'counting',
  parameters: { stickyProbability: 0, timeLimit: 0, end: 6, ...parameters },
});
const started = (parameters: Record<string, number>, count = 1, seed = 3, env = countingWorld): Worlds => {
  const worlds = new Worlds(env, part(parameters), count, seed);
  worlds.reset();
  return worlds;
};
const actions = (...given: number[]): Float64Array => Float64Array.from(given);

describe('parallel environments', () => {
  test('an episode that ends is followed by the next one in the same step, and its end is recorded', () => {
    const worlds = started({}, 2);
    worlds.step(actions(2, 1));
    worlds.step(actions(2, 1));
    expect([...worlds.starts]).toEqual([0, 0]);
    const seen: string[] = [];
    worlds.beforeReset = (i) => seen.push(worlds.world(i).describe());
    worlds.step(actions(2, 1));
    expect([...worlds.terminated]).toEqual([1, 0]);
    expect([...worlds.truncated]).toEqual([0, 0]);
    expect([...worlds.rewards]).toEqual([2, 1]);
    expect([...worlds.happened]).toEqual([3, 1]);
    expect(worlds.finals[0]).toBe(6);
    expect(worlds.observations[0]).toBe(0);
    expect([...worlds.starts]).toEqual([1, 0]);
    expect([worlds.endLengths[0], worlds.endReturns[0]]).toEqual([3, 6]);
    expect([...worlds.lengths]).toEqual([0, 3]);
    // The observer of an environment sees how it ended.
    expect(seen).toEqual(['the sum is 6']);
    worlds.step(actions(1, 1));
    expect([...worlds.terminated]).toEqual([0, 0]);
    expect([...worlds.starts]).toEqual([0, 0]);
  });

  test('a time limit truncates an episode, unless it terminates in the same step', () => {
    const cut = started({ timeLimit: 3 });
    for (let k = 0; k < 3; k++) cut.step(actions(1));
    expect([cut.terminated[0], cut.truncated[0], cut.finals[0], cut.endReturns[0]]).toEqual([0, 1, 3, 3]);
    const ended = started({ timeLimit: 3 });
    for (let k = 0; k < 3; k++) ended.step(actions(2));
    expect([ended.terminated[0], ended.truncated[0]]).toEqual([1, 0]);
  });

  test('each environment has its own random stream: adding environments does not change the first ones', () => {
    const [few, many] = [started({}, 2), started({}, 5)];
    for (let k = 0; k < 20; k++) {
      few.step(actions(1, 1));
      many.step(actions(1, 1, 1, 1, 1));
      expect([...few.observations]).toEqual([...many.observations.subarray(0, 4)]);
    }
    expect(new Set(Array.from({ length: 5 }, (_, i) => many.observations[2 * i + 1])).size).toBe(5);
  });

  test('sticky actions repeat the last executed action with the given probability, by one draw before those of the environment', () => {
    const worlds = started({ stickyProbability: 0.25, end: 100 });
    const stream = randomStream(3, 'env/0');
    stream.next();
    let last = 0;
    let repeated = 0;
    const steps = 4000;
    for (let k = 0; k < steps; k++) {
      const chosen = k % 3;
      const isSticky = stream.next() < 0.25;
      last = isSticky ? last : chosen;
      if (isSticky) repeated += 1;
      const next = Math.fround(stream.next());
      worlds.step(actions(chosen));
      expect(worlds.lastAction(0)).toBe(last);
      expect(worlds.rewards[0]).toBe(last);
      if (worlds.terminated[0] === 1) stream.next();
      else expect(worlds.observations[1]).toBe(next);
    }
    // Binomial: 5 standard errors.
    expect(Math.abs(repeated / steps - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / steps));
  });

  test('the last action is kept after a reset, and is 0 at first', () => {
    const always = started({ stickyProbability: 1 });
    always.step(actions(2));
    expect(always.lastAction(0)).toBe(0);
    const worlds = started({});
    for (let k = 0; k < 3; k++) worlds.step(actions(2));
    expect(worlds.starts[0]).toBe(1);
    expect(worlds.lastAction(0)).toBe(2);
  });

  test('an environment that always draws for sticky actions also does so with probability 0', () => {
    const env = { ...countingWorld, alwaysDrawsSticky: true as const };
    const [plain, drawing] = [started({}), started({}, 1, 3, env)];
    plain.step(actions(1));
    drawing.step(actions(1));
    const stream = randomStream(3, 'env/0');
    const draws = Array.from({ length: 3 }, () => Math.fround(stream.next()));
    expect([plain.observations[1], drawing.observations[1]]).toEqual([draws[1], draws[2]]);
  });

  test('a saved state continues like the original', () => {
    const original = started({ stickyProbability: 0.3, timeLimit: 7 }, 3);
    const chosen = randomStream(1, 'actions');
    const next = (): Float64Array => actions(chosen.integer(3), chosen.integer(3), chosen.integer(3));
    for (let k = 0; k < 25; k++) original.step(next());
    const copy = new Worlds(countingWorld, part({ stickyProbability: 0.3, timeLimit: 7 }), 3, 99);
    copy.restore(structuredClone(original.state()));
    for (let k = 0; k < 40; k++) {
      const given = next();
      original.step(given);
      copy.step(given);
      expect(copy.state()).toEqual(original.state());
    }
  });
});
