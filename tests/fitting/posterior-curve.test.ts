import { expect, test } from 'vitest';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import { randomStream } from '../../src/core/random.ts';
import { densityOfDraws, posteriorCurve } from '../../src/fitting/posterior-curve.ts';

const of = (scale: FreeParameter['scale']): FreeParameter => ({
  id: 'x',
  title: 'x',
  scale,
  minimum: 0,
  maximum: 1000,
});

test('a density of values integrates to one, and is that of the lognormal where points are logarithms', () => {
  for (const scale of ['linear', 'log', 'logit'] as const) {
    const { values, density } = posteriorCurve(of(scale), 0.4, 0.3);
    const area = values
      .slice(1)
      .reduce(
        (sum, value, i) => sum + ((value - (values[i] ?? 0)) * ((density[i] ?? 0) + (density[i + 1] ?? 0))) / 2,
        0,
      );
    // 3.5 standard deviations to either side hold 99.95 %.
    expect(area).toBeCloseTo(0.99953, 3);
  }
  const { values, density } = posteriorCurve(of('log'), 0.4, 0.3);
  const [x = 1, found] = [values[100], density[100]];
  const lognormal = Math.exp(-((Math.log(x) - 0.4) ** 2) / (2 * 0.09)) / (x * 0.3 * Math.sqrt(2 * Math.PI));
  expect(found).toBeCloseTo(lognormal, 9);
});

test('draws at the end of a range have a finite density', () => {
  const random = randomStream(1, 'draws');
  const draws = Array.from({ length: 200 }, () => Math.min(1000, Math.exp(random.normal(6, 1))));
  const { values, density } = densityOfDraws(of('log'), draws);
  expect(draws).toContain(1000);
  expect(density.length).toBe(values.length);
  expect(density.every(Number.isFinite)).toBe(true);
});
