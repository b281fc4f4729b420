import { expect, test } from 'vitest';
import { fitWeighted, weightedDensities } from '../../../src/fitting/inner/weighted-ar1.ts';
import { fitAr1 } from '../../../src/recorded/photometry/ar1-regression.ts';

// Made by numpy: .7 + 1.1 m + error x AR(1) of .5; a row is missing.
// prettier-ignore
const m = Float64Array.of(-0.832, -0.624, 0.205, 0.493, -0.176, -0.206, 0.702, 0.52, -1.034, -0.079, 0.035, -1.054, 0.26, -0.858, 0.972, 0.193, 0.089, -0.591, -0.119, -1.998, -1.131, 0.363, -2.129, 0.847, -1.746, 0.757, -0.845, 0.779, 0.131, -1.537);
// prettier-ignore
const errors = Float64Array.of(0.83, 1.48, 0.92, 0.93, 1.38, 1.19, 1, 0.81, 1.35, 0.79, 1.41, 0.38, 0.82, 0.92, 1.44, 0.6, 1.27, 1.11, 1.16, 1.06, 1.47, 0.7, 0.78, 0.54, 0.36, 0.56, 1.4, 1.31, 0.43, 1.02);
// prettier-ignore
const values = Float64Array.of(1.303, -1.43, 0.227, 0.125, -3.482, -0.109, 1.197, 1.236, -1.788, 0.685, -0.186, Number.NaN, -0.406, -2.479, 2.52, 0.673, 1.026, 0.101, -0.069, -2.49, -0.028, 0.948, -1.88, 1.565, -0.692, 2.439, 1.6, 1.453, 0.055, -0.668);

test('the maximum is that of scipy 1.17: multivariate_normal.logpdf with the whole covariance of the rows', () => {
  const { gain, baseline, rho, sigma, logLikelihood } = fitWeighted(m, { values, errors, isCorrelated: true });
  expect(logLikelihood).toBeCloseTo(-40.76511608362044, 9);
  expect([gain, baseline, rho, sigma].map((value) => value.toFixed(5))).toEqual(['1.01580', '0.49879', '0.31714', '1.04585']); // prettier-ignore
});

test('independent rows are weighted least squares, as numpy has it', () => {
  const weighted = { values, errors, isCorrelated: false };
  const fit = fitWeighted(m, weighted);
  expect(fit.logLikelihood).toBeCloseTo(-42.05187181934916, 9);
  expect([fit.gain, fit.error, fit.baseline, fit.sigma].map((value) => value.toFixed(7))).toEqual(['0.9524764', '0.1668993', '0.4897242', '1.0973010']); // prettier-ignore
  const total = weightedDensities(m, weighted, fit).reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : one), 0);
  expect(total).toBeCloseTo(fit.logLikelihood, 10);
});

test('with equal errors it is the regression of signals', () => {
  const [one, other] = [fitWeighted(m, { values, errors: errors.map(() => 1), isCorrelated: true }), fitAr1(m, values)];
  expect(one.logLikelihood).toBeCloseTo(other.logLikelihood, 9);
  expect(one.gain).toBeCloseTo(other.gain, 6);
});
