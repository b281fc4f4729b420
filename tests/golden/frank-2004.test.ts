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

describe('which knob moves the crossover', () => {
  test('OpAL: dopamine at choice', () => {
    const { on, off } = bias('opal', 'choice');
    expect(on).toBeGreaterThan(0.05);
    expect(off).toBeLessThan(-0.05);
  });

  test('OpAL: not the learning asymmetry', () => {
    const { on, off } = bias('opal', 'learning');
    expect(Math.abs(on - off)).toBeLessThan(0.1);
  });

  test('action values: the learning asymmetry, but the wrong way round, for Q settles at p α⁺ / (p α⁺ + (1 - p) α⁻)', () => {
    const { on, off } = bias('q-learning', 'learning');
    expect(on - off).toBeLessThan(0);
    // The same by the closed form: with the negative rate halved the good symbols move together, with the positive one the bad ones do.
    const settled = (p: number, plus: number, minus: number): number => (p * plus) / (p * plus + (1 - p) * minus);
    const gap = (high: number, low: number, plus: number, minus: number): number =>
      settled(high, plus, minus) - settled(low, plus, minus);
    expect(gap(0.8, 0.6, 1, 0.5)).toBeLessThan(gap(0.4, 0.2, 1, 0.5));
    expect(gap(0.8, 0.6, 0.5, 1)).toBeGreaterThan(gap(0.4, 0.2, 0.5, 1));
  });

  test('action values ignore dopamine at choice: groups that differ only in it differ only by chance', () => {
    const { on, off } = bias('q-learning', 'choice');
    expect(Math.abs(on - off)).toBeLessThan(0.2);
  });
});

test('OpAL shows all of it', () => expect(failing('frank-2004', 'opal')).toEqual([]));
test.each(['q-learning', 'sarsa', 'actor-critic', 'model-based'])('%s does not cross over', (agent) =>
  expect(failing('frank-2004', agent)).not.toEqual([]),
);
