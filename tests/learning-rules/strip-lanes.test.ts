import { describe, expect, test } from 'vitest';
import microstimuli from '../../src/architectures/microstimuli.ts';
import type { FeatureTable } from '../../src/contracts/architecture.ts';
import type { Learner } from '../../src/contracts/learning-rule.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import { randomStream } from '../../src/core/random.ts';
import tdLambda from '../../src/learning-rules/td-lambda.ts';
import { designOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { expectSameBits, withoutWebAssembly } from './feature-cases.ts';

/** A learner on microstimuli of N cues, and a function that turns trials into tables for it. */
function subject(cues: number, values: Readonly<Record<string, number | boolean>> = {}) {
  const design = designOf({ cues: Array.from({ length: cues }, (_, i) => `cue ${i}`), types: {} });
  const encoder = microstimuli.create(valuesOf(microstimuli, { count: 6, decay: 0.99, width: 0.1, ...values }), design);
  const learner = tdLambda.create(valuesOf(tdLambda, { learningRate: 0.05, traceDecay: 0.9, boundary: 'continuous' }), {
    terms: { discount: 0.97, rewardRateLearning: 0 },
    layout: encoder.layout,
    size: encoder.size,
    label: (feature) => encoder.label(feature),
    lasting: true,
    design,
    random: randomStream(1, 'agent'),
  });
  return { encoder, learner };
}

/** The same features as one table of numbers. */
const plain = (table: FeatureTable): FeatureTable => {
  if (table.layout !== 'dense') return table;
  const { layout, firstStep, rows, columns, values } = table;
  return { layout, firstStep, rows, columns, values };
};

function completed(
  learner: Learner,
  trial: Trial,
  tables: readonly FeatureTable[],
): { readonly rpe: Float64Array; readonly value: Float64Array } {
  const signals = { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps) };
  learner.learnTrial(trial, tables, { ...signals, offset: 0 }, stepDraws(1, 'agent'));
  return signals;
}

const random = randomStream(3, 'tests');
const trialsOf = (cues: number, count: number, window = 60): readonly Trial[] =>
  Array.from({ length: count }, () =>
    trialOf({
      zeroStep: random.integer(40),
      window,
      cues: [
        [random.integer(cues), 0, 1],
        [random.integer(cues), random.integer(20), 1],
      ],
      outcomes: [[10 + random.integer(20), random.integer(3)]],
    }),
  );

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, number, i) => Math.max(most, Math.abs(number - (b[i] as number))), 0);
}

