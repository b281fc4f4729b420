import { expect, test } from 'vitest';
import { setParameter } from '../../../src/engine/set-parameter.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { sensedSession } from '../../../src/engine/sensed-session.ts';
import { fitOf } from '../../../src/fitting/fit.ts';
import { isAtBound } from '../../../src/fitting/free-parameter.ts';
import { freeOfSpec } from '../../../src/fitting/session/free-of-spec.ts';
import { sessionProblem } from '../../../src/fitting/session/session-problem.ts';
import { fillDifferences } from '../../../src/fitting/optimise/differences.ts';
import { searchFrom, startPoint } from '../../../src/fitting/optimise/multi-start.ts';
import { posteriorOf, type FitProblem, type PointFunction } from '../../../src/fitting/problem.ts';
import { unusedParameters } from '../../../src/fitting/unused.ts';
import { signalMeans } from '../../../src/recorded/model/signal-means.ts';
import { madeTrace, specOf } from './made-session.ts';

const spec = specOf(25, 'td-csc');
const truth = setParameter(setParameter(spec, 'learningRate', 0.15), 'discount', 0.6);
const signal = madeTrace(truth, 0.5, 1);
const names = ['learningRate', 'discount'];
const problem = sessionProblem({ spec, signal, usesChoices: false }, freeOfSpec(spec, names));

/** Regression with AR(1) noise, sample by sample, from the definition. */
function slowLogLikelihood(
  model: readonly number[],
  { gain, baseline, rho, sigma }: { gain: number; baseline: number; rho: number; sigma: number },
): number {
  const residuals = model.map((shown, i) => (signal.values[i] as number) - baseline - gain * shown);
  const density = (x: number, sd: number): number => -(x * x) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
  return residuals.reduce(
    (sum, residual, i) =>
      sum +
      (i === 0
        ? density(residual, sigma / Math.sqrt(1 - rho * rho))
        : density(residual - rho * (residuals[i - 1] as number), sigma)),
    0,
  );
}

test('the likelihood is that of an AR(1) regression on what the sensor shows, at its maximum', () => {
  const session = createTrialSession(truth);
  session.advance(Infinity);
  const { stepSeconds, all } = sensedSession(session);
  const mean = signalMeans({ stepSeconds, values: all });
  const model = Array.from(signal.values, (_, i) => mean(i / 20, (i + 1) / 20));
  const [fit] = problem.explain(Float64Array.of(0.15, 0.6)) ?? [];
  const { gain = 0, baseline = 0, rho = 0, noise: sigma = 0 } = fit?.solved ?? {};
  const solved = { gain, baseline, rho, sigma };
  expect(fit?.logLikelihood).toBeCloseTo(slowLogLikelihood(model, solved), 6);
  // The baseline of the sensor's own level is part of `baseline`, so that the made one is not compared.
  expect(gain).toBeCloseTo(2, 0);
  expect(rho).toBeCloseTo(0.8, 1);
  expect(sigma).toBeCloseTo(0.5, 1);
  for (const [name, by] of [
    ['gain', 0.02],
    ['baseline', 0.02],
    ['rho', 0.01],
    ['sigma', 0.01],
  ] as const)
    for (const sign of [-1, 1])
      expect(slowLogLikelihood(model, { ...solved, [name]: solved[name] + sign * by })).toBeLessThan(
        fit?.logLikelihood ?? 0,
      );
});

test('a fit finds what made the signal, and can be evaluated again', () => {
  const fit = fitOf(problem, { seed: 1, starts: 2 });
  expect(fit.failure).toBeUndefined();
  const [rate, discount] = fit.parameters;
  // Within two of its 95 % intervals' halves.
  for (const [fitted, value] of [
    [rate, 0.15],
    [discount, 0.6],
  ] as const) {
    const [low, high] = fitted?.interval ?? [0, 0];
    expect(Math.abs((fitted?.value ?? 0) - value)).toBeLessThan(high - low);
  }
  const again = problem.likelihood.at(Float64Array.from(fit.parameters, ({ value }) => value));
  expect(Math.abs(again - fit.logLikelihood)).toBeLessThan(1e-9);
  // Of the residuals at the estimates, not at the defaults.
  const [{ observations } = { observations: 0 }] =
    problem.explain(Float64Array.from(fit.parameters, ({ value }) => value)) ?? [];
  expect(fit.observations).toBeCloseTo(observations, 9);
  expect(fit.aic).toBeCloseTo(2 * (2 + 4) - 2 * fit.logLikelihood, 9);
});

