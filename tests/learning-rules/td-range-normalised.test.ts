import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import tdRangeNormalised from '../../src/learning-rules/td-range-normalised.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { randomStream } from '../../src/core/random.ts';
import { between, designOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { cases, dot, expectClose, expectResumes, runTrial, runAll, size, stepsOf, type Step } from './feature-cases.ts';

interface Rates {
  gamma: number;
  alpha: number;
  eta: number;
  sigma0: number;
  least: number;
}
interface Known {
  w: number[];
  sigma: number[];
}

/** The equations. */
function slow(steps: readonly Step[], p: Rates) {
  let { w, sigma }: Known = { w: [0, 0, 0, 0, 0], sigma: [0, 0, 0, 0, 0].map(() => p.sigma0) };
  let x: readonly number[] = [0, 0, 0, 0, 0];
  const rpe: number[] = [];
  const value: number[] = [];
  for (const { x: y, reward, plastic, discount: gamma = p.gamma, effect } of steps) {
    const on = x.reduce((a, b) => a + b, 0);
    const spread = on === 0 ? p.sigma0 : Math.max(p.least, dot(sigma, x) / on);
    const delta = effect((reward + gamma * dot(w, y) - dot(w, x)) / spread);
    rpe.push(delta);
    value.push(dot(w, y));
    if (plastic) {
      w = w.map((wi, i) => wi + p.alpha * delta * (x[i] as number));
      sigma = sigma.map((si, i) => si + p.eta * (x[i] as number) * (Math.abs(delta) * spread - si));
    }
    x = y;
  }
  return { rpe, value, known: { w, sigma } };
}

const rates = fc.record({
  gamma: between(0, 1),
  alpha: between(0, 0.2),
  eta: between(0, 1),
  sigma0: between(0.1, 2),
  least: between(0.1, 1),
});

describe.each(['binary', 'dense'] as const)('%s features', (layout) => {
  const make = ({ gamma, alpha, eta, sigma0, least }: Rates) =>
    tdRangeNormalised.create(
      valuesOf(tdRangeNormalised, { learningRate: alpha, spreadRate: eta, initialSpread: sigma0, leastSpread: least }),
      setupOf({ terms: { discount: gamma, rewardRateLearning: 0 }, layout, size }),
    );

  test('follows its equations over several trials', () => {
    fc.assert(
      fc.property(rates, fc.array(cases(layout), { minLength: 1, maxLength: 6 }), (p, completed) => {
        const learner = make(p);
        const expected = slow(stepsOf(completed), p);
        const { rpe, value } = runAll(learner, completed);
        expectClose(rpe, expected.rpe, 1e-8);
        expectClose(value, expected.value, 1e-8);
        expectClose(
          Array.from(learner.state()).slice(0, 2 * size),
          [...expected.known.w, ...expected.known.sigma],
          1e-8,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a restored learner continues with the same bits', () => {
    fc.assert(
      fc.property(rates, fc.array(cases(layout), { minLength: 2, maxLength: 6 }), (p, completed) =>
        expectResumes(() => make(p), completed),
      ),
    );
  });

  test('with a constant spread of 1 it is TD(0)', () => {
    fc.assert(
      fc.property(fc.array(cases(layout), { minLength: 1, maxLength: 5 }), (completed) => {
        const setup = setupOf({ terms: { discount: 0.9, rewardRateLearning: 0 }, layout, size });
        const scaled = tdRangeNormalised.create(
          valuesOf(tdRangeNormalised, { learningRate: 0.1, spreadRate: 0, initialSpread: 1 }),
          setup,
        );
        const plain = tdZero.create(valuesOf(tdZero, { learningRate: 0.1 }), setup);
        for (const one of completed) expectClose(runTrial(scaled, one).rpe, [...runTrial(plain, one).rpe]);
      }),
    );
  });
});

/** A cue, then one of two rewards that are equally likely; the responses to them, once learned. */
function responses(rule: unknown, given: object, low: number, high: number): readonly [number, number] {
  const subject = subjectOf(designOf({ cues: ['A'], types: {}, trialSeconds: 0.6 }), {
    architecture: [completeSerialCompound],
    rule: [rule as never, given as never],
    terms: { discount: 0.98, rewardRateLearning: 0 },
  });
  const random = randomStream(1, 'rewards');
  const trial = (reward: number, plastic: boolean) =>
    trialOf({ window: 6, cues: [[0, 0, 4]], outcomes: [[4, reward]], plastic });
  for (let i = 0; i < 8000; i++) subject.runTrial(trial(random.bernoulli(0.5) ? high : low, true));
  return [subject.runTrial(trial(low, false)).rpeAt(4), subject.runTrial(trial(high, false)).rpeAt(4)];
}

describe('two rewards that are equally likely (Tobler, Fiorillo & Schultz 2005)', () => {
  const slowly = { learningRate: 0.002, spreadRate: 0.002, leastSpread: 0.01 };

  // With V the mean and σ half the distance, δ/σ is -1 and 1.
  test.each([
    [0.05, 0.15],
    [0.15, 0.5],
    [0.05, 0.5],
  ])('%d or %d: -1 or 1 for every range', (low, high) => {
    const [less, more] = responses(tdRangeNormalised, slowly, low, high);
    expect(Math.abs(less + 1)).toBeLessThan(0.1);
    expect(Math.abs(more - 1)).toBeLessThan(0.1);
  });

  test('TD(0): they differ by as much as the rewards', () => {
    const [less, more] = responses(tdZero, { learningRate: 0.01 }, 0.05, 0.15);
    expect(more - less).toBeCloseTo(0.1, 9);
  });

  test('the spread has a minimum', () => {
    const [less, more] = responses(tdRangeNormalised, { ...slowly, leastSpread: 0.1 }, 0.05, 0.15);
    expect(more - less).toBeCloseTo(0.1 / 0.1, 9);
  });
});

test('before it has learned anything, and without features, errors are divided by the initial spread', () => {
  const subject = subjectOf(designOf({ cues: ['A'], types: {} }), {
    architecture: [completeSerialCompound],
    rule: [tdRangeNormalised, { initialSpread: 2 }],
    terms: { discount: 0.98, rewardRateLearning: 0 },
  });
  expect(subject.runTrial(trialOf({ outcomes: [[3, 1]] })).rpeAt(3)).toBe(0.5);
  expect(subject.runTrial(trialOf({ zeroStep: 5, outcomes: [[-2, 1]] })).rpeAt(-2)).toBe(0.5);
  expect(subject.runTrial(trialOf({ cues: [[0, 0, 2]], outcomes: [[3, 1]] })).rpeAt(3)).toBe(0.5);
});
