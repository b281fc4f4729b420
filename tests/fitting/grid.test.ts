// Expected values by adaptive integration (scipy 1.17, integrate.quad over the logit and optimize.brentq of its cumulative
// integral); of the difference by 4,001 x 4,001 logits (numpy).
import { expect, test } from 'vitest';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import { gridPosterior } from '../../src/fitting/posterior/grid.ts';
import { modesOf } from '../../src/fitting/posterior/modes.ts';
import type { FitProblem, Likelihood } from '../../src/fitting/problem.ts';

const share: FreeParameter = {
  id: 'p',
  title: 'p',
  scale: 'logit',
  minimum: 0,
  maximum: 1,
  prior: { mean: 0, sd: 1.5 },
};
const likelihood = (at: (...values: number[]) => number): Likelihood => ({
  observations: 10,
  inner: 0,
  hasGradient: false,
  at: (values) => at(...values),
});
const binomial = (hits: number, p: number): number => hits * Math.log(p) + (10 - hits) * Math.log(1 - p);

test('a share: evidence, mean, sd and quantiles', () => {
  const { parameters, logEvidence, edge, evaluations } = gridPosterior({
    parameters: [share],
    likelihood: likelihood((p = 0) => binomial(7, p)),
  });
  expect(logEvidence).toBeCloseTo(-7.116779484009558, 5);
  expect(evaluations).toBe(61);
  expect(edge).toBeLessThan(1e-4);
  const [p] = parameters;
  expect(p?.mean).toBeCloseTo(0.6663906442433424, 4);
  expect(p?.sd).toBeCloseTo(0.13000090997918515, 4);
  [0.3900462898635356, 0.5800714287539523, 0.6765483580836872, 0.7630521019040534, 0.8872813644223203].forEach(
    (wanted, i) => expect(p?.quantiles[i]).toBeCloseTo(wanted, 2),
  );
  expect(p?.modes).toHaveLength(1);
  // The density integrates to 1.
  const { values = [], density = [] } = p ?? {};
  const area = values.reduce(
    (sum, value, i) => (i === 0 ? 0 : sum + ((value - values[i - 1]!) * (density[i]! + density[i - 1]!)) / 2),
    0,
  );
  expect(area).toBeCloseTo(1, 2);
});

test('two shares are independent, and their difference has its own posterior', () => {
  const { parameters, derived, correlations, evaluations } = gridPosterior(
    {
      parameters: [share, { ...share, id: 'q' }],
      likelihood: likelihood((p = 0, q = 0) => binomial(7, p) + binomial(2, q)),
    },
    { derived: [{ id: 'difference', of: ([p = 0, q = 0]) => p - q }] },
  );
  expect(parameters[0]?.mean).toBeCloseTo(0.66639, 3);
  expect(correlations[0]?.[1]).toBeCloseTo(0, 3);
  // Corners whose prior is negligible are not computed.
  expect(evaluations).toBeLessThan(61 * 61);
  const [difference] = derived;
  expect(difference?.mean).toBeCloseTo(0.4134258626184783, 3);
  expect(difference?.sd).toBeCloseTo(0.17574148769582892, 3);
  expect(difference?.quantiles[0]).toBeCloseTo(0.042923253247110105, 2);
  expect(difference?.quantiles[2]).toBeCloseTo(0.4248370327150337, 2);
  expect(difference?.quantiles[4]).toBeCloseTo(0.7234350905579325, 2);
  expect(difference?.modes).toHaveLength(1);
});

test('two separate modes are counted; mass at the edge of the grid is said', () => {
  const bimodal: FitProblem = {
    parameters: [share],
    likelihood: likelihood((p = 0) =>
      Math.log(Math.exp(-(((p - 0.2) / 0.05) ** 2)) + Math.exp(-(((p - 0.8) / 0.05) ** 2))),
    ),
  };
  const { parameters, maxima } = gridPosterior(bimodal);
  expect(parameters[0]?.modes).toHaveLength(2);
  expect(parameters[0]?.modes[0]).toBeCloseTo(0.2, 1);
  expect(parameters[0]?.modes[1]).toBeCloseTo(0.8, 1);
  expect(maxima).toHaveLength(2);
  const atEnd = gridPosterior({ ...bimodal, likelihood: likelihood((p = 0) => 5000 * Math.log(p)) });
  expect(atEnd.edge).toBeGreaterThan(0.2);
});

test('a maximum without probability is found too, and a coarse grid shows in no density', () => {
  // A hill of height -12 at (1.5, -1.5) next to one of height 0 at (-.5, .5), in points with prior N(0, 1).
  const linear = { ...share, scale: 'linear', prior: { mean: 0, sd: 1 } } as const;
  const hill = (x: number, y: number, a: number, b: number) => -20 * ((x - a) ** 2 + (y - b) ** 2);
  const { maxima, derived } = gridPosterior(
    {
      parameters: [linear, linear],
      likelihood: likelihood((x = 0, y = 0) =>
        Math.log(Math.exp(hill(x, y, -0.5, 0.5)) + Math.exp(hill(x, y, 1.5, -1.5) - 12)),
      ),
    },
    { cells: 25, derived: [{ id: 'sum', of: ([x = 0, y = 0]) => 10 * x + y }] },
  );
  expect(maxima).toHaveLength(2);
  expect(maxima[0]?.below).toBe(0);
  // The prior takes 1.5² - .5² more from the lower one, and both are seen at the nearest cells of .3.
  expect(maxima[1]?.below).toBeGreaterThan(12);
  expect(maxima[1]?.below).toBeLessThan(16);
  maxima[1]?.values.forEach((value, i) => expect(Math.abs(value - [1.5, -1.5][i]!)).toBeLessThan(0.3));
  // The posterior precision is 41 along each: the sum has mean (-5 + .5) 40 / 41 and variance 101 / 41.
  const [sum] = derived;
  expect(sum?.modes).toHaveLength(1);
  expect(sum?.mean).toBeCloseTo((-4.5 * 40) / 41, 1);
  expect(sum?.quantiles[4]).toBeCloseTo((-4.5 * 40) / 41 + 1.96 * Math.sqrt(101 / 41), 0);
});

test('modes: a shallow dip and a small bump in a tail are none', () => {
  expect(modesOf([0, 1, 5, 4.5, 5.2, 1, 0])).toEqual([4]);
  expect(modesOf([0, 1, 5, 1, 5.2, 1, 0])).toEqual([2, 4]);
  expect(modesOf([0, 10, 50, 10, 0.1, 0.4, 0.1])).toEqual([2]);
  expect(modesOf([1, 1, 1])).toHaveLength(1);
  expect(modesOf([5, 1, 1, 1, 4])).toEqual([0, 4]);
});

test('what a grid cannot do is said in one line', () => {
  const [one, flat] = [likelihood(() => 0), { ...share, id: 'flat' }];
  delete (flat as { prior?: unknown }).prior;
  expect(() => gridPosterior({ parameters: [share, share, share, share], likelihood: one })).toThrow('4 parameters');
  expect(() => gridPosterior({ parameters: [flat], likelihood: one })).toThrow('flat has no prior');
  expect(() => gridPosterior({ parameters: [share], likelihood: likelihood(() => -Infinity) })).toThrow(
    'cannot produce',
  );
});
