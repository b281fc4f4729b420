import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import presence from '../../src/architectures/presence.ts';
import tdLambda from '../../src/learning-rules/td-lambda.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { between, designOf, fixed, runTrial, subjectOf, trialOf } from '../architectures/trials.ts';

const design = designOf({ cues: ['light'], types: {}, trialSeconds: 3 });
const window = 30;
const cueThenReward = (n: number, magnitude: number, plastic: boolean) =>
  trialOf({ window, cues: [[0, 0, 3]], outcomes: [[n, magnitude]], plastic });

describe('after training on a reward of probability p, n steps after the cue', () => {
  test.each([
    { name: 'TD(0)', rule: tdZero, given: {} },
    // Exact if no trace of a trial remains at the next cue.
    { name: 'TD(λ), accumulating', rule: tdLambda, given: { trace: 'accumulating', boundary: 'reset' } },
    { name: 'TD(λ), replacing', rule: tdLambda, given: { trace: 'replacing', boundary: 'reset' } },
    { name: 'TD(λ), dutch', rule: tdLambda, given: { trace: 'dutch', boundary: 'reset' } },
  ])('$name: cue γ^n p, delivered reward 1 - p, omitted reward -p, 0 elsewhere', ({ rule, given }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.oneof(fc.constantFrom(0, 1), between(0, 1)),
        between(0.8, 1),
        (n, p, discount) => {
          const terms = { discount, rewardRateLearning: 0 };
          const subject = subjectOf(design, {
            architecture: [completeSerialCompound],
            rule: [rule, { learningRate: 0.5, ...given }],
            terms,
          });
          // Weights are linear in the rewards, so rewards of size p give the mean weights of rewards of probability p.
          for (let i = 0; i < 300; i++) subject.runTrial(cueThenReward(n, p, true));
          const delivered = subject.runTrial(cueThenReward(n, 1, false));
          const omitted = subject.runTrial(cueThenReward(n, 0, false));
          for (let step = -1; step < window; step++) {
            const [cue, reward] = [step === 0 ? discount ** n * p : 0, step === n ? 1 : 0];
            expect(delivered.rpeAt(step)).toBeCloseTo(cue + reward * (1 - p), 9);
            expect(omitted.rpeAt(step)).toBeCloseTo(cue - reward * p, 9);
            const waiting = step >= 0 && step < n;
            expect(delivered.valueAt(step)).toBeCloseTo(waiting ? discount ** (n - 1 - step) * p : 0, 9);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('golden numbers of an independent program: TD(0), serial compound, 10 steps, γ .98, α .1, drawn rewards', () => {
  test.each([
    { p: 0, cue: 0 },
    { p: 0.25, cue: 0.215, reward: 0.743, omission: -0.261 },
    { p: 0.5, cue: 0.419, reward: 0.493, omission: -0.506 },
    { p: 0.75, cue: 0.617, reward: 0.244, omission: -0.757 },
    { p: 1, cue: 0.817, reward: 0 },
  ])('p = $p', ({ p, cue, reward, omission }) => {
    const design = designOf({
      cues: ['light'],
      types: {
        cued: {
          cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: 1 }],
          rewards: [{ time: fixed(1), magnitude: 1, probability: p }],
        },
      },
      trials: 6000,
      trialSeconds: 2,
    });
    const terms = { discount: 0.98, rewardRateLearning: 0 };
    const late = runTrial(design, {
      architecture: [completeSerialCompound],
      rule: [tdZero],
      terms,
    }).slice(1000);
    const mean = (delivered: boolean | undefined, step: number): number => {
      const chosen = late.filter(({ trial }) => delivered === undefined || trial.outcomes[0]?.delivered === delivered);
      return chosen.reduce((sum, { rpeAt }) => sum + rpeAt(step), 0) / chosen.length;
    };
    expect(Math.abs(mean(undefined, 0) - cue)).toBeLessThan(0.02);
    if (reward !== undefined) expect(Math.abs(mean(true, 10) - reward)).toBeLessThan(0.02);
    if (omission !== undefined) expect(Math.abs(mean(false, 10) - omission)).toBeLessThan(0.02);
  });
});

describe('Niv, Duff & Dayan 2005: averaged, asymmetrically coded errors ramp', () => {
  const shown = (
    rule: readonly [never, Readonly<Record<string, unknown>>],
    p: number,
  ): { before: number; outcome: number } => {
    const design = designOf({
      cues: ['light'],
      types: {
        cued: {
          cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: 2 }],
          rewards: [{ time: fixed(2), magnitude: 1, probability: p }],
        },
      },
      trials: 15000,
      trialSeconds: 3,
    });
    const completed = runTrial(design, {
      architecture: [completeSerialCompound],
      rule,
      terms: { discount: 0.98, rewardRateLearning: 0 },
    });
    const mean = (step: number): number =>
      completed.slice(1000).reduce((sum, { rpeAt }) => sum + Math.max(rpeAt(step), rpeAt(step) / 6), 0) /
      (completed.length - 1000);
    return { before: mean(19), outcome: mean(20) };
  };

  test.each([
    { p: 0.25, before: 0.121, outcome: 0.154 },
    { p: 0.5, before: 0.163, outcome: 0.209 },
    { p: 0.75, before: 0.123, outcome: 0.158 },
    { p: 1, before: 0, outcome: 0 },
  ])('p = $p', ({ p, before, outcome }) => {
    const measured = shown([tdZero as never, { learningRate: 0.8 }], p);
    expect(Math.abs(measured.before - before)).toBeLessThan(0.02);
    expect(Math.abs(measured.outcome - outcome)).toBeLessThan(0.02);
  });

  test('with λ = .9 the ramp almost disappears', () => {
    const { before } = shown([tdLambda as never, { learningRate: 0.8, traceDecay: 0.9 }], 0.5);
    expect(before).toBeGreaterThan(0.005);
    expect(before).toBeLessThan(0.025);
  });
});

test('blocking: a cue in compound with one that already predicts the reward learns nothing', () => {
  const design = designOf({ cues: ['A', 'X'], types: {} });
  const parts = {
    architecture: [presence],
    rule: [tdZero],
    terms: { discount: 0, rewardRateLearning: 0 },
  } as const;
  const learn = (pretraining: number): number => {
    const subject = subjectOf(design, parts);
    for (let i = 0; i < pretraining; i++) subject.runTrial(trialOf({ cues: [[0, 0, 1]], outcomes: [[1, 1]] }));
    for (let i = 0; i < 300; i++)
      subject.runTrial(
        trialOf({
          cues: [
            [0, 0, 1],
            [1, 0, 1],
          ],
          outcomes: [[1, 1]],
        }),
      );
    return subject.learner.weights[1] as number;
  };
  expect(learn(300)).toBeCloseTo(0, 9);
  expect(learn(0)).toBeCloseTo(0.5, 9);
});

test('average reward: the rate converges to the reward per step and errors average 0', () => {
  const subject = subjectOf(design, {
    architecture: [completeSerialCompound],
    rule: [tdZero, { learningRate: 0.1 }],
    terms: { discount: 1, rewardRateLearning: 0.0005 },
  });
  const trial = trialOf({ zeroStep: 20, window: 30, cues: [[0, 0, 3]], outcomes: [[10, 1]] });
  for (let i = 0; i < 2000; i++) subject.runTrial(trial);
  const { rpe, rpeAt } = subject.runTrial(trial);
  const perStep = 1 / trial.steps;
  expect(Array.from(subject.learner.state()).at(-1)).toBeCloseTo(perStep, 3);
  // The interval before the cue has no features, so ρ is charged in its steps and the cue compensates all of it.
  expect(rpeAt(-1)).toBeCloseTo(-perStep, 3);
  // The step to the cue, and the thirty that it predicts, up to the one into the next interval.
  expect(rpeAt(0)).toBeCloseTo(1 - 31 * perStep, 2);
  expect(rpeAt(10)).toBeCloseTo(0, 3);
  expect(rpe.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 2);
});
