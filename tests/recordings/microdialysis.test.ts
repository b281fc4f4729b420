import { expect, test } from 'vitest';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { recordSteps, type RecordingStart } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';
import microdialysis from '../../src/recordings/microdialysis.ts';
import { mean, variance } from '../core/moments.ts';

const stepSeconds = 0.5;

function record(
  given: object,
  rpe: readonly number[],
  start: RecordingStart = { startSeconds: 0, history: 0 },
): number[] {
  const recorder = microdialysis.create(
    parseParameters(microdialysis.parameters, { sampleSeconds: 10, noise: 0, ...given }, 'microdialysis'),
    randomStream(1, 'recording'),
  );
  const out = new Float64Array(rpe.length - start.history);
  recordSteps(recorder, 0, Float64Array.from(rpe), stepSeconds, randomStream(2, 'noise'), out, start);
  return [...out];
}
const rpe = (length: number, events: Record<number, number>): number[] =>
  Array.from({ length }, (_, i) => events[i * stepSeconds] ?? 0);
/** Of samples of 10 s, in the middle of each. */
const samples = (shown: readonly number[]): number[] => shown.filter((_, i) => i % 20 === 10);

test('a sample is shown from its end on: 100 % plus the areas of its errors over its duration', () => {
  const shown = record({ gainPositive: 100, gainNegative: 20 }, rpe(80, { 3: 1, 9.5: 0.5, 10: 2, 21: -3 }));
  expect(samples(shown)).toEqual([100, 100 + 150 / 10, 100 + 200 / 10, 100 - 60 / 10]);
  expect(shown[19]).toBe(100);
  expect(shown[20]).toBe(115);
});

test('never below zero', () => {
  expect(samples(record({ gainNegative: 1e5 }, rpe(40, { 1: -1 })))).toEqual([100, 0]);
});

test('a delay moves errors to later samples', () => {
  expect(samples(record({ delaySeconds: 13 }, rpe(100, { 3: 1, 8: 1 })))).toEqual([100, 100, 110, 110, 100]);
});

test('a recording that starts later, with its history, shows the same samples', () => {
  const given = { noise: 5, delaySeconds: 4 };
  const events = rpe(240, Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i * 4 + 0.5, (i % 5) - 1])));
  // What it remembers: two samples and the delay.
  const history = (2 * 10 + 4) / stepSeconds;
  const from = 90;
  const late = record(given, events.slice(from - history), { startSeconds: (from - history) * stepSeconds, history });
  expect(late).toEqual(record(given, events).slice(from));
});

test('each sample has one error', () => {
  const shown = record({ noise: 5 }, rpe(20 * 2000, {}));
  expect(new Set(shown).size).toBe(2000);
  const errors = samples(shown).slice(1);
  expect(Math.abs(mean(errors) - 100)).toBeLessThan((5 * 5) / Math.sqrt(2000));
  expect(Math.abs(Math.sqrt(variance(errors)) - 5)).toBeLessThan((5 * 5) / Math.sqrt(4000));
});
