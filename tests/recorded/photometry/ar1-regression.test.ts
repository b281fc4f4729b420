import { describe, expect, test } from 'vitest';
import { ar1Slopes, fitAr1 } from '../../../src/recorded/photometry/ar1-regression.ts';
import { fraction } from './sample.ts';

const count = 600;
const events = Float64Array.from({ length: count }, (_, i) => (i % 25 === 0 ? (i % 50 === 0 ? 2 : 1) : 0));
const model = new Float64Array(count);
for (let t = 0; t < count; t++)
  for (let lag = 0; lag < 30 && lag <= t; lag++)
    model[t] = (model[t] as number) + (events[t - lag] as number) * 0.8 ** lag;
let last = 0;
const y = model.map((m, t) => {
  last = (t === 0 ? 0 : 0.6 * last) + fraction(t, 0.7320508075688772) - 0.5;
  return 2 + 1.5 * m + last;
});

// The likelihood written out and maximised by scipy 1.17.1 (Nelder-Mead, xatol 1e-11); ARIMA(1,0,0) with a regressor of
// statsmodels 0.15.0 gives -46.67361404.
describe('regression with AR(1) noise', () => {
  test('is the maximum of the exact likelihood', () => {
    const fit = fitAr1(model, y);
    expect(fit.baseline).toBeCloseTo(2.0080937, 5);
    expect(fit.gain).toBeCloseTo(1.46629738, 5);
    expect(fit.rho).toBeCloseTo(0.13865215, 5);
    expect(fit.sigma ** 2).toBeCloseTo(0.06840354, 6);
    expect(fit.logLikelihood).toBeCloseTo(-46.67361364, 6);
    // Of statsmodels, from the outer product of gradients; ours is that of generalised least squares.
    expect(fit.error / 0.02592158).toBeGreaterThan(0.7);
    expect(fit.error / 0.02592158).toBeLessThan(1.3);
  });

  test('takes runs around a gap as independent', () => {
    const fit = fitAr1(
      model,
      y.map((one, t) => (t >= 200 && t < 210 ? NaN : one)),
    );
    expect(fit.baseline).toBeCloseTo(2.00833166, 5);
    expect(fit.gain).toBeCloseTo(1.46473376, 5);
    expect(fit.rho).toBeCloseTo(0.13937072, 5);
    expect(fit.logLikelihood).toBeCloseTo(-46.697309466545605, 6);
    expect(fit.samples).toBe(590);
  });

  test('has derivatives by the samples of the model, also beside gaps', () => {
    const gaps = y.map((one, t) => ((t >= 200 && t < 210) || t === 212 ? NaN : one));
    const slopes = ar1Slopes(fitAr1(model, gaps), model, gaps, new Float64Array(count).fill(9));
    for (const t of [0, 1, 50, 199, 205, 210, 211, 212, 213, 598, 599]) {
      const at = (by: number): number =>
        fitAr1(
          model.map((m, i) => (i === t ? m + by : m)),
          gaps,
        ).logLikelihood;
      expect(slopes[t], `${t}`).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 5);
    }
  });

  test('of a model that does not vary is nothing', () => {
    expect(fitAr1(model.slice().fill(1), y)).toMatchObject({ gain: NaN, logLikelihood: -Infinity });
  });
});
