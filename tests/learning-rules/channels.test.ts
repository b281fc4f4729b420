import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import type { FeatureTable } from '../../src/contracts/architecture.ts';
import type { Channel, Channels } from '../../src/contracts/td-terms.ts';
import type { Learner } from '../../src/contracts/learning-rule.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { InputError } from '../../src/core/errors.ts';
import { randomStream } from '../../src/core/random.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import tdLambda from '../../src/learning-rules/td-lambda.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { termsPerStep } from '../../src/contracts/time-constants.ts';
import manyDiscounts from '../../src/objectives/many-discounts.ts';
import {
  between,
  designOf,
  featuresOf,
  fixed,
  setupOf,
  subjectOf,
  trialOf,
  valuesOf,
} from '../architectures/trials.ts';
import { expectSameBits, withoutWebAssembly } from './feature-cases.ts';

const size = 4;
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

const channel: fc.Arbitrary<Channel> = fc.record({
  discount: between(0, 1),
  gainPositive: between(0, 1),
  gainNegative: between(0, 1),
});
const channels: fc.Arbitrary<Channels> = fc.record({
  statistic: fc.constantFrom('expectile', 'quantile'),
  bootstrap: fc.constantFrom('sample', 'own'),
  tie: fc.constantFrom('none', 'up'),
  each: fc.array(channel, { minLength: 1, maxLength: 4 }),
});

interface Case {
  readonly trial: Trial;
  readonly table: FeatureTable;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    steps: fc.integer({ min: 3, max: 9 }),
    zeroStep: fc.integer({ min: 1, max: 2 }),
    early: fc.boolean(),
    plastic: fc.boolean(),
    dense: fc.boolean(),
    added: fc.boolean(),
  })
  .chain(({ steps, zeroStep, early, plastic, dense, added }) => {
    const firstStep = early ? 0 : zeroStep;
    const rows = steps - firstStep;
    const outcomes = fc.array(fc.tuple(fc.nat(steps - zeroStep - 1), between(-2, 2)), { maxLength: 3 });
    const on = fc.array(fc.subarray([0, 1, 2, 3]), { minLength: rows, maxLength: rows });
    const values = fc.array(between(0, 1), { minLength: rows * size, maxLength: rows * size });
    const interventions = added
      ? [{ from: 1 - zeroStep, steps: 4, gainPositive: 0.5, gainNegative: 0, added: 0.3 }]
      : [];
    return fc.tuple(outcomes, on, values).map(([given, active, numbers]): Case => ({
      trial: trialOf({ zeroStep, window: steps - zeroStep, outcomes: given, plastic, interventions }),
      table: dense
        ? { layout: 'dense', firstStep, rows, columns: Int32Array.of(0, 1, 2, 3), values: Float64Array.from(numbers) }
        : {
            layout: 'binary',
            firstStep,
            rows,
            rowStart: Int32Array.from([0, ...active.map((_, row) => active.slice(0, row + 1).flat().length)]),
            active: Int32Array.from(active.flat()),
          },
    }));
  });

interface Slow {
  readonly rpe: number[][];
  readonly value: number[][];
  readonly weights: number[][];
}

/**
 * One equation per line; weights by channel, then feature. One draw per step, if a feature is active, gives the offset
 * around the ring.
 */
