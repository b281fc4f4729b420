import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeatureTable } from '../../src/contracts/architecture.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import tdLambda from '../../src/learning-rules/td-lambda.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { between, featuresOf, setupOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { expectClose as expectNear } from './feature-cases.ts';
import { onlineLambdaReturn, referenceTd } from './reference.ts';

const parameters = fc.record({
  learningRate: between(0, 0.2),
  traceDecay: fc.oneof(fc.constant(0), between(0, 1)),
  discount: between(0, 1),
  rewardRateLearning: fc.oneof(fc.constant(0), between(0, 0.5)),
});
const size = 5;
const noDraws = stepDraws(1, 'agent');

interface Case {
  readonly trial: Trial;
  readonly table: FeatureTable;
}

/** A trial with arbitrary features, and the first row at any position. */
function cases(layout: FeatureTable['layout']): fc.Arbitrary<Case> {
  return fc
    .record({
      steps: fc.integer({ min: 3, max: 12 }),
      zeroStep: fc.integer({ min: 1, max: 2 }),
      early: fc.boolean(),
      plastic: fc.boolean(),
    })
    .chain(({ steps, zeroStep, early, plastic }) => {
      const firstStep = early ? 0 : zeroStep;
      const rows = steps - firstStep;
      const outcomes = fc.array(fc.tuple(fc.nat(steps - zeroStep), between(-2, 2)), { maxLength: 3 });
      const table = layout === 'dense' ? denseTable(firstStep, rows) : binaryTable(firstStep, rows);
      return fc.tuple(outcomes, table).map(([outcomes, table]) => ({
        trial: trialOf({ zeroStep, window: steps - zeroStep, outcomes, plastic }),
        table,
      }));
    });
}

const denseTable = (firstStep: number, rows: number): fc.Arbitrary<FeatureTable> =>
  fc.subarray([0, 1, 2, 3, 4]).chain((columns) =>
    fc.array(between(0, 1), { minLength: rows * columns.length, maxLength: rows * columns.length }).map((values) => ({
      layout: 'dense' as const,
      firstStep,
      rows,
      columns: Int32Array.from(columns),
      values: Float64Array.from(values),
    })),
  );

const binaryTable = (firstStep: number, rows: number): fc.Arbitrary<FeatureTable> =>
  fc.array(fc.subarray([0, 1, 2, 3, 4]), { minLength: rows, maxLength: rows }).map((on) => ({
    layout: 'binary' as const,
    firstStep,
    rows,
    rowStart: Int32Array.from([0, ...on.map((_, row) => on.slice(0, row + 1).flat().length)]),
    active: Int32Array.from(on.flat()),
  }));

/** The same features as a dense table. */
function asDense(table: FeatureTable): FeatureTable {
  const values = Float64Array.from(featuresOf([table], size).slice(table.firstStep).flat());
  return {
    layout: 'dense',
    firstStep: table.firstStep,
    rows: table.rows,
    columns: Int32Array.from([0, 1, 2, 3, 4]),
    values,
  };
}

function rewardsOf(trial: Trial): number[] {
  return Array.from({ length: trial.steps }, (_, step) =>
    trial.outcomes
      .filter((outcome) => outcome.step + trial.zeroStep === step)
      .reduce((sum, { magnitude }) => sum + magnitude, 0),
  );
}

const expectClose = (actual: ArrayLike<number>, expected: readonly number[]): void =>
  expectNear(actual, expected, 1e-10);

const traces = ['accumulating', 'replacing', 'dutch'] as const;
const layouts = ['dense', 'binary'] as const;

describe.each(layouts)('%s features', (layout) => {
  test.each(traces)('TD(λ) with %s traces follows its equations over several trials', (trace) => {
    fc.assert(
      fc.property(parameters, fc.array(cases(layout), { minLength: 1, maxLength: 5 }), (given, completed) => {
        const { discount, rewardRateLearning, learningRate, traceDecay } = given;
        const learner = tdLambda.create(
          valuesOf(tdLambda, { learningRate, traceDecay, trace }),
          setupOf({ terms: { discount, rewardRateLearning }, layout, size }),
        );
        const expected = referenceTd({
          ...given,
          features: completed.flatMap(({ table }) => featuresOf([table], size)),
          rewards: completed.flatMap(({ trial }) => rewardsOf(trial)),
          plastic: completed.flatMap(({ trial }) => rewardsOf(trial).map(() => trial.plastic)),
          weights: [0, 0, 0, 0, 0],
          trace,
        });
        let from = 0;
        for (const { trial, table } of completed) {
          const [rpe, value] = [0, 1].map(() =>
            new Float64Array(trial.steps + 3).fill(7).fill(0, 2, 2 + trial.steps),
          ) as [Float64Array, Float64Array];
          learner.learnTrial(trial, [table], { rpe, value, offset: 2 }, noDraws);
          // Adjacent numbers in the recording are unchanged.
          expectClose(rpe, [7, 7, ...expected.rpe.slice(from, from + trial.steps), 7]);
          expectClose(value, [7, 7, ...expected.value.slice(from, from + trial.steps), 7]);
          from += trial.steps;
        }
        expectClose(learner.weights, expected.weights);
        expect(Array.from(learner.state()).at(-1)).toBeCloseTo(expected.rewardRate, 10);
      }),
      { numRuns: 300 },
    );
  });

  test('TD(0) is TD(λ) with λ = 0, for every trace', () => {
    fc.assert(
      fc.property(cases(layout), cases(layout), fc.constantFrom(...traces), (first, second, trace) => {
        const terms = { discount: 0.9, rewardRateLearning: 0 };
        const zero = tdZero.create(valuesOf(tdZero, { learningRate: 0.3 }), setupOf({ terms, layout, size }));
        const lambda = tdLambda.create(
          valuesOf(tdLambda, { learningRate: 0.3, traceDecay: 0, trace }),
          setupOf({ terms, layout, size }),
        );
        for (const { trial, table } of [first, second]) {
          for (const learner of [zero, lambda]) {
            learner.learnTrial(
              trial,
              [table],
              { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps), offset: 0 },
              noDraws,
            );
          }
        }
        expectClose(zero.weights, [...lambda.weights]);
      }),
    );
  });

  test('dutch traces give the online λ-return exactly: every value equals that of the forward view', () => {
    fc.assert(
      fc.property(fc.tuple(cases(layout), parameters), ([{ trial, table }, { learningRate, traceDecay, discount }]) => {
        const terms = { discount, rewardRateLearning: 0 };
        const learner = tdLambda.create(
          valuesOf(tdLambda, { learningRate, traceDecay, trace: 'dutch' }),
          setupOf({ terms, layout, size }),
        );
        const start = [0.5, -0.3, 0.2, 0.1, -0.7];
        learner.restore([...start, ...Array.from(learner.state()).slice(size)]);
        const value = new Float64Array(trial.steps);
        learner.learnTrial(
          { ...trial, plastic: true },
          [table],
          { rpe: new Float64Array(trial.steps), value, offset: 0 },
          noDraws,
        );
        expectClose(
          value,
          onlineLambdaReturn({
            features: featuresOf([table], size),
            rewards: rewardsOf(trial),
            weights: start,
            discount,
            learningRate,
            traceDecay,
          }),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a restored learner continues with the same bits, and so does a new one', () => {
    fc.assert(
      fc.property(
        fc.array(cases(layout), { minLength: 2, maxLength: 6 }),
        fc.constantFrom(...traces),
        (completed, trace) => {
          const make = () =>
            tdLambda.create(
              valuesOf(tdLambda, { trace }),
              setupOf({ terms: { discount: 0.95, rewardRateLearning: 0.1 }, layout, size }),
            );
          const runTrial = (learner: ReturnType<typeof make>, some: readonly Case[]): number[] =>
            some.flatMap(({ trial, table }) => {
              const signals = { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps), offset: 0 };
              learner.learnTrial(trial, [table], signals, noDraws);
              return [...signals.rpe, ...signals.value, ...Array.from(learner.state())];
            });
          const half = Math.floor(completed.length / 2);
          const learner = make();
          runTrial(learner, completed.slice(0, half));
          const saved = Array.from(learner.state());
          const whole = runTrial(learner, completed.slice(half));
          learner.restore(saved);
          expect(runTrial(learner, completed.slice(half))).toEqual(whole);
          const fresh = make();
          fresh.restore(saved);
          expect(runTrial(fresh, completed.slice(half))).toEqual(whole);
        },
      ),
    );
  });
});

test.each(traces)('binary and dense kernels agree on the same features with %s traces', (trace) => {
  fc.assert(
    fc.property(
      fc.array(cases('binary'), { minLength: 1, maxLength: 4 }),
      parameters,
      (completed, { learningRate, traceDecay, ...terms }) => {
        const values = valuesOf(tdLambda, { learningRate, traceDecay, trace });
        const sparse = tdLambda.create(values, setupOf({ terms, layout: 'binary', size }));
        const full = tdLambda.create(values, setupOf({ terms, layout: 'dense', size }));
        for (const { trial, table } of completed) {
          const [rpe, expected] = [new Float64Array(trial.steps), new Float64Array(trial.steps)];
          sparse.learnTrial(trial, [table], { rpe, value: new Float64Array(trial.steps), offset: 0 }, noDraws);
          full.learnTrial(
            trial,
            [asDense(table)],
            { rpe: expected, value: new Float64Array(trial.steps), offset: 0 },
            noDraws,
          );
          expectClose(rpe, [...expected]);
        }
        expectClose(sparse.weights, [...full.weights]);
      },
    ),
  );
});

test.each(['accumulating', 'replacing'] as const)('without traces the bits are those of %s traces', (trace) => {
  const nothing = { from: 0, steps: 0, gainPositive: 1, gainNegative: 1, added: 0 };
  fc.assert(
    fc.property(fc.array(cases('binary'), { minLength: 1, maxLength: 4 }), between(0, 1), (completed, learningRate) => {
      // An intervention that changes nothing: the rows are then run with traces.
      const [without, withTraces] = [[], [nothing]].map((interventions) => {
        const learner = tdLambda.create(
          valuesOf(tdLambda, { learningRate, traceDecay: 0, trace }),
          setupOf({ terms: { discount: 0.9, rewardRateLearning: 0.1 }, layout: 'binary', size }),
        );
        return completed.flatMap(({ trial, table }) => {
          const signals = { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps), offset: 0 };
          learner.learnTrial({ ...trial, interventions }, [table], signals, noDraws);
          return [...signals.rpe, ...signals.value, ...Array.from(learner.state())];
        });
      });
      expect(without).toEqual(withTraces);
    }),
  );
});

describe('an interval without features', () => {
  /** A cue for three steps, N empty steps, and the cue again, followed by the reward. */
  function lives(
    rest: number,
    layout: 'dense' | 'binary',
    trace: (typeof traces)[number],
    terms: { discount: number; rewardRateLearning: number },
  ) {
    const rows: readonly (readonly number[])[] = [[0], [1], [0, 2]];
    const steps = 2 * rows.length + rest;
    const cue = (firstStep: number): FeatureTable => {
      const binary = {
        layout: 'binary',
        firstStep,
        rows: 3,
        rowStart: Int32Array.of(0, 1, 2, 4),
        active: Int32Array.of(0, 1, 0, 2),
      } as const;
      return layout === 'binary' ? binary : asDense(binary);
    };
    const learner = tdLambda.create(
      valuesOf(tdLambda, { learningRate: 0.1, traceDecay: 0.95, trace }),
      setupOf({ terms, layout, size }),
    );
    const trial = trialOf({
      zeroStep: 0,
      window: steps,
      outcomes: [
        [2, 1],
        [steps - 1, 1],
      ],
    });
    const tables = [cue(0), cue(steps - 3)];
    const signals = { rpe: new Float64Array(steps), value: new Float64Array(steps), offset: 0 };
    return { tables, trial, signals, learner, runTrial: () => learner.learnTrial(trial, tables, signals, noDraws) };
  }

  const cases = layouts.flatMap((layout) =>
    traces.flatMap((trace) => [0, 0.01].map((rewardRateLearning) => ({ layout, trace, rewardRateLearning }))),
  );

  test.each(cases)(
    'of a minute agrees with the slow program to 1e-12, $layout, $trace, η $rewardRateLearning',
    ({ layout, trace, rewardRateLearning }) => {
      const terms = { discount: rewardRateLearning > 0 ? 1 : 0.98, rewardRateLearning };
      const { tables, trial, signals, learner, runTrial } = lives(600, layout, trace, terms);
      runTrial();
      const expected = referenceTd({
        features: featuresOf(tables, size),
        rewards: rewardsOf(trial),
        weights: [0, 0, 0, 0, 0],
        plastic: rewardsOf(trial).map(() => true),
        ...terms,
        learningRate: 0.1,
        traceDecay: 0.95,
        trace,
      });
      const largest = Math.max(1, ...expected.rpe.map(Math.abs));
      expected.rpe.forEach((rpe, t) =>
        expect(Math.abs((signals.rpe[t] as number) - rpe)).toBeLessThan(1e-12 * largest),
      );
      expected.weights.forEach((weight, i) =>
        expect(Math.abs((learner.weights[i] as number) - weight)).toBeLessThan(1e-12 * largest),
      );
    },
  );
});

test.each(layouts)('an interval with rewards gives the same bits for any trial boundaries in it, %s', (layout) => {
  const terms = { discount: 0.98, rewardRateLearning: 0 };
  const binary = {
    layout: 'binary',
    firstStep: 0,
    rows: 3,
    rowStart: Int32Array.of(0, 1, 2, 4),
    active: Int32Array.of(0, 1, 0, 2),
  } as const;
  const cue: FeatureTable = layout === 'binary' ? binary : asDense(binary);
  const rewards = [5, 6, 20, 33, 47];
  const runTrial = (lengths: readonly number[]): { rpe: Float64Array; weights: readonly number[] } => {
    const learner = tdLambda.create(
      valuesOf(tdLambda, { learningRate: 0.1, traceDecay: 0.95 }),
      setupOf({ terms, layout, size }),
    );
    const steps = lengths.reduce((sum, length) => sum + length, 0);
    const [rpe, value] = [new Float64Array(steps), new Float64Array(steps)];
    let offset = 0;
    for (const length of lengths) {
      const outcomes = rewards
        .filter((step) => step >= offset && step < offset + length)
        .map((step) => [step - offset, 1] as const);
      learner.learnTrial(
        trialOf({ zeroStep: 0, window: length, outcomes }),
        offset === 0 ? [cue] : [],
        { rpe, value, offset },
        noDraws,
      );
      offset += length;
    }
    learner.learnTrial(
      trialOf({ zeroStep: 0, window: 3 }),
      [cue],
      { rpe: new Float64Array(3), value: new Float64Array(3), offset: 0 },
      noDraws,
    );
    return { rpe, weights: [...learner.weights] };
  };
  const whole = runTrial([50]);
  expect(runTrial([10, 20, 20])).toEqual(whole);
  expect(runTrial([6, 1, 1, 25, 17])).toEqual(whole);
});

test('rewards outside the trial are ignored', () => {
  const learner = tdZero.create(
    valuesOf(tdZero),
    setupOf({ terms: { discount: 1, rewardRateLearning: 0 }, layout: 'binary', size: 1 }),
  );
  const trial = trialOf({
    zeroStep: 2,
    window: 3,
    outcomes: [
      [-3, 1],
      [3, 1],
      [50, 1],
    ],
  });
  const rpe = new Float64Array(5);
  learner.learnTrial(
    trial,
    [{ layout: 'binary', firstStep: 2, rows: 3, rowStart: Int32Array.of(0, 0, 0, 0), active: new Int32Array() }],
    { rpe, value: new Float64Array(5), offset: 0 },
    noDraws,
  );
  expect([...rpe]).toEqual([0, 0, 0, 0, 0]);
});
