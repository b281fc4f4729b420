import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import microstimuli from '../../src/architectures/microstimuli.ts';
import tdLambda from '../../src/learning-rules/td-lambda.ts';
import tdZero from '../../src/learning-rules/td-zero.ts';
import { designOf, subjectOf, trialOf } from '../architectures/trials.ts';

// Printed by run(trials, features) of bench/td_numpy.py, an independent program: 100 steps, cue at 20, reward at 40.
const trial = trialOf({ zeroStep: 20, window: 80, cues: [[0, 0, 10]], outcomes: [[20, 1]] });
const design = designOf({ cues: ['A', 'B'], types: {}, trialSeconds: 8, stepSeconds: 0.1 });
const terms = { discount: 0.98, rewardRateLearning: 0 };
const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);

describe('td_numpy.py, microstimuli', () => {
  test.each([
    {
      trials: 1,
      cue: 0,
      reward: 1,
      after: -0.011815631342620703,
      weights: 0.7549337592453886,
      last: 0.04678979010050507,
    },
    {
      trials: 300,
      cue: 0.6074123147709989,
      reward: 0.9030138613540916,
      after: -0.10493270731421156,
      weights: 3.9418765671181837,
      last: 0.9190213701699738,
    },
    {
      trials: 2000,
      cue: 0.6958482157885485,
      reward: 0.8819105729542054,
      after: -0.12280584277723322,
      weights: 2.974079786889745,
      last: 1.3706899754826298,
    },
  ])('$trials trials', ({ trials, cue, reward, after, weights, last }) => {
    const subject = subjectOf(design, {
      architecture: [
        microstimuli,
        { count: 25, decay: 0.985, width: 0.08, rewardMicrostimuli: false, faintest: 1e-12 },
      ],
      rule: [tdLambda, { learningRate: 0.05, traceDecay: 0.95, trace: 'accumulating', boundary: 'reset' }],
      terms,
    });
    // In that program every trial starts without traces.
    const fresh = subject.encoder.state();
    const runTrial = () => {
      subject.encoder.restore(fresh);
      return subject.runTrial(trial);
    };
    for (let i = 1; i < trials; i++) runTrial();
    const completed = runTrial();
    expect(completed.rpeAt(0)).toBeCloseTo(cue, 9);
    expect(completed.rpeAt(20)).toBeCloseTo(reward, 9);
    expect(completed.rpeAt(21)).toBeCloseTo(after, 9);
    expect(sum(subject.learner.weights)).toBeCloseTo(weights, 9);
    expect(subject.learner.weights[24]).toBeCloseTo(last, 9);
  });
});

describe('td_numpy.py, complete serial compound, 300 trials', () => {
  test('λ = .95, α = .05', () => {
    const subject = subjectOf(design, {
      architecture: [completeSerialCompound],
      rule: [tdLambda, { learningRate: 0.05, traceDecay: 0.95, trace: 'accumulating', boundary: 'reset' }],
      terms,
    });
    for (let i = 1; i < 300; i++) subject.runTrial(trial);
    const completed = subject.runTrial(trial);
    expect(completed.rpeAt(0)).toBeCloseTo(0.6675877465413047, 10);
    expect(completed.rpeAt(20)).toBeCloseTo(2.1845298392442203e-7, 12);
    expect(sum(subject.learner.weights)).toBeCloseTo(16.619472215011147, 9);
  });

  test('λ = 0, α = .1', () => {
    const subject = subjectOf(design, {
      architecture: [completeSerialCompound],
      rule: [tdZero, { learningRate: 0.1 }],
      terms,
    });
    for (let i = 1; i < 300; i++) subject.runTrial(trial);
    expect(subject.runTrial(trial).rpeAt(0)).toBeCloseTo(0.65566522972716, 10);
    expect(sum(subject.learner.weights)).toBeCloseTo(16.59391012272649, 9);
  });
});
