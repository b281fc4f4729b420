import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import configural from '../../src/architectures/configural.ts';
import elemental from '../../src/architectures/elemental.ts';
import rescorlaWagner from '../../src/learning-rules/rescorla-wagner.ts';
import { designOf, featuresOf, subjectOf, trialOf, valuesOf } from './trials.ts';

const [A, B, X] = [0, 1, 2];
const together = (cues: string) => ({
  cues: cues.split('').map((cue) => ({ cue, onsetSeconds: 0, durationSeconds: 0.2 })),
  rewards: [],
});
const design = designOf({
  cues: ['A', 'B', 'X'],
  types: { A: together('A'), AB: together('AB'), BA: together('BA'), ABX: together('ABX') },
});
const subject = (architecture: unknown) =>
  subjectOf(design, {
    architecture: [architecture as never],
    rule: [rescorlaWagner, { learningRate: 0.1 }],
    terms: { discount: 1, rewardRateLearning: 0 },
  });
const trial = (cues: readonly number[], reward: number) =>
  trialOf({ cues: cues.map((cue) => [cue, 0, 2] as const), outcomes: [[4, reward]] });

test('has a unit for each cue and for each compound of the design, regardless of the order of its cues', () => {
  const encoder = configural.create(valuesOf(configural), design);
  expect(Array.from({ length: encoder.size }, (_, i) => encoder.label(i))).toEqual([
    'A',
    'B',
    'X',
    'A & B',
    'A & B & X',
  ]);
});

test('a compound’s unit is on if exactly its cues occur, from the last onset to the outcome', () => {
  const encoder = configural.create(valuesOf(configural), design);
  const rows = (given: Parameters<typeof trialOf>[0]) =>
    featuresOf(encoder.encode(trialOf(given)), encoder.size).map((row) => row.slice(3).join(''));
  const on = (given: Parameters<typeof trialOf>[0], unit: string) =>
    rows(given).flatMap((row, step) => (row === unit ? [step] : []));
  // Two steps of interval, then time zero.
  expect(
    on(
      {
        cues: [
          [B, 0, 1],
          [A, 2, 1],
        ],
        outcomes: [[4, 1]],
      },
      '10',
    ),
  ).toEqual([4, 5, 6]);
  expect(
    on(
      {
        cues: [
          [A, 0, 1],
          [B, 0, 1],
          [X, 0, 1],
        ],
        outcomes: [[1, 1]],
      },
      '01',
    ),
  ).toEqual([2, 3]);
  for (const cues of [[A], [A, X]])
    expect(new Set(rows({ cues: cues.map((cue) => [cue, 0, 1]), outcomes: [[1, 1]] }))).toEqual(new Set(['00']));
});

test('learns negative patterning, which elemental cues cannot', () => {
  // A+, B+, AB-: with a unit u for the compound A = B = 1 and u = -2; without it no A and B give A = B = 1 and A + B = 0.
  const shown = (architecture: unknown) => {
    const { runTrial, learner } = subject(architecture);
    for (let i = 0; i < 2000; i++)
      for (const [cues, reward] of [
        [[A], 1],
        [[B], 1],
        [[A, B], 0],
      ] as const)
        runTrial(trial(cues, reward));
    return [...learner.weights];
  };
  const [a, b, , ab] = shown(configural) as [number, number, number, number];
  expect([a, b, ab].map((weight) => weight.toFixed(3))).toEqual(['1.000', '1.000', '-2.000']);
  const [c, d] = shown(elemental) as [number, number];
  expect(Math.abs(c + d)).toBeGreaterThan(0.5);
});

test('learns like the equations with one more cue', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.subarray([A, B, X] as number[]), fc.constantFrom(0, 1)), { maxLength: 30 }),
      (history) => {
        const { runTrial, learner } = subject(configural);
        const V = [0, 0, 0, 0, 0];
        for (const [cues, reward] of history) {
          runTrial(trial(cues, reward));
          const all = [...cues, ...(cues.join() === '0,1' ? [3] : []), ...(cues.length === 3 ? [4] : [])];
          const error = reward - all.reduce((sum, unit) => sum + (V[unit] as number), 0);
          for (const unit of all) V[unit] = (V[unit] as number) + 0.1 * error;
        }
        learner.weights.forEach((weight, i) => expect(weight).toBeCloseTo(V[i] as number, 12));
      },
    ),
  );
});
