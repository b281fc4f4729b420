import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { completePipeline } from '../../../src/recorded/photometry/pipeline.ts';
import { fitReference } from '../../../src/recorded/photometry/reference.ts';
import { control, signal, times } from './sample.ts';

const parameters = (given: Readonly<Record<string, unknown>>) => completePipeline({ reference: given }).reference;

// statsmodels 0.15.0: OLS with cov_type='cluster', groups of 30 s, use_t=True; RLM with HuberT(1.345) and
// TukeyBiweight(4.685) until convergence.
describe('the fit of the control is statsmodels’', () => {
  test('by ordinary least squares, with its interval', () => {
    const fit = fitReference(times, control, signal.values, parameters({ fit: 'ordinary' }));
    expect(fit.intercept).toBeCloseTo(1.19064373, 8);
    expect(fit.slope).toBeCloseTo(0.54456124, 8);
    // The quantile of t with 9 degrees of freedom is that of a table of three decimals.
    expect(fit.interval[0]).toBeCloseTo(0.44985676, 4);
    expect(fit.interval[1]).toBeCloseTo(0.63926572, 4);
    expect(fit.explained).toBeCloseTo(0.17575805956373203, 10);
    expect([fit.samples, fit.blocks]).toEqual([600, 10]);
  });

  test.each([
    ['huber', 1.0161281856481907, 0.68597958125005, 0.07792399587862686],
    ['tukey', 1.00115181510166, 0.6985135889198928, 0.07856752015453634],
  ])('with %s weights', (fit, intercept, slope, scale) => {
    const robust = fitReference(times, control, signal.values, parameters({ fit }));
    expect(robust.intercept).toBeCloseTo(intercept, 6);
    expect(robust.slope).toBeCloseTo(slope, 6);
    // statsmodels takes 0.67449.
    expect(robust.scale).toBeCloseTo(scale, 5);
  });
});

test('Huber’s and Tukey’s intervals are those of least squares where no residual is far', () => {
  const wide = { huber: 100, tukey: 100 };
  const near = fitReference(times, control, signal.values, parameters({ fit: 'ordinary' }));
  const same = fitReference(times, control, signal.values, parameters({ fit: 'huber', ...wide }));
  expect(same.interval[0]).toBeCloseTo(near.interval[0], 10);
});

test.each(['ordinary', 'huber', 'tukey'])('an exact mixture is found by %s, with missing values', (fit) => {
  const exact = control.map((one, i) => (i % 7 === 0 ? NaN : 2.5 + 1.75 * one));
  const found = fitReference(times, control, exact, parameters({ fit }));
  expect(found.intercept).toBeCloseTo(2.5, 10);
  expect(found.slope).toBeCloseTo(1.75, 10);
});

test('the window of the fit is all that counts', () => {
  const two = control.map((one, i) => ((times[i] as number) < 100 ? one : 3 * one));
  expect(fitReference(times, control, two, parameters({ forSeconds: 100 })).slope).toBeCloseTo(1, 10);
  expect(fitReference(times, control, two, parameters({ fromSeconds: 100 })).slope).toBeCloseTo(3, 10);
});

test('a control that does not vary has no slope', () => {
  expect(fitReference(times, control.slice().fill(1), signal.values, parameters({})).slope).toBeNaN();
});

test.each(['ordinary', 'tukey'])('the 95-percent interval of %s holds the slope that often, with slow noise', (fit) => {
  const random = randomStream(1, 'coverage');
  const sessions = 400;
  let held = 0;
  for (let session = 0; session < sessions; session++) {
    let [slowX, slowY] = [0, 0];
    const x = new Float64Array(1200);
    const y = x.map((_, i) => {
      slowX = 0.8 * slowX + random.normal(0, 1);
      slowY = 0.8 * slowY + random.normal(0, 1);
      x[i] = slowX;
      return 0.5 * slowX + slowY;
    });
    const seconds = x.map((_, i) => i / 2);
    const { interval } = fitReference(seconds, x, y, parameters({ fit }));
    if (interval[0] <= 0.5 && interval[1] >= 0.5) held++;
  }
  // Three standard errors of a share of 400.
  expect(held / sessions).toBeGreaterThan(0.95 - 0.033);
  expect(held / sessions).toBeLessThan(0.95 + 0.033);
});
