import { expect, test } from 'vitest';
import landmarks from '../../src/architectures/landmarks.ts';
import tdFeedback from '../../src/learning-rules/td-feedback.ts';
import {
  designOf,
  featuresOf,
  fixed,
  runTrial,
  setupOf,
  subjectOf,
  trialOf,
  valuesOf,
} from '../architectures/trials.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import chamber from '../../envs/conditioning-chamber.ts';

const track = ['a', 'b', 'c'].map((cue, i) => ({ cue, onsetSeconds: 0.4 * i, durationSeconds: 0.4 }));
const design = designOf({
  cues: ['a', 'b', 'c'],
  types: { run: { cues: track, rewards: [{ time: fixed(1.2), magnitude: 1, probability: 0.8 }] } },
  trialSeconds: 2,
  trials: 40,
});
const terms = { discount: 0.9, rewardRateLearning: 0 };

test.each([
  { learningRate: 0.3, traceDecay: 0 },
  { learningRate: 0.1, traceDecay: 0.8 },
])('follows its equations, α $learningRate, λ $traceDecay', (rule) => {
  const completed = runTrial(design, { architecture: [landmarks], rule: [tdFeedback, rule], terms });
  const encoder = landmarks.create(valuesOf(landmarks), design);
  const n = encoder.size / 2;
  const w = Array.from({ length: n }, () => 0);
  const dot = (x: readonly number[]): number => x.reduce((sum, one, i) => sum + one * (w[i] as number), 0);
  const e = w.map(() => 0);
  let last = w.map(() => 0);
  scheduleTrials(design, chamber, 1).forEach((trial, index) => {
    const rows = featuresOf(encoder.encode(trial), encoder.size);
    rows.forEach((row, t) => {
      const [seen, anticipated] = [row.slice(0, n), row.slice(n)];
      const r = trial.outcomes.filter(({ step, delivered }) => delivered && step === t - trial.zeroStep).length;
      const [vl, vs, before] = [dot(anticipated), dot(seen), dot(last)];
      const delta = r + 0.9 * vl - before;
      expect(completed[index]?.rpe[t]).toBeCloseTo(delta, 10);
      expect(completed[index]?.value[t]).toBeCloseTo(vs, 10);
      for (let i = 0; i < n; i++) {
        e[i] = 0.9 * rule.traceDecay * (e[i] as number) + (last[i] as number);
        w[i] = (w[i] as number) + rule.learningRate * (delta - 0.9 * (vl - vs)) * (e[i] as number);
      }
      last = seen;
    });
  });
});

test('with an error clamped to 0 the feedback correction remains', () => {
  const subject = subjectOf(design, {
    architecture: [landmarks],
    rule: [tdFeedback, { learningRate: 0.5 }],
    terms,
  });
  const run = {
    window: 20,
    cues: [
      [0, 0, 4],
      [1, 4, 4],
      [2, 8, 4],
    ],
    outcomes: [[12, 1]],
  } as const;
  subject.runTrial(trialOf(run));
  const weights = Array.from(subject.learner.weights);
  const held = subject.runTrial(
    trialOf({ ...run, interventions: [{ from: 0, steps: 20, gainPositive: 0, gainNegative: 0, added: 0 }] }),
  );
  expect(Array.from(held.rpe.subarray(2)).every((rpe) => rpe === 0)).toBe(true);
  expect(Array.from(subject.learner.weights)).not.toEqual(weights);
});

test('requires each position twice', () => {
  expect(() => tdFeedback.create(valuesOf(tdFeedback), setupOf({ terms, layout: 'binary', size: 4 }))).toThrow(
    "use the architecture 'landmarks'",
  );
});
