import { expect, test } from 'vitest';
import { fitStudentAr1, withoutOutliers } from '../../../src/fitting/inner/student-ar1.ts';
import { fitAr1 } from '../../../src/recorded/photometry/ar1-regression.ts';
import { slowStudentAr1 } from './slow-densities.ts';

// Made by numpy: level 1.5, gain 2, AR(1) of .6 with innovations .3 t(3), an artefact of 25 and a gap.
const shape = [1, 0.7788, 0.6065, 0.4724, 0.3679, 0.2865, 0.2231, 0.1738, 0.1353, 0.1054, 0.0821, 0.0639, 0.0498, 0.0388, 0.0302, 0.0235]; // prettier-ignore
const gap = Number.NaN;
// prettier-ignore
const y = Float64Array.of(4.427, 3.296, 2.754, 2.332, 1.733, 1.716, 1.737, 1.534, 2.333, 2.599, 2.431, 2.474, 2.177, 1.563, 1.902, 2.169, 4.028, 3.134, 2.949, 2.622, gap, gap, gap, 2.185, 1.58, 1.783, 1.873, 1.593, 1.341, 1.829, 1.71, 1.723, 3.546, 3.133, 2.791, 4.748, 3.453, 28.064, 2.031, 2.003, 2.107, 2.062, 1.774, 1.953, 2.032, 1.907, 1.388, 1.569, 3.621, 2.478, 2.027, 1.953, 1.903, 4.601, 3.309, 2.908, 3.035, 2.829, 2.496, 2.006, 1.657, 2.387, 1.675, 1.237, 3.357, 3.056, 2.313, 2.428, 2.19, 1.838, 1.755, 1.408, 1.246, 0.775, 0.819, 0.437, 0.959, 1.675, 1.582, 1.684);
const m = Float64Array.from(y, (_, i) => shape[i % 16] as number);
const fit = (df?: number) => fitStudentAr1(m, y, withoutOutliers(y), df);

test('the maximum is that of scipy 1.17: sums of scipy.stats.t.logpdf, by Nelder-Mead from twelve starts', () => {
  const { gain, baseline, rho, sigma, df, logLikelihood } = fit();
  expect(logLikelihood).toBeCloseTo(-56.74997508925934, 9);
  expect([gain, baseline, rho, sigma, df].map((value) => Number(value.toFixed(6)))).toEqual([
    2.045307, 1.53549, 0.618468, 0.221063, 1.34081,
  ]);
  const stated = fit(4);
  expect(stated.logLikelihood).toBeCloseTo(-70.20712072092753, 9);
  expect(stated.gain).toBeCloseTo(2.05824587485227, 6);
});

test('its likelihood is that of a slow sum, and its error the curvature of the slow one', () => {
  for (const df of [undefined, 1, 2.5, 30]) {
    const at = fit(df);
    expect(Math.abs(slowStudentAr1(m, y, at) - at.logLikelihood)).toBeLessThan(1e-9);
    for (const [name, by] of [
      ['gain', 0.01],
      ['baseline', 0.01],
      ['rho', 0.01],
      ['sigma', 0.005],
    ] as const)
      // prettier-ignore
      for (const sign of [-1, 1])
        expect(slowStudentAr1(m, y, { ...at, [name]: at[name] + sign * by })).toBeLessThan(at.logLikelihood);
  }
});

test('with many degrees of freedom it is the fit of normal noise', () => {
  const [normal, student] = [fitAr1(m, y), fitStudentAr1(m, y, withoutOutliers(y), 1e12)];
  expect(student.logLikelihood).toBeCloseTo(normal.logLikelihood, 6);
  expect(student.error).toBeCloseTo(normal.error, 1);
  expect(student.gain).toBeCloseTo(normal.gain, 5);
});

test('an artefact does not drag it', () => {
  const larger = y.map((value, i) => (i === 37 ? 1e4 : value));
  const [one, other] = [fit(), fitStudentAr1(m, larger, withoutOutliers(larger))];
  expect(Math.abs(other.gain - one.gain)).toBeLessThan(0.01);
  // Which drags the normal one.
  expect(Math.abs(fitAr1(m, larger).gain - 2)).toBeGreaterThan(10);
});

test('normal noise has as many degrees of freedom as there can be; a model that shows nothing has no fit', () => {
  const light = y.map((_, i) => Math.sin(12.9898 * i) + Math.cos(7.1 * i * i));
  expect(fitStudentAr1(m, light, light).df).toBeCloseTo(1000, 6);
  expect(fitStudentAr1(m.map(() => 1), y, y).logLikelihood).toBe(-Infinity); // prettier-ignore
});
