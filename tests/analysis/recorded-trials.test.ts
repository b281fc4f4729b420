import { describe, expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import { recordTrials } from '../../src/analysis/recorded-trials.ts';
import type { Recorder } from '../../src/contracts/recording.ts';
import type { Trial } from '../../src/contracts/trial.ts';
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
  const recorded = recordTrials({ design, trials, seed: 1, recording: 'spikes', rpe: signals.rpe, offsets }, recorder);
  const first = recorded.trial(trials[0] as (typeof trials)[number]).slice(0, 3000);
  recorded.trial(trials[0] as (typeof trials)[number]);
  expect(recordings).toBe(100_000);
  for (const trial of trials.slice(1, 4)) recorded.trial(trial);
  expect(recorded.trial(trials[0] as (typeof trials)[number]).slice(0, 3000)).toEqual(first);
  expect(recordings).toBe(500_000);
});

/** Shows the sum of the errors so far, and the time since the start of the session. */
const adding = (memorySeconds: number, begun: number[]): Recorder => ({
  units: 1,
  memorySeconds,
  begin(_step, startSeconds) {
    begun.push(startSeconds);
    const memory = new Float64Array(1);
    return { memory, step: (rpe) => memory.fill((memory[0] as number) + rpe), read: () => memory[0] as number };
  },
});

describe('a recording that remembers', () => {
  const { design, trials, offsets, signals } = makeSource();
  const { rpe } = signals;
  const common = { design, seed: 1, recording: 'adding', rpe, offsets };
  const sum = (from: number, to: number): number => rpe.subarray(from, to).reduce((total, one) => total + one, 0);
  const zeroOf = (index: number): number => (offsets[index] as number) + (trials[index] as Trial).zeroStep;

  test('sees as many seconds before the recorded window as it remembers', () => {
    const begun: number[] = [];
    const trial = trials[9] as Trial;
    const shown = recordTrials({ ...common, trials }, adding(2, begun)).reading(trial, 0, 3);
    expect(shown).toBeCloseTo(sum(zeroOf(9) - 30, zeroOf(9) + 4), 9);
    expect(begun).toEqual([expect.closeTo((zeroOf(9) - 30) * 0.1, 9)]);
    expect(Math.abs((begun[0] as number) - (trial.zeroSeconds - 3))).toBeLessThan(0.1);
  });

  test('at most the session so far, of the same animal', () => {
    const begun: number[] = [];
    const own = trials.map((trial, i) => ({ ...trial, group: i < 7 ? 'one' : 'other' }));
    const recorded = recordTrials({ ...common, trials: own }, adding(1e6, begun));
    expect(recorded.reading(own[4] as Trial, 0, 0)).toBeCloseTo(sum(0, zeroOf(4) + 1), 9);
    expect(recorded.reading(own[9] as Trial, 0, 0)).toBeCloseTo(sum(offsets[7] as number, zeroOf(9) + 1), 9);
    expect(begun).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });
});
