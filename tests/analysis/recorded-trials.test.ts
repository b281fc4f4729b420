import { expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import { recordTrials } from '../../src/analysis/recorded-trials.ts';
import { conditions, makeSource } from './source.ts';

test('a trial has the same noise whichever condition reads it first', () => {
  const [sure, both] = ['sure', 'both'].map((id) => ({ [id]: conditions[id] as (typeof conditions)[string] }));
  const rates = (order: readonly (typeof sure)[]) => {
    const source = makeSource();
    const averages = order.map((which) =>
      averageConditions(source, which as typeof conditions).averages(source.trials.length),
    );
    return Object.assign({}, ...averages);
  };
  expect(rates([sure, both])).toEqual(rates([both, sure]));
});

test('recordings do not depend on the order of trials, and differ between trials', () => {
  const [forwards, backwards] = [makeSource(), makeSource()];
  const trials = forwards.trials.slice(0, 20);
  const read = ({ recorded }: typeof forwards, i: number): number[] => [
    ...recorded.trial(trials[i] as (typeof trials)[number]),
  ];
  const there = trials.map((_, i) => read(forwards, i));
  const back = trials.map((_, i) => read(backwards, trials.length - 1 - i)).toReversed();
  expect(back).toEqual(there);
  expect(new Set(there.map((row) => row.join())).size).toBe(trials.length);
});

test('readings start a second before time zero and end with the window', () => {
  const { recorded, trials } = makeSource();
  const trial = trials[3] as (typeof trials)[number];
  expect(recorded.firstStep).toBe(-10);
  expect(recorded.reading(trial, 0, -11)).toBeNaN();
  expect(recorded.reading(trial, 0, -10)).not.toBeNaN();
  expect(recorded.reading(trial, 0, 19)).not.toBeNaN();
  expect(recorded.reading(trial, 0, 20)).toBeNaN();
  expect(recorded.trial(trial)).toHaveLength(2 * 30);
});

test('the recorded RPE is that of the trial’s own steps', () => {
  const source = makeSource();
  const trial = source.trials[5] as (typeof source.trials)[number];
  const zero = (source.offsets[5] as number) + trial.zeroStep;
  for (const step of [-10, 0, 7, 19]) {
    // Unit 1 shows twice the RPE with noise of sd 0.1.
    expect(
      Math.abs(source.recorded.reading(trial, 1, step) - 2 * (source.signals.rpe[zero + step] as number)),
    ).toBeLessThan(0.6);
  }
});

test('a long session is recorded with a bounded cache, and a trial is recorded again with the same values', () => {
  const { design, trials, offsets, signals } = makeSource();
  let recordings = 0;
  // Enough units that at most two trials fit into the cache.
  const recorder = {
    units: 100_000,
    begin() {
      recordings += 1;
      return {
        memory: new Float64Array(0),
        step: () => undefined,
        read: (_unit: number, random: { next(): number }) => random.next(),
      };
    },
  };
  const recorded = recordTrials({ design, seed: 1, recording: 'spikes', rpe: signals.rpe, offsets }, recorder);
  const first = recorded.trial(trials[0] as (typeof trials)[number]).slice(0, 3000);
  recorded.trial(trials[0] as (typeof trials)[number]);
  expect(recordings).toBe(100_000);
  for (const trial of trials.slice(1, 4)) recorded.trial(trial);
  expect(recorded.trial(trials[0] as (typeof trials)[number]).slice(0, 3000)).toEqual(first);
  expect(recordings).toBe(500_000);
});
