import { expect, test } from 'vitest';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { cosine, sine } from '../../src/core/trigonometry.ts';
import { exactCosine, exactSine, unitsOff } from './exact.ts';

const sorts: Readonly<Record<string, (random: RandomStream) => number>> = {
  'a turn': (random) => 2 * Math.PI * random.next(),
  'small angles': (random) => 1.6 * random.next() - 0.8,
  'tiny angles': (random) => (random.next() - 0.5) * 1e-5,
  'many turns': (random) => 2e6 * random.next() - 1e6,
  'close to multiples of an eighth of a turn': (random) => (random.integer(200) - 100) * (Math.PI / 4),
  // Where reducing the angle loses all digits.
  'close to multiples of a quarter of a turn': (random) => (random.integer(1_200_000) - 600_000) * (Math.PI / 2),
};

test.each(Object.entries(sorts))('%s: within .8 units in the last place, against integers of any length', (_, draw) => {
  const random = randomStream(4, 'angles');
  for (let i = 0; i < 600; i++) {
    const angle = draw(random);
    if (angle === 0) continue;
    expect(unitsOff(sine(angle), exactSine(angle)), `sine ${angle}`).toBeLessThan(0.8);
    expect(unitsOff(cosine(angle), exactCosine(angle)), `cosine ${angle}`).toBeLessThan(0.8);
  }
});

test('angles outside the range give NaN, and 0 keeps its sign', () => {
  for (const angle of [NaN, Infinity, -Infinity, 1_000_001, -1e300])
    expect([sine(angle), cosine(angle)]).toEqual([NaN, NaN]);
  expect(sine(0)).toBe(0);
  expect(sine(-0)).toBe(-0);
  expect([cosine(0), cosine(-0)]).toEqual([1, 1]);
  expect(sine(5e-324)).toBe(5e-324);
});
