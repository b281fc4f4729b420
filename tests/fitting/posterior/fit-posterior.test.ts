// A share with a logit-normal prior and seven hits of ten: mean, quantiles and the ends of the profile by scipy 1.17
// (integrate.quad over the logit, optimize.brentq).
import { expect, test } from 'vitest';
import { fitOf } from '../../../src/fitting/fit.ts';
import type { FreeParameter } from '../../../src/fitting/free-parameter.ts';
import { fitPosterior } from '../../../src/fitting/posterior/fit-posterior.ts';
import type { FitProblem } from '../../../src/fitting/problem.ts';

const share: FreeParameter = {
  id: 'p',
  title: 'p',
  scale: 'logit',
  minimum: 0,
  maximum: 1,
  prior: { mean: 0, sd: 1.5 },
};
const problem: FitProblem = {
  parameters: [share],
  likelihood: {
    observations: 10,
    inner: 0,
    hasGradient: true,
    at([p = 0], gradient) {
      gradient?.fill(7 / p - 3 / (1 - p));
      return 7 * Math.log(p) + 3 * Math.log(1 - p);
    },
  },
};
const odds = { id: 'odds', of: ([p = 0]: Float64Array) => p / (1 - p) };
const fit = fitOf(problem, { seed: 1, starts: 2 });
const wanted = { mean: 0.6663906442433424, low: 0.3900462898635356, high: 0.8872813644223203 };

test('grid and chains have the mean and the quantiles of the posterior, and of what follows from it', () => {
  for (const kind of ['grid', 'nuts'] as const) {
    const { parameters, derived, failures, diagnostics } = fitPosterior(problem, fit, {
      kind,
      seed: 1,
      derived: [odds],
    });
    expect(failures).toEqual([]);
    const places = kind === 'grid' ? 4 : 2;
    const [p] = parameters;
    expect(p?.estimate).toBeCloseTo(wanted.mean, places);
    expect(p?.interval[0]).toBeCloseTo(wanted.low, places - 1);
    expect(p?.interval[1]).toBeCloseTo(wanted.high, places - 1);
    expect(p?.modes).toHaveLength(1);
    // Quantiles of a rising function are the function of the quantiles.
    const high = wanted.high / (1 - wanted.high);
    expect(Math.abs(((derived[0]?.interval[1] as number) ?? 0) - high) / high).toBeLessThan(0.1);
    expect(diagnostics === undefined).toBe(kind === 'grid');
    expect(area(p?.curve)).toBeCloseTo(1, 1);
  }
});

test('a profile ends where the density has fallen by half of chi-square’s quantile', () => {
  const { parameters } = fitPosterior(problem, fit, { kind: 'profile', seed: 1 });
  expect(parameters[0]?.estimate).toBe(fit.parameters[0]?.value);
  expect(parameters[0]?.interval[0]).toBeCloseTo(profileEnds.low, 4);
  expect(parameters[0]?.interval[1]).toBeCloseTo(profileEnds.high, 4);
});
const profileEnds = { low: 0.3869306850003216, high: 0.880925471026393 };

test('a posterior that is much narrower than its prior is found', () => {
  const narrow: FitProblem = {
    ...problem,
    likelihood: { ...problem.likelihood, at: ([p = 0]) => -((p - 0.812) ** 2) / (2 * 0.001 ** 2), hasGradient: false },
  };
  const { parameters } = fitPosterior(narrow, fitOf(narrow, { seed: 1, starts: 4 }), { kind: 'grid', seed: 1 });
  // Normal with this mean and sd; its prior is flat over so little.
  expect(parameters[0]?.estimate).toBeCloseTo(0.812, 5);
  expect(parameters[0]?.interval[0]).toBeCloseTo(0.812 - 1.959964 * 0.001, 5);
});

test('chains that find two modes have failed, and the grid names both', () => {
  const shift: FreeParameter = { ...share, id: 'shift', scale: 'linear', prior: { mean: 0, sd: 5 } };
  const two: FitProblem = {
    parameters: [shift],
    likelihood: {
      observations: 1,
      inner: 0,
      hasGradient: true,
      at([x = 0], gradient) {
        const [left, right] = [-20 * (x + 3) ** 2, -20 * (x - 3) ** 2];
        const most = Math.max(left, right);
        const [a, b] = [Math.exp(left - most), Math.exp(right - most)];
        gradient?.fill((-40 * (x + 3) * a - 40 * (x - 3) * b) / (a + b));
        return most + Math.log(a + b);
      },
    },
  };
  const best = fitOf(two, { seed: 1, starts: 4 });
  const chains = fitPosterior(two, best, { kind: 'nuts', seed: 1 });
  expect(chains.parameters).toEqual([]);
  expect(chains.failures[0]).toContain('shift: chains disagree');
  const { parameters, warnings } = fitPosterior(two, best, { kind: 'grid', seed: 1 });
  expect(parameters[0]?.estimate).toBeCloseTo(0, 3);
  // Within a cell of the grid, of 8 points in 160.
  parameters[0]?.modes?.forEach((mode) => expect(Math.abs(Math.abs(mode) - 3)).toBeLessThan(0.06));
  expect(warnings[0]).toContain('shift has 2 modes');
});

/** Under a curve. */
const area = (curve: { values: readonly number[]; density: readonly number[] } | undefined): number =>
  (curve?.values ?? []).reduce((sum, value, i, values) => {
    const [before, density] = [values[i - 1] ?? value, curve?.density ?? []];
    return sum + ((value - before) * ((density[i] ?? 0) + (density[i - 1] ?? 0))) / 2;
  }, 0);
