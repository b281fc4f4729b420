import { describe, expect, test } from 'vitest';
import type { SummaryPoint } from '../../src/contracts/paradigm.ts';
import { run } from './experiment.ts';
import { failing } from './failing.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/**
 * Mean over subjects of choosing A minus avoiding B, by group, for dopamine that differs in training, at choice or in
 * both.
 */
function bias(agent: string, knob: 'learning' | 'choice' | 'both'): { readonly on: number; readonly off: number } {
  const points = seeds.map((seed) => {
    const { result } = run({ world: 'frank-2004', agent, seed });
    return result.summaries.find(({ id }) => id === 'which-knob')?.series.find(({ id }) => id === knob)
      ?.points as readonly SummaryPoint[];
  });
  const mean = (i: number): number => points.reduce((sum, one) => sum + (one[i]?.y as number), 0) / points.length;
  return { on: mean(0), off: mean(1) };
}

describe('which parameter moves the crossover', () => {
  test('OpAL: dopamine at choice', () => {
    const { on, off } = bias('opal', 'choice');
    expect(on).toBeGreaterThan(0.05);
    expect(off).toBeLessThan(-0.05);
  });

  test('OpAL: not the learning asymmetry', () => {
    const { on, off } = bias('opal', 'learning');
    expect(Math.abs(on - off)).toBeLessThan(0.1);
  });

  test('action values: the learning asymmetry, but in the wrong direction, since Q converges to p α⁺ / (p α⁺ + (1 - p) α⁻)', () => {
    const { on, off } = bias('q-learning', 'learning');
    expect(on - off).toBeLessThan(0);
    // The same in closed form: with half the negative rate the values of good symbols become similar, with half the positive rate those of bad ones.
    const settled = (p: number, plus: number, minus: number): number => (p * plus) / (p * plus + (1 - p) * minus);
    const gap = (high: number, low: number, plus: number, minus: number): number =>
      settled(high, plus, minus) - settled(low, plus, minus);
    expect(gap(0.8, 0.6, 1, 0.5)).toBeLessThan(gap(0.4, 0.2, 1, 0.5));
    expect(gap(0.8, 0.6, 0.5, 1)).toBeGreaterThan(gap(0.4, 0.2, 0.5, 1));
  });

  test('action values ignore dopamine at choice: groups that differ only in it differ only by random variation', () => {
    const { on, off } = bias('q-learning', 'choice');
    expect(Math.abs(on - off)).toBeLessThan(0.2);
  });
});

test('OpAL shows all findings', () => expect(failing('frank-2004', 'opal')).toEqual([]));
test.each(['q-learning', 'sarsa', 'actor-critic', 'model-based'])('%s has no crossover', (agent) =>
  expect(failing('frank-2004', agent)).not.toEqual([]),
);
