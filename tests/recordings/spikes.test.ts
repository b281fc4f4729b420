import { describe, expect, test } from 'vitest';
import spikes from '../../src/recordings/spikes.ts';
import { recordSteps, type Recording } from '../../src/contracts/recording.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { randomStream } from '../../src/core/random.ts';
import { mean, variance } from '../core/moments.ts';
import { readings } from './population.ts';

const recording = spikes as unknown as Recording;
const trials = 4000;
const step = 0.1;
/** One neuron without spread, whose response stays in its own step: its rate is known in closed form. */
const plain = {
  units: 1,
  baselineSpread: 0,
  gainSpread: 0,
  decaySeconds: 0,
  baselineHz: 6.4,
  gainPositive: 30,
  gainNegative: 10,
};
const column = (rows: readonly Float64Array[], i: number): readonly number[] => rows.map((row) => row[i] as number);

/** Mean and variance over trials are those of Poisson counts of this rate, within five standard errors. */
function expectPoisson(values: readonly number[], rate: number): void {
  const counts = values.map((value) => value * step);
  const expected = rate * step;
  expect(counts.every((count) => Math.abs(count - Math.round(count)) < 1e-9)).toBe(true);
  expect(Math.abs(mean(counts) - expected)).toBeLessThan(5 * Math.sqrt(expected / trials) + 1e-12);
  const standardError = expected * Math.sqrt((2 + 1 / Math.max(expected, 1e-9)) / trials);
  expect(Math.abs(variance(counts) - expected)).toBeLessThan(5 * standardError + 1e-12);
}

describe('rate', () => {
  const rows = readings(recording, plain, [0, 0.5, -0.2, -2], { trials });
  test('at baseline', () => expectPoisson(column(rows, 0), 6.4));
  test('positive RPE adds g⁺', () => expectPoisson(column(rows, 1), 6.4 + 15));
  test('negative RPE subtracts g⁻', () => expectPoisson(column(rows, 2), 6.4 - 2));
  test('never below zero', () => expect(column(rows, 3).every((value) => value === 0)).toBe(true));

  test('compression of the increase: x / (1 + c x)', () => {
    expectPoisson(
      column(readings(recording, { ...plain, compression: 0.02 }, [1], { trials }), 0),
      6.4 + 30 / (1 + 0.02 * 30),
    );
  });
});

describe('time course', () => {
  const decay = { ...plain, decaySeconds: 0.2, gainPositive: 100, baselineHz: 0 };
  /** Mean of exp(-t/τ) over each step. */
  const expected = (i: number): number => (100 * (Math.exp(-i / 2) - Math.exp(-(i + 1) / 2))) / 0.5;

  test('a response decays exponentially from its error on', () => {
    const rows = readings(recording, decay, [0, 1, 0, 0, 0], { trials });
    for (let i = 0; i < 4; i++) expectPoisson(column(rows, i + 1), expected(i));
  });

  test('nothing is shown before the error', () => {
    const rows = readings(recording, decay, [0, 0, 0, 1], { trials: 200 });
    expect(rows.every((row) => row.slice(0, 3).every((value) => value === 0))).toBe(true);
  });

  test('responses to errors add up over time', () => {
    expectPoisson(column(readings(recording, decay, [1, 0.5], { trials }), 1), expected(1) + 0.5 * expected(0));
  });

  test('spikes in a response do not depend on the step', () => {
    const total = (stepSeconds: number): number => {
      const rpe = Array.from({ length: Math.round(2 / stepSeconds) }, (_, i) => (i === 0 ? 1 : 0));
      return mean(
        readings(recording, decay, rpe, { trials, stepSeconds }).map((row) =>
          row.reduce((sum, value) => sum + value * stepSeconds, 0),
        ),
      );
    };
    // The integral of 100 exp(-t / 0.2 s) is 20 spikes; five standard errors of a Poisson mean.
    for (const stepSeconds of [0.02, 0.1, 0.2])
      expect(Math.abs(total(stepSeconds) - 20)).toBeLessThan(5 * Math.sqrt(20 / trials));
  });
});

describe('population', () => {
  const units = 200;
  /** Mean over trials of each unit at rest, or with an error. */
  function unitRates(error: number): readonly number[] {
    const given = { ...plain, units, baselineSpread: 0.53, gainSpread: 0.5, gainPositive: 300 };
    return Array.from({ length: units }, (_, unit) =>
      mean(column(readings(recording, given, [error], { trials: 400, unit, seed: 4 }), 0)),
    );
  }
  const rest = unitRates(0);
  const rises = unitRates(1).map((rate, i) => rate - (rest[i] as number));
  const logSd = (values: readonly number[]): number => Math.sqrt(variance(values.map(Math.log)));

  test('baselines spread log-normally about their mean', () => {
    expect(Math.abs(mean(rest) - 6.4)).toBeLessThan(5 * 6.4 * Math.sqrt(Math.expm1(0.53 ** 2) / units));
    expect(Math.abs(logSd(rest) - 0.53)).toBeLessThan((5 * 0.53) / Math.sqrt(2 * units));
  });

  test('gains spread log-normally about their mean', () => {
    expect(Math.abs(mean(rises) - 300)).toBeLessThan(5 * 300 * Math.sqrt(Math.expm1(0.5 ** 2) / units));
    expect(Math.abs(logSd(rises) - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(2 * units));
  });

  test('units of a run are determined by its seed', () => {
    const create = (seed: number) =>
      recording.create(parseParameters(recording.parameters, { units: 5 }, 'spikes'), randomStream(seed, 'recording'));
    const show = (seed: number): number[] => {
      const out = new Float64Array(50);
      recordSteps(create(seed), 3, new Float64Array(50), step, randomStream(1, 'noise'), out);
      return [...out];
    };
    expect(show(1)).toEqual(show(1));
    expect(show(1)).not.toEqual(show(2));
  });
});