/** The same posterior, of which only values are known. */
const valuesOnly = ({ parameters, likelihood }: FitProblem): PointFunction =>
  posteriorOf({ parameters, likelihood: { ...likelihood, hasGradient: false } });

test('searches end as high as without a gradient', () => {
  for (const start of [0, 1, 2]) {
    const { height, converged } = searchFrom(posteriorOf(problem), problem.parameters, 1, start);
    expect(converged).toBe(true);
    const plain = searchFrom(valuesOnly(problem), problem.parameters, 1, start);
    expect(Math.abs(height - plain.height)).toBeLessThan(1e-3);
  }
});

/** Of the log likelihood by the points, from values alone. */
function slowGradient(of: FitProblem, point: Float64Array): Float64Array {
  const gradient = new Float64Array(point.length);
  fillDifferences(valuesOnly(of), point, gradient);
  return gradient;
}

test.each([
  [
    'gcamp6m',
    ['learningRate', 'discount', 'recording.riseSeconds', 'recording.delaySeconds', 'recording.gainNegative'],
  ],
  ['dlight', ['recording.decaySeconds', 'recording.bleachShare', 'learningRate']],
  ['fscv', ['recording.tonic', 'discount']],
  ['asymmetric', ['recording.negativeScale', 'learningRate']],
])('through %s, the gradient is that of differences of the log likelihood', (recording, free) => {
  const own = specOf(12, 'td-csc', recording);
  const { parameters, likelihood } = sessionProblem(
    { spec: own, signal: madeTrace(setParameter(own, 'learningRate', 0.2), 0.5, 2), usesChoices: false },
    freeOfSpec(own, free),
  );
  const of = posteriorOf({ parameters, likelihood });
  // The first is the middle of the priors; at some the gain is negative.
  for (const start of [0, 1, 2]) {
    const point = startPoint(parameters, 3, start);
    const gradient = new Float64Array(point.length);
    expect(of.at(point, gradient)).toBe(of.at(point));
    const slow = slowGradient({ parameters, likelihood }, point);
    slow.forEach((slope, i) =>
      expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope))),
    );
  }
});

test('a parameter that nothing depends on is named, and so is one that is no number', () => {
  const other = sessionProblem(
    { spec, signal, usesChoices: false },
    freeOfSpec(spec, ['learningRate', 'recording.noise']),
  );
  expect(unusedParameters(other, 1).map(({ id }) => id)).toEqual(['recording.noise']);
  expect(() => freeOfSpec(spec, ['learningRat'])).toThrow("did you mean 'learningRate'?");
  expect(() => freeOfSpec(spec, ['learningRate', 'learningRule.learningRate'])).toThrow('named twice');
});

test('without names, the numbers of the agent that a search would vary are free', () => {
  expect(freeOfSpec(spec, undefined).parameters.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['objective.discount', 'learningRule.learningRate']),
  );
});

test('a time constant is moved by factors, and is at no end of its wide range', () => {
  const [decay, rate] = freeOfSpec(spec, ['recording.decaySeconds', 'learningRate']).parameters;
  expect([decay?.scale, rate?.scale]).toEqual(['log', 'logit']);
  expect(decay && isAtBound(decay, 0.5)).toBe(false);
  expect(decay && isAtBound(decay, 60)).toBe(true);
});

test('a constant signal and one without samples are refused', () => {
  const free = freeOfSpec(spec, names);
  const fitted = (values: Float64Array) => () =>
    sessionProblem({ spec, signal: { ...signal, values }, usesChoices: false }, free);
  expect(fitted(signal.values.map(() => 4))).toThrow('signal made is constant');
  expect(fitted(signal.values.map(() => Number.NaN))).toThrow('has 0 samples in the session');
  expect(() => sessionProblem({ spec, usesChoices: false }, free)).toThrow('nothing to fit');
  expect(() => sessionProblem({ spec, usesChoices: true }, free)).toThrow('the session has 0 choices');
});
