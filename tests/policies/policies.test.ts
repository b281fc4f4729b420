import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import epsilonGreedy from '../../src/policies/epsilon-greedy.ts';
import softmax from '../../src/policies/softmax.ts';
import { list } from '../../src/engine/registry.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { between } from '../architectures/trials.ts';
import { extremes } from '../conformance/variants.ts';

const scores = fc.array(between(-20, 20), { minLength: 1, maxLength: 6 });

describe.each(list('policies').map((policy) => ({ id: policy.id, policy })))('$id', ({ policy }) => {
  const variants = [
    parseParameters(policy.parameters, {}, policy.id),
    ...extremes(policy.parameters, {}).map(({ values }) => values),
  ];

  test('gives probabilities that add up to 1 and increase with the score', () => {
    for (const values of variants) {
      const choose = policy.create(values);
      fc.assert(
        fc.property(scores, (given) => {
          const probabilities = choose(given);
          expect(probabilities).toHaveLength(given.length);
          expect(probabilities.every((one) => one >= 0 && one <= 1)).toBe(true);
          expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
          for (const [i, a] of given.entries())
            for (const [j, b] of given.entries())
              if (a >= b) expect(probabilities[i]).toBeGreaterThanOrEqual((probabilities[j] as number) - 1e-12);
        }),
      );
    }
  });
});

test('softmax: the odds of two options are exp(β × their difference)', () => {
  const [a, b, c] = softmax.create({ inverseTemperature: 2 })([1, 0.5, -3]) as readonly [number, number, number];
  expect(a / b).toBeCloseTo(Math.exp(1), 9);
  expect(a / c).toBeCloseTo(Math.exp(8), 6);
});

test('softmax does not overflow', () => expect(softmax.create({ inverseTemperature: 100 })([1e3, 0])).toEqual([1, 0]));

test('epsilon-greedy: all options share ε, the best ones share the rest', () => {
  const choose = epsilonGreedy.create({ exploration: 0.3 });
  const expected = [0.1, 0.8, 0.1];
  choose([1, 2, 0]).forEach((probability, i) => expect(probability).toBeCloseTo(expected[i] as number, 12));
  choose([2, 2, 0]).forEach((probability, i) => expect(probability).toBeCloseTo([0.45, 0.45, 0.1][i] as number, 12));
});