function slowly(
  completed: readonly Case[],
  { statistic, bootstrap, tie, each }: Channels,
  alpha: number,
  lambda: number,
  trace: string,
): Slow {
  const w = each.map(() => [0, 0, 0, 0]);
  let e = w.map((one) => one.map(() => 0));
  let last = [0, 0, 0, 0];
  const rpe: number[][] = [];
  const value: number[][] = [];
  for (const { trial, table } of completed) {
    const x = featuresOf([table], size);
    for (let t = 0; t < trial.steps; t++) {
      const here = x[t] as number[];
      const reward = trial.outcomes
        .filter(({ step }) => step + trial.zeroStep === t)
        .reduce((sum, { magnitude }) => sum + magnitude, 0);
      const next = w.map((one) => dot(one, here));
      const before = w.map((one) => dot(one, last));
      const seen = table.layout === 'dense' ? t >= table.firstStep : here.some((feature) => feature !== 0);
      // Signals of the test begin at step 1.
      const offset = bootstrap === 'sample' && seen ? Math.floor(draws.uniform(1 + t) * each.length) : 0;
      const delta = each.map(({ discount }, i) => {
        const j = (i + offset) % each.length;
        const rawError = reward + discount * (next[j] as number) - (before[i] as number);
        const inside = trial.interventions.some(
          ({ from, steps }) => t - trial.zeroStep >= from && t - trial.zeroStep < from + steps,
        );
        return inside ? (rawError > 0 ? 0.5 : 0) * rawError + 0.3 : rawError;
      });
      const decayed = e.map((one, i) => one.map((trace) => lambda * (each[i] as Channel).discount * trace));
      const seenBefore = last;
      e = decayed.map((one) =>
        one.map((old, f) =>
          trace === 'replacing' ? Math.max(old, seenBefore[f] as number) : old + (seenBefore[f] as number),
        ),
      );
      if (trial.plastic) {
        delta.forEach((error, i) => {
          const { gainPositive, gainNegative } = each[i] as Channel;
          const down = statistic === 'quantile' ? -gainNegative : gainNegative * error;
          const up = statistic === 'quantile' ? gainPositive : gainPositive * error;
          const step =
            alpha * (error > 0 ? up : error < 0 ? down : tie === 'up' && statistic === 'quantile' ? gainPositive : 0);
          w[i] = (w[i] as number[]).map((weight, f) => weight + step * (e[i]?.[f] as number));
        });
      }
      rpe.push(delta);
      value.push(next);
      last = here;
    }
  }
  return { rpe, value, weights: w };
}

const draws = stepDraws(1, 'agent');

const runTrial = (learner: ReturnType<typeof tdZero.create>, { trial, table }: Case, count: number) => {
  // Signals and columns of units hold 0 in steps that have not been run.
  const signals = {
    rpe: new Float64Array(trial.steps + 1).fill(7, 0, 1),
    value: new Float64Array(trial.steps + 1).fill(7, 0, 1),
    offset: 1,
  };
  const [channelRpe, channelValue] = [0, 1].map(() =>
    new Float64Array((trial.steps + 1) * count).fill(7, 0, count),
  ) as [Float64Array, Float64Array];
  learner.learnTrial(
    trial,
    [table],
    { ...signals, units: { 'channel-rpe': channelRpe, 'channel-value': channelValue } },
    draws,
  );
  return { ...signals, channelRpe, channelValue };
};

const expectClose = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expect(expected.filter((number, i) => !(Math.abs((actual[i] as number) - number) < 1e-10))).toEqual([]);
};

