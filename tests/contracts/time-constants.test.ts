import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { integer, real, timeConstant } from '../../src/contracts/parameters.ts';
import { inControl, overSeconds, perStep, termsPerStep } from '../../src/contracts/time-constants.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const span = fc.double({ min: 1e-3, max: 5, noNaN: true });

/** Over spans a and b one after the other, and over both at once. */
function expectSame(joined: (p: number, a: number, b: number) => readonly [number, number]): void {
  fc.assert(
    fc.property(share, span, span, (p, a, b) => {
      const [apart, together] = joined(p, a, b);
      expect(apart).toBeCloseTo(together, 12);
    }),
  );
}

describe('two consecutive spans equal one span of their total length', () => {
  test('kept: remaining shares multiply', () =>
    expectSame((p, a, b) => [overSeconds('kept', p, a) * overSeconds('kept', p, b), overSeconds('kept', p, a + b)]));
  test('lost: complements of lost shares multiply', () =>
    expectSame((p, a, b) => [
      (1 - overSeconds('lost', p, a)) * (1 - overSeconds('lost', p, b)),
      1 - overSeconds('lost', p, a + b),
    ]));
  test('gained: gains add up', () =>
    expectSame((p, a, b) => [
      overSeconds('gained', p, a) + overSeconds('gained', p, b),
      overSeconds('gained', p, a + b),
    ]));
});

test('for one second it is the value itself; 0 and 1 are unchanged', () => {
  for (const law of ['kept', 'lost', 'gained'] as const)
    for (const p of [0, 1e-9, 0.3, 0.98, 1]) expect(overSeconds(law, p, 1)).toBeCloseTo(p, 15);
  for (const law of ['kept', 'lost'] as const) for (const p of [0, 1]) expect(overSeconds(law, p, 0.2)).toBe(p);
});

test('a small hazard keeps all digits', () =>
  fc.assert(
    fc.property(fc.double({ min: -12, max: -0.5, noNaN: true }), span, (exponent, t) => {
      const p = 10 ** exponent;
      const exact = -Math.expm1(t * Math.log1p(-p));
      expect(Math.abs(overSeconds('lost', p, t) - exact)).toBeLessThan(Math.max(1e-12 * exact, 2e-16));
    }),
  ));

test('only time constants are converted per step', () => {
  const declared = {
    decay: timeConstant({ perSecond: 'kept', default: 0.5, min: 0, max: 1, help: 'd' }),
    hazard: timeConstant({ perSecond: 'lost', default: 0.5, min: 0, max: 1, help: 'h' }),
    diffusion: timeConstant({ perSecond: 'gained', default: 0.5, min: 0, max: 1, help: 'q' }),
    learningRate: real({ default: 0.5, min: 0, max: 1, help: 'a' }),
    count: integer({ default: 3, min: 0, max: 9, help: 'n' }),
  };
  const values = { decay: 0.81, hazard: 0.36, diffusion: 0.2, learningRate: 0.7, count: 4, other: true };
  expect(perStep(declared, values, 0.5)).toEqual({
    decay: expect.closeTo(0.9, 15),
    hazard: expect.closeTo(0.2, 15),
    diffusion: 0.1,
    learningRate: 0.7,
    count: 4,
    other: true,
  });
});

test('the terms of an objective are converted too, channel by channel', () => {
  const utility = (magnitude: number): number => magnitude;
  const channel = { gainPositive: 0.3, gainNegative: 0.7 };
  const terms = {
    discount: 0.81,
    rewardRateLearning: 0.36,
    utility,
    channels: { statistic: 'expectile', bootstrap: 'own', each: [{ discount: 0.25, ...channel }] },
  } as const;
  expect(termsPerStep(terms, 0.5)).toEqual({
    discount: expect.closeTo(0.9, 15),
    rewardRateLearning: expect.closeTo(0.2, 15),
    utility,
    channels: { statistic: 'expectile', bootstrap: 'own', each: [{ discount: expect.closeTo(0.5, 15), ...channel }] },
  });
});

test('in stepped environments a time constant is per step, with its default for them', () => {
  const stepped = inControl({
    discount: timeConstant({ perSecond: 'kept', default: 0.9, defaultPerStep: 0.98, min: 0, max: 1, help: 'g' }),
    learningRate: real({ default: 0.5, min: 0, max: 1, help: 'a' }),
  });
  expect(stepped['discount']).toMatchObject({ default: 0.98, unit: 'per step', perSecond: undefined });
  expect(stepped['learningRate']).toMatchObject({ default: 0.5 });
});