describe('TD(λ) on strips', () => {
  test.each([
    ['one cue', 1, {}, 60],
    ['three strips of a width that is not a multiple of four', 3, { count: 7 }, 60],
    ['more rows than one call processes', 2, { decay: 0.9995 }, 3000],
    ['active ranges that change, memories that end', 2, { count: 50, decay: 0.94, width: 0.08 }, 150],
  ])('%s: the same bits with WebAssembly and without', (_, cues, values, window) => {
    const fast = subject(cues, values);
    const slow = withoutWebAssembly(() => subject(cues, values));
    for (const trial of trialsOf(cues, 30, window)) {
      const tables = fast.encoder.encode(trial);
      const own = completed(fast.learner, trial, tables);
      const other = withoutWebAssembly(() => completed(slow.learner, trial, slow.encoder.encode(trial)));
      expectSameBits(own.rpe, other.rpe);
      expectSameBits(own.value, other.value);
      expectSameBits(fast.learner.weights, slow.learner.weights);
      expectSameBits(fast.learner.state(), slow.learner.state());
    }
  });

  test.each([
    ['one cue', 1, {}, 60],
    ['a width that is not a multiple of four', 3, { count: 7 }, 60],
    ['more strips and columns than the initial capacity', 30, { count: 25 }, 60],
    ['more rows than one call processes', 2, { decay: 0.9995 }, 5000],
    ['active ranges that change, memories that end', 2, { count: 50, decay: 0.94, width: 0.08 }, 150],
    ['active ranges that are empty between microstimuli', 2, { count: 12, decay: 0.97, width: 0.005 }, 150],
  ])('%s: equal within 1e-12 to a plain loop on the same numbers', (_, cues, values, window) => {
    const [strips, whole] = [subject(cues, values), subject(cues, values)];
    for (const trial of trialsOf(cues, 40, window)) {
      const tables = strips.encoder.encode(trial);
      expect(tables.every((table) => table.layout === 'dense' && table.strips !== undefined)).toBe(true);
      const [own, other] = [
        completed(strips.learner, trial, tables),
        completed(whole.learner, trial, tables.map(plain)),
      ];
      expect(largestDifference(own.rpe, other.rpe)).toBeLessThan(1e-12);
      expect(largestDifference(own.value, other.value)).toBeLessThan(1e-12);
    }
    expect(strips.learner.weights.some((weight) => Math.abs(weight) > 1e-3)).toBe(true);
    expect(largestDifference(strips.learner.weights, whole.learner.weights)).toBeLessThan(1e-12);
  });

  test.each([
    ['one strip', 1, { rewardMicrostimuli: false }],
    ['two strips', 2, { rewardMicrostimuli: false }],
    ['three strips', 2, {}],
  ])('an intervention that returns the same error changes no bit: %s', (_, cues, values) => {
    const [free, watched] = [subject(cues, values), subject(cues, values)];
    for (const trial of trialsOf(cues, 20)) {
      const seen: Trial = {
        ...trial,
        interventions: [{ from: 0, steps: trial.steps, gainPositive: 1, gainNegative: 1, added: 0 }],
      };
      expect(completed(watched.learner, seen, watched.encoder.encode(trial))).toEqual(
        completed(free.learner, trial, free.encoder.encode(trial)),
      );
    }
  });

  test.each([
    ['the whole width in all rows', {}],
    ['active ranges', { count: 50, decay: 0.94, width: 0.08 }],
  ])('splitting a table at any row changes no bit: %s', (_, values) => {
    const [whole, cut] = [subject(2, values), subject(2, values)];
    for (const trial of trialsOf(2, 20, 150)) {
      const tables = cut.encoder
        .encode(trial)
        .flatMap((table) =>
          table.layout === 'dense' ? cutInTwo(table, 1 + random.integer(Math.max(1, table.rows - 1))) : [table],
        );
      expect(completed(cut.learner, trial, tables)).toEqual(
        completed(whole.learner, trial, whole.encoder.encode(trial)),
      );
    }
  });

  test('saving and restoring between any two trials changes no bit, nor does another learner in between', () => {
    const values = { count: 50, decay: 0.94, width: 0.08 };
    const [whole, saved, other] = [subject(2, values), subject(2, values), subject(3)];
    for (const trial of trialsOf(2, 20, 80)) {
      const state = saved.learner.state();
      completed(saved.learner, trial, saved.encoder.encode(trialOf({ window: 60, cues: [[0, 3, 1]] })));
      saved.learner.restore(state);
      completed(other.learner, trial, other.encoder.encode(trial));
      saved.encoder.restore(whole.encoder.state());
      expect(completed(saved.learner, trial, saved.encoder.encode(trial))).toEqual(
        completed(whole.learner, trial, whole.encoder.encode(trial)),
      );
      expect(saved.learner.weights).toEqual(whole.learner.weights);
    }
  });

  test('tables that the cache has dropped are rebuilt when they recur', () => {
    // Each basis is of 1.4 million numbers; eight million are kept.
    const subjects = Array.from({ length: 7 }, (_, i) =>
      subject(1, { count: 50, decay: 0.999, width: 0.1 + i / 100, faintest: 1e-12, rewardMicrostimuli: false }),
    );
    const plainOnes = subjects.map((_, i) =>
      subject(1, { count: 50, decay: 0.999, width: 0.1 + i / 100, faintest: 1e-12, rewardMicrostimuli: false }),
    );
    for (const trial of trialsOf(1, 3)) {
      subjects.forEach(({ encoder, learner }, i) => {
        const tables = encoder.encode(trial);
        const own = completed(learner, trial, tables);
        expect(
          largestDifference(
            own.value,
            completed((plainOnes[i] as (typeof subjects)[number]).learner, trial, tables.map(plain)).value,
          ),
        ).toBeLessThan(1e-12);
      });
    }
  });
});

function cutInTwo(table: Extract<FeatureTable, { layout: 'dense' }>, at: number): readonly FeatureTable[] {
  const { columns, firstStep, rows, values, strips = [] } = table;
  if (at >= rows) return [table];
  return [
    { layout: 'dense', firstStep, rows: at, columns, values, strips },
    {
      layout: 'dense',
      firstStep: firstStep + at,
      rows: rows - at,
      columns,
      values: values.subarray(at * columns.length),
      strips: strips.map((strip) => ({ ...strip, first: strip.first + at })),
    },
  ];
}