test.each(['accumulating', 'replacing'] as const)('many channels with %s traces follow their equations', (trace) => {
  fc.assert(
    fc.property(
      channels,
      fc.array(cases, { minLength: 1, maxLength: 4 }),
      between(0, 0.3),
      fc.oneof(fc.constant(0), between(0, 1)),
      (population, completed, alpha, lambda) => {
        const count = population.each.length;
        const terms = { discount: 0.5, rewardRateLearning: 0, channels: population };
        const learner = tdLambda.create(
          valuesOf(tdLambda, { learningRate: alpha, traceDecay: lambda, trace }),
          setupOf({ terms, layout: 'dense', size }),
        );
        expect(learner.channels).toBe(count);
        const slow = slowly(completed, population, alpha, lambda, trace);
        let from = 0;
        for (const one of completed) {
          const signals = runTrial(learner, one, count);
          const [rpe, value] = [slow.rpe, slow.value].map((all) => all.slice(from, from + one.trial.steps)) as [
            number[][],
            number[][],
          ];
          from += one.trial.steps;
          const untouched = population.each.map(() => 7);
          expectClose(signals.channelRpe, [...untouched, ...rpe.flat()]);
          expectClose(signals.channelValue, [...untouched, ...value.flat()]);
          expectClose(signals.rpe, [7, ...rpe.map(mean)]);
          expectClose(signals.value, [7, ...value.map(mean)]);
        }
        expectClose(
          learner.weights,
          Array.from({ length: size }, (_, f) => mean(slow.weights.map((one) => one[f] as number))),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('with WebAssembly and without, many channels give the same bits', () => {
  const rows = fc.record({
    statistic: fc.constantFrom('expectile' as const, 'quantile' as const),
    bootstrap: fc.constantFrom('sample' as const, 'own' as const),
    tie: fc.constantFrom('none' as const, 'up' as const),
    each: fc.array(channel, { minLength: 1, maxLength: 7 }),
  });
  const settings = fc.record({
    learningRate: between(0, 1),
    traceDecay: fc.constantFrom(0, 1e-9, 0.9),
    trace: fc.constantFrom('accumulating' as const, 'replacing' as const),
    boundary: fc.constantFrom('reset' as const, 'continuous' as const),
  });
  const overrides = fc.constantFrom(undefined, { discount: 0.4 }, { traceDecay: 0 }, { traceDecay: 0.5 });
  fc.assert(
    fc.property(
      rows,
      settings,
      fc.array(fc.tuple(cases, overrides), { minLength: 1, maxLength: 8 }),
      (population, given, session) => {
        const learner = (): Learner =>
          tdLambda.create(
            valuesOf(tdLambda, given),
            setupOf({ terms: { discount: 0.5, rewardRateLearning: 0.1, channels: population }, layout: 'dense', size }),
          );
        const fast = learner();
        let slow = withoutWebAssembly(learner);
        for (const [i, [{ trial, table }, changed]] of session.entries()) {
          const one = { trial: { ...trial, ...(changed === undefined ? {} : { overrides: changed }) }, table };
          const [a, b] = [fast, slow].map((each) => runTrial(each, one, population.each.length));
          expect(a).toStrictEqual(b);
          expectSameBits(fast.weights, slow.weights);
          expectSameBits(fast.state(), slow.state());
          if (i !== 2) continue;
          // Each goes on from the state of the other.
          const saved = fast.state();
          fast.restore(slow.state());
          slow = withoutWebAssembly(learner);
          slow.restore(saved);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('one channel without gains is plain TD', () => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 1, maxLength: 4 }), between(0, 1), (completed, discount) => {
      const terms = { discount, rewardRateLearning: 0.1 };
      const plain = {
        dense: tdZero.create(valuesOf(tdZero), setupOf({ terms, layout: 'dense', size })),
        binary: tdZero.create(valuesOf(tdZero), setupOf({ terms, layout: 'binary', size })),
      };
      const layout = (completed[0] as Case).table.layout;
      const each = [{ discount, gainPositive: 1, gainNegative: 1 }];
      const many = tdZero.create(
        valuesOf(tdZero),
        setupOf({ terms: { ...terms, channels: { statistic: 'expectile', bootstrap: 'own', each } }, layout, size }),
      );
      for (const one of completed.filter(({ table }) => table.layout === layout))
        expectClose(runTrial(many, one, 1).rpe, [...runTrial(plain[layout], one, 1).rpe]);
      expectClose(many.weights, [...plain[layout].weights]);
    }),
  );
});

test('a restored learner continues with the same bits; a trial may set the discount of all channels', () => {
  fc.assert(
    fc.property(channels, cases, cases, (population, first, second) => {
      const terms = { discount: 0.5, rewardRateLearning: 0.1, channels: population };
      const make = () => tdZero.create(valuesOf(tdZero), setupOf({ terms, layout: 'dense', size }));
      const learner = make();
      runTrial(learner, first, population.each.length);
      const fresh = make();
      fresh.restore(Array.from(learner.state()));
      expect(Array.from(fresh.weights)).toEqual(Array.from(learner.weights));
      const overridden = { ...second, trial: { ...second.trial, overrides: { discount: 0 } } };
      expect(runTrial(fresh, second, population.each.length)).toEqual(
        runTrial(learner, second, population.each.length),
      );
      const { channelRpe } = runTrial(learner, overridden, population.each.length);
      expect(runTrial(fresh, overridden, population.each.length).channelRpe).toEqual(channelRpe);
    }),
  );
});

test('a large population on many features can be saved', () => {
  const each = Array.from({ length: 200 }, () => ({ discount: 1, gainPositive: 1, gainNegative: 1 }));
  const terms = {
    discount: 1,
    rewardRateLearning: 0,
    channels: { statistic: 'expectile', bootstrap: 'own', each },
  } as const;
  expect(
    tdZero.create(valuesOf(tdZero), setupOf({ terms, layout: 'binary', size: 3000 })).state().length,
  ).toBeGreaterThan(600_000);
});

test('dutch traces are refused, discounts per second fit the step', () => {
  const terms = manyDiscounts.terms(valuesOf(manyDiscounts), randomStream(1, 'agent'));
  expect(() =>
    tdLambda.create(valuesOf(tdLambda, { trace: 'dutch' }), setupOf({ terms, layout: 'binary', size: 1 })),
  ).toThrow(InputError);
  // Cue, reward of 1 after 3 s: channel k converges to γ_k^3 at the cue, whatever the step.
  for (const stepSeconds of [0.1, 0.5]) {
    const design = designOf({ cues: ['light'], types: {}, trialSeconds: 5, stepSeconds });
    const { learner, encoder } = subjectOf(design, {
      architecture: [completeSerialCompound, { resetAtReward: true }],
      rule: [tdZero, { learningRate: 0.5 }],
      terms: termsPerStep(terms, stepSeconds),
    });
    const steps = 3 / stepSeconds;
    const trial = trialOf({ window: steps + 2, cues: [[0, 0, 1]], outcomes: [[steps, 1]] });
    for (let i = 0; i < 200; i++) runTrial(learner, { trial, table: encoder.encode(trial)[0] as FeatureTable }, 20);
    const { channelRpe } = runTrial(learner, { trial, table: encoder.encode(trial)[0] as FeatureTable }, 20);
    for (let k = 0; k < 20; k++)
      expect(channelRpe[(1 + trial.zeroStep) * 20 + k]).toBeCloseTo((0.5 + (0.49 * k) / 19) ** 3, 6);
  }
});

describe('the rewards of Eshel et al. 2015, in µl', () => {
  const microlitres = [0.1, 0.3, 1.2, 2.5, 5, 10, 20];
  const odds = [0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077];

  /** Each channel's value before the reward: the mean of the second half of 80,000 trials. */
  function learned(statistic: Channels['statistic'], taus: readonly number[], learningRate: number): readonly number[] {
    const each = taus.map((tau) => ({ discount: 0.98, gainPositive: tau, gainNegative: 1 - tau }));
    const design = designOf({ cues: ['odour'], types: {}, trialSeconds: 1 });
    const { learner, encoder } = subjectOf(design, {
      architecture: [completeSerialCompound, { resetAtReward: true }],
      rule: [tdZero, { learningRate }],
      terms: { discount: 0.98, rewardRateLearning: 0, channels: { statistic, bootstrap: 'sample', each } },
    });
    const random = randomStream(3, 'rewards');
    const trials = microlitres.map((volume) =>
      trialOf({ zeroStep: 1, window: 3, cues: [[0, 0, 1]], outcomes: [[1, volume]] }),
    );
    const sums = taus.map(() => 0);
    const count = 80_000;
    for (let i = 0; i < count; i++) {
      const trial = trials[random.weighted(odds)] as Trial;
      const { channelValue } = runTrial(
        learner,
        { trial, table: encoder.encode(trial)[0] as FeatureTable },
        taus.length,
      );
      if (i >= count / 2)
        taus.forEach(
          (_, k) => (sums[k] = (sums[k] as number) + (channelValue[(1 + trial.zeroStep) * taus.length + k] as number)),
        );
    }
    return sums.map((sum) => sum / (count / 2));
  }

  const taus = [0.05, 0.25, 0.5, 0.75, 0.95];

  /** The root of Σ p |τ - 1[z < v]| (z - v), which falls with v. */
  function expectile(tau: number): number {
    let [low, high] = [0, 20];
    for (let i = 0; i < 60; i++) {
      const v = (low + high) / 2;
      const pull = microlitres.reduce((sum, z, n) => sum + (odds[n] as number) * (z > v ? tau : 1 - tau) * (z - v), 0);
      [low, high] = pull > 0 ? [v, high] : [low, v];
    }
    return low;
  }

  test('expectiles 1.37, 3.39, 5.38, 7.82, 13.33', () => {
    const values = learned('expectile', taus, 0.01);
    values.forEach((value, i) => expect(Math.abs(value / expectile(taus[i] as number) - 1)).toBeLessThan(0.015));
    // These were simulated: that of τ = .5 is the mean, which is 5.21, so their own error is up to about 3.5 %.
    const golden = [1.37, 3.39, 5.38, 7.82, 13.33];
    values.forEach((value, i) => expect(Math.abs(value / (golden[i] as number) - 1)).toBeLessThan(0.05));
  });

  test('quantiles: the smallest volume with at least this cumulative probability', () => {
    // Cumulative probabilities, from the smallest: .066 .157 .305 .460 .772 .923 1.
    const golden: readonly (readonly [number, number])[] = [
      [0.03, 0.1],
      [0.11, 0.3],
      [0.23, 1.2],
      [0.38, 2.5],
      [0.62, 5],
      [0.85, 10],
      [0.97, 20],
    ];
    const values = learned(
      'quantile',
      golden.map(([tau]) => tau),
      0.02,
    );
    golden.forEach(([, volume], i) =>
      expect(Math.abs((values[i] as number) - volume)).toBeLessThan(0.05 * Math.max(1, volume)),
    );
  });
});

test('quantiles of a continuous distribution: uniform on 0 to 1', () => {
  const taus = [0.1, 0.3, 0.5, 0.9];
  const each = taus.map((tau) => ({ discount: 1, gainPositive: tau, gainNegative: 1 - tau }));
  const { learner, encoder } = subjectOf(
    designOf({
      cues: ['odour'],
      types: { cued: { cues: [], rewards: [{ time: fixed(0.1), magnitude: 1, probability: 1 }] } },
    }),
    {
      architecture: [completeSerialCompound, { resetAtReward: true }],
      rule: [tdZero, { learningRate: 0.005 }],
      terms: { discount: 1, rewardRateLearning: 0, channels: { statistic: 'quantile', bootstrap: 'own', each } },
    },
  );
  const random = randomStream(4, 'rewards');
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const trial = trialOf({ zeroStep: 1, window: 3, cues: [[0, 0, 1]], outcomes: [[1, random.next()]] });
    const { channelValue } = runTrial(learner, { trial, table: encoder.encode(trial)[0] as FeatureTable }, 4);
    if (i >= 5000)
      taus.forEach(
        (_, k) => (sums[k] = (sums[k] as number) + (channelValue[(1 + trial.zeroStep) * 4 + k] as number) / 15_000),
      );
  }
  taus.forEach((tau, k) => expect(Math.abs((sums[k] as number) - tau)).toBeLessThan(0.02));
});
