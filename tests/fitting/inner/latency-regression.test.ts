import { expect, test } from 'vitest';
import { fitLatencies, latencyLogLikelihood } from '../../../src/fitting/inner/latency-regression.ts';
import { logNormalTail } from '../../../src/fitting/inner/normal-tail.ts';

const numbers = (text: string): Float64Array => Float64Array.from(text.split(' '), Number);

// Made by numpy: ln(t - .1) = -.3 - .9 v + .5 N(0, 1), and nothing seen after .9 s.
const shown = numbers(
  '0.6 0.69 0.518 0.333 0.464 0.303 0.618 1.002 0.452 0.414 0.747 0.707 0.632 0.321 0.591 0.809 0.197 0.463 0.03 0.213 0.047 0.529 0.22 0.681 0.647 0.544 0 0.438 0.585 0.634 0.141 0.457 0.306 0.357 0.918 0.358 0.59 0.865 0.425 0.566',
);
const seconds = numbers(
  '0.556 0.511 0.352 0.67 0.9 0.36 0.753 0.419 0.458 0.9 0.654 0.315 0.535 0.84 0.496 0.603 0.7 0.782 0.9 0.536 0.886 0.465 0.748 0.322 0.41 0.512 0.9 0.9 0.326 0.381 0.9 0.281 0.546 0.612 0.708 0.858 0.47 0.383 0.546 0.9',
);
const timed = { seconds, isCensored: Uint8Array.from(seconds, (value) => Number(value === 0.9)), shiftSeconds: 0.1 };

test('the maximum is that of scipy 1.17: lognorm.logpdf, and norm.logsf where nothing was seen', () => {
  const { gain, error, baseline, sigma, logLikelihood } = fitLatencies(shown, timed);
  expect(logLikelihood).toBeCloseTo(2.2271555642210115, 9);
  expect(gain).toBeCloseTo(1.0996391533, 6);
  // By differences of scipy's likelihood.
  expect(error).toBeCloseTo(0.3208642408, 5);
  expect([baseline, sigma].map((value) => value.toFixed(5))).toEqual(['-0.18568', '0.44898']);
});

test('without censoring it is least squares of the logarithms, in closed form', () => {
  const all = { ...timed, isCensored: new Uint8Array(40) };
  const fit = fitLatencies(shown, all);
  const logs = Array.from(seconds, (value) => Math.log(value - 0.1));
  const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [v, l] = [mean([...shown]), mean(logs)];
  const slope = mean(logs.map((log, i) => (log - l) * ((shown[i] ?? 0) - v))) / mean(Array.from(shown, (one) => (one - v) ** 2)); // prettier-ignore
  const variance = mean(logs.map((log, i) => (log - l - slope * ((shown[i] ?? 0) - v)) ** 2));
  expect(fit.gain).toBeCloseTo(-slope, 9);
  expect(fit.logLikelihood).toBeCloseTo(-20 * (Math.log(2 * Math.PI * variance) + 1) - 40 * mean(logs), 9);
  expect(latencyLogLikelihood(shown, all, fit)).toBeCloseTo(fit.logLikelihood, 9);
});

test('the tail of the normal distribution is that of scipy, far out too', () => {
  // norm.logsf
  for (const [z, value] of [
    [-5, -2.8665161296376294e-7],
    [0, -Math.LN2],
    [1, -1.8410216450092634],
    [2.99, -6.574941701748697],
    [3.01, -6.640603685337551],
    [6, -20.73676894997471],
    [12, -75.41067300156881],
    [40, -804.6084420137539],
  ] as const)
    // prettier-ignore
    expect(Math.abs(logNormalTail(z)[0] - value)).toBeLessThan(1e-11 * Math.max(1, -value));
});

test('a model that shows nothing, or too few responses, have no likelihood', () => {
  expect(fitLatencies(shown.map(() => 1), timed).logLikelihood).toBe(-Infinity); // prettier-ignore
  expect(fitLatencies(shown, { ...timed, isCensored: new Uint8Array(40).fill(1) }).logLikelihood).toBe(-Infinity);
});
