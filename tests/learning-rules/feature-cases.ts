import * as fc from 'fast-check';
import { expect, vi } from 'vitest';
import type { FeatureTable } from '../../src/contracts/architecture.ts';
import type { Learner } from '../../src/contracts/learning-rule.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { rpeIntervention } from '../../src/contracts/trial.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import { between, featuresOf, trialOf } from '../architectures/trials.ts';

export const size = 5;

/** A trial with arbitrary features. */
export interface Case {
  readonly trial: Trial;
  readonly table: FeatureTable;
}

const denseTable = (firstStep: number, rows: number): fc.Arbitrary<FeatureTable> =>
  fc.subarray([0, 1, 2, 3, 4]).chain((columns) =>
    fc
      .array(fc.oneof(fc.constant(0), between(0, 1)), {
        minLength: rows * columns.length,
        maxLength: rows * columns.length,
      })
      .map((values) => ({
        layout: 'dense' as const,
        firstStep,
        rows,
        columns: Int32Array.from(columns),
        values: Float64Array.from(values),
      })),
  );

const binaryTable = (firstStep: number, rows: number): fc.Arbitrary<FeatureTable> =>
  fc.array(fc.subarray([0, 1, 2, 3, 4], { maxLength: 2 }), { minLength: rows, maxLength: rows }).map((on) => ({
    layout: 'binary' as const,
    firstStep,
    rows,
    rowStart: Int32Array.from([0, ...on.map((_, row) => on.slice(0, row + 1).flat().length)]),
    active: Int32Array.from(on.flat()),
  }));

/** Trials whose table starts at the first step or at time zero, with their own rewards, probes, stimulation and discounts. */
export const cases = (layout: FeatureTable['layout']): fc.Arbitrary<Case> =>
  fc
    .record({
      zeroStep: fc.integer({ min: 1, max: 2 }),
      window: fc.integer({ min: 2, max: 8 }),
      early: fc.boolean(),
      plastic: fc.boolean(),
      discount: fc.option(between(0, 1), { nil: undefined }),
      stimulation: fc.option(
        fc.record({
          from: fc.nat(5),
          steps: fc.integer({ min: 1, max: 3 }),
          gainPositive: between(0, 2),
          gainNegative: between(0, 2),
          added: between(-1, 1),
        }),
        { nil: undefined },
      ),
    })
    .chain(({ zeroStep, window, early, plastic, discount, stimulation }) => {
      const firstStep = early ? 0 : zeroStep;
      const table = (layout === 'dense' ? denseTable : binaryTable)(firstStep, zeroStep + window - firstStep);
      return fc
        .tuple(fc.array(fc.tuple(fc.nat(window - 1), between(-1, 1)), { maxLength: 3 }), table)
        .map(([outcomes, table]) => ({
          trial: trialOf({
            zeroStep,
            window,
            outcomes,
            plastic,
            ...(discount === undefined ? {} : { overrides: { discount } }),
            interventions: stimulation === undefined ? [] : [stimulation],
          }),
          table,
        }));
    });

/** The rewards of a trial, step by step. */
const rewardsOf = (trial: Trial): number[] =>
  Array.from({ length: trial.steps }, (_, step) =>
    trial.outcomes
      .filter((one) => one.step + trial.zeroStep === step)
      .reduce((sum, { magnitude }) => sum + magnitude, 0),
  );

/** One step of a run. */
export interface Step {
  readonly x: readonly number[];
  readonly reward: number;
  readonly plastic: boolean;
  /** Replaces that of the agent. */
  readonly discount: number | undefined;
  /** The intervention on an error. */
  readonly effect: (error: number) => number;
}

/** A run as one stream of steps, without trial boundaries. */
export const stepsOf = (completed: readonly Case[]): readonly Step[] =>
  completed.flatMap(({ trial, table }) => {
    const rewards = rewardsOf(trial);
    const effect = rpeIntervention(trial) ?? ((_: number, error: number) => error);
    const features = featuresOf([table], size);
    return rewards.map((reward, t) => ({
      x: features[t] ?? Array.from({ length: size }, () => 0),
      reward,
      plastic: trial.plastic,
      discount: trial.overrides?.discount,
      effect: (error: number) => effect(t, error),
    }));
  });

/** Signals of consecutive trials. */
export function runAll(learner: Learner, completed: readonly Case[]): { rpe: number[]; value: number[] } {
  const signals = completed.map((one) => runTrial(learner, one));
  return { rpe: signals.flatMap(({ rpe }) => [...rpe]), value: signals.flatMap(({ value }) => [...value]) };
}

export function runTrial(learner: Learner, { trial, table }: Case): { rpe: Float64Array; value: Float64Array } {
  const signals = { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps) };
  learner.learnTrial(trial, [table], { ...signals, offset: 0 }, stepDraws(1, 'agent'));
  return signals;
}

export function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length);
  // expect() is dear, and there are hundreds of thousands of numbers.
  const far = expected.flatMap((number, i) =>
    Math.abs((actual[i] as number) - number) < tolerance * Math.max(1, Math.abs(number))
      ? []
      : [`${actual[i]} at ${i}, not ${number}`],
  );
  expect(far).toEqual([]);
}

/** After saving midway and restoring in the same learner and in a new one, the rest has the same bits. */
export function expectResumes(make: () => Learner, completed: readonly Case[]): void {
  const half = Math.floor(completed.length / 2);
  const bits = (learner: Learner, some: readonly Case[]): number[] =>
    some.flatMap((one) => {
      const { rpe, value } = runTrial(learner, one);
      return [...rpe, ...value, ...learner.weights, ...Array.from(learner.state())];
    });
  const learner = make();
  const naive = Array.from(learner.state());
  const first = bits(learner, completed.slice(0, half));
  const saved = Array.from(learner.state());
  const rest = bits(learner, completed.slice(half));
  const fresh = make();
  for (const one of [learner, fresh]) {
    one.restore(saved);
    expect(bits(one, completed.slice(half))).toEqual(rest);
    one.restore(naive);
    expect(bits(one, completed.slice(0, half))).toEqual(first);
  }
}

/** Does something where there is no WebAssembly. */
export function withoutWebAssembly<Done>(work: () => Done): Done {
  vi.stubGlobal('WebAssembly', undefined);
  try {
    return work();
  } finally {
    vi.unstubAllGlobals();
  }
}

export function expectSameBits(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], expected[i])) expect.fail(`${actual[i]} is not ${expected[i]} at ${i}`);
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** Minimum time of repeated calls, ms: other load only adds time. */
export function fastest(work: () => void): number {
  for (let i = 0; i < 200; i++) work();
  const times = Array.from({ length: 30 }, () => {
    const start = performance.now();
    for (let i = 0; i < 10; i++) work();
    return (performance.now() - start) / 10;
  });
  return Math.min(...times);
}
