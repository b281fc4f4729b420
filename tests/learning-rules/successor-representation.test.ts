import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import presence from '../../src/architectures/presence.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { perStep } from '../../src/contracts/time-constants.ts';
import successorRepresentation from '../../src/learning-rules/successor-representation.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import tdSr from '../../src/agents/td-sr.ts';
import { between, designOf, setupOf, subjectOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { cases, dot, expectClose, expectResumes, fastest, runAll, size, stepsOf, type Step } from './feature-cases.ts';

interface Known {
  M: number[][];
  w: number[];
}
interface Rates {
  gamma: number;
  lambda: number;
  alphaM: number;
  alphaW: number;
  g: number;
}
const naive = (): Known => ({ M: Array.from({ length: size }, () => [0, 0, 0, 0, 0]), w: [0, 0, 0, 0, 0] });
const successorsOf = (x: readonly number[], M: readonly (readonly number[])[]): number[] =>
  x.map((_, j) => x.reduce((sum, xi, i) => sum + xi * (M[i]?.[j] as number), 0));
const stateValueOf = ({ M, w }: Known): number[] => M.map((row) => dot(row, w));

/** The equations with full matrices. */
function slow(steps: readonly Step[], p: Rates) {
  let { M, w } = naive();
  const f = (error: number): number => (error > 0 ? error : p.g * error);
  const V = (x: readonly number[]): number => dot(successorsOf(x, M), w);
  let e = [0, 0, 0, 0, 0];
  let x: readonly number[] = [0, 0, 0, 0, 0];
  const rpe: number[] = [];
  const value: number[] = [];
  for (const { x: y, reward, plastic, discount: gamma = p.gamma, effect } of steps) {
    rpe.push(effect(reward + gamma * V(y) - V(x)));
    value.push(V(y));
    e = e.map((ei, i) => gamma * p.lambda * ei + (x[i] as number));
    if (plastic) {
      const expected = successorsOf(x, M);
      const then = successorsOf(y, M);
      const rawError = (error: number, here: number): number => effect(error) - effect(0) + here * effect(0);
      const errors = x.map((xj, j) => f(rawError(xj + gamma * (then[j] as number) - (expected[j] as number), xj)));
      const rewardError = f(rawError(reward - dot(w, x), 1));
      M = M.map((row, i) => row.map((m, j) => m + p.alphaM * (e[i] as number) * (errors[j] as number)));
      w = w.map((wi, i) => wi + p.alphaW * rewardError * (x[i] as number));
    }
    x = y;
  }
  return { rpe, value, known: { M, w } };
}

const rates = fc.record({
  gamma: between(0, 1),
  lambda: fc.oneof(fc.constant(0), between(0, 1)),
  alphaM: between(0, 0.2),
  alphaW: between(0, 0.2),
  g: between(0, 1),
});

describe.each(['binary', 'dense'] as const)('%s features', (layout) => {
  const make = ({ gamma, lambda, alphaM, alphaW, g }: Rates) =>
    successorRepresentation.create(
      valuesOf(successorRepresentation, {
        successorRate: alphaM,
        rewardRate: alphaW,
        negativeScale: g,
        traceDecay: lambda,
        boundary: 'continuous',
      }),
      setupOf({ terms: { discount: gamma, rewardRateLearning: 0 }, layout, size }),
    );

  test('follows its equations over several trials', () => {
    fc.assert(
      fc.property(rates, fc.array(cases(layout), { minLength: 1, maxLength: 6 }), (p, completed) => {
        const learner = make(p);
        const expected = slow(stepsOf(completed), p);
        const { rpe, value } = runAll(learner, completed);
        expectClose(rpe, expected.rpe);
        expectClose(value, expected.value);
        expectClose(learner.weights, stateValueOf(expected.known));
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
});

const paper = { successorRate: 0.06, rewardRate: 0.03, negativeScale: 0.25 };
const subjectFor = (cues: readonly string[], window: number, rule: unknown, given: object, architecture: unknown) =>
  subjectOf(designOf({ cues, types: {}, trialSeconds: window / 10 }), {
    architecture: [architecture as never],
    rule: [rule as never, given as never],
    terms: { discount: 0.95, rewardRateLearning: 0 },
  });

describe('closed forms', () => {
  test('M converges to γ^k for a feature k steps later, and V to γ^(n-1-k) r', () => {
    const { runTrial: completed, learner } = subjectFor(
      ['A'],
      8,
      successorRepresentation,
      { ...paper, successorRate: 0.5, rewardRate: 0.5 },
      completeSerialCompound,
    );
    const trial = trialOf({ window: 8, cues: [[0, 0, 2]], outcomes: [[5, 2]] });
    for (let i = 0; i < 400; i++) completed(trial);
    const { rpeAt, valueAt } = completed(trial);
    for (let k = 0; k < 5; k++) expect(valueAt(k)).toBeCloseTo(2 * 0.95 ** (4 - k), 6);
    expect(rpeAt(0)).toBeCloseTo(2 * 0.95 ** 5, 6);
    for (let k = 1; k < 8; k++) expect(rpeAt(k)).toBeCloseTo(0, 6);
    // State: w of 8 features, the previous row (its one feature), the number of slots, their features, groups and traces, then M.
    const M = Array.from(learner.state()).slice(8 + 3 + 1 + 24);
    for (let i = 0; i < 8; i++)
      for (let j = 0; j < 8; j++) expect(M[8 * i + j]).toBeCloseTo(j >= i ? 0.95 ** (j - i) : 0, 6);
  });

  test('negative errors count a quarter: with half of the rewards omitted, w converges to p / (p + (1 - p) / 4) = .8', () => {
    const { runTrial: completed, learner } = subjectFor(
      ['A'],
      2,
      successorRepresentation,
      { ...paper, rewardRate: 0.003 },
      completeSerialCompound,
    );
    for (let i = 0; i < 4000; i++) completed(trialOf({ window: 2, cues: [[0, 0, 1]], outcomes: [[1, i % 2]] }));
    expect(learner.state()[0]).toBeCloseTo(0.8, 2);
  });

  test('devaluation: the value of a cue follows that of its successor, without the cue', () => {
    const { runTrial: completed, learner } = subjectFor(
      ['A', 'B'],
      3,
      successorRepresentation,
      { ...paper, successorRate: 0.5 },
      presence,
    );
    for (let i = 0; i < 50; i++)
      completed(
        trialOf({
          window: 3,
          cues: [
            [0, 0, 1],
            [1, 1, 1],
          ],
        }),
      );
    expect(learner.weights[0]).toBe(0);
    for (let i = 0; i < 200; i++) completed(trialOf({ window: 3, cues: [[1, 0, 1]], outcomes: [[1, 1]] }));
    expect(learner.weights[0]).toBeCloseTo(0.95 * (learner.weights[1] as number), 3);
  });
});

describe('sensory preconditioning: 12 of A then B and of C then D, then 36 of B with reward and of D without', () => {
  // A minute between trials: no trace of one lasts until the next.
  const zeroStep = 600;
  const run = (rule: unknown, given: object, architecture: unknown) => {
    const subject = subjectFor(['A', 'B', 'C', 'D'], 30, rule, given, architecture);
    for (let i = 0; i < 12; i++)
      for (const first of [0, 2])
        subject.runTrial(
          trialOf({
            zeroStep,
            window: 30,
            cues: [
              [first, 0, 10],
              [first + 1, 10, 10],
            ],
          }),
        );
    for (let i = 0; i < 36; i++)
      for (const [cue, reward] of [
        [1, 1],
        [3, 0],
      ] as const)
        subject.runTrial(trialOf({ zeroStep, window: 30, cues: [[cue, 0, 10]], outcomes: [[10, reward]] }));
    return [0, 2].map((cue) =>
      subject.runTrial(trialOf({ zeroStep, window: 30, cues: [[cue, 0, 10]], plastic: false })).rpeAt(0),
    ) as [number, number];
  };

  test('the agent td-sr responds to A and not to C', () => {
    const [a, c] = run(
      successorRepresentation,
      perStep(successorRepresentation.parameters, tdSr.learningRule.parameters, 0.1),
      completeSerialCompound,
    );
    expect(a).toBeGreaterThan(0.05);
    expect(c).toBe(0);
  });

  test('so does the paper’s rule without traces if a cue is one feature, as in the paper', () => {
    const [a, c] = run(successorRepresentation, paper, presence);
    expect(a).toBeGreaterThan(0.05);
    expect(c).toBe(0);
  });

  test('TD(0): exactly 0', () => expect(run(tdZero, {}, completeSerialCompound)).toEqual([0, 0]));
});

test('without reward or traces, stimulation of a feature error makes a cue predict a feature that does not follow it (Sharpe et al. 2017, as in the paper)', () => {
  const added = [{ from: 1, steps: 1, gainPositive: 1, gainNegative: 1, added: 1 }];
  const learn = (interventions: Trial['interventions']): number => {
    const { runTrial: completed, learner } = subjectFor(['A', 'X'], 3, successorRepresentation, paper, presence);
    for (let i = 0; i < 8; i++)
      completed(
        trialOf({
          window: 3,
          cues: [
            [0, 0, 1],
            [1, 1, 1],
          ],
          interventions,
        }),
      );
    // w of two features, no previous row, the number of slots, their features, groups and traces.
    return learner.state()[2 + 1 + 1 + 6] as number;
  };
  // M_AA grows by the added error of A, which was present.
  expect(learn(added)).toBeGreaterThan(learn([]));
});

test('a step costs only what its active cues cost, however many cues the design has', () => {
  const timed = (cues: number): number => {
    const { runTrial: completed } = subjectFor(
      Array.from({ length: cues }, (_, i) => `c${i}`),
      40,
      successorRepresentation,
      tdSr.learningRule.parameters,
      completeSerialCompound,
    );
    return fastest(() => completed(trialOf({ window: 40, cues: [[0, 0, 10]], outcomes: [[10, 1]] })));
  };
  expect(timed(50)).toBeLessThan(5 * timed(1));
});
