import { describe, expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import { Accumulator } from '../../src/analysis/accumulator.ts';
import type { Averages, Condition } from '../../src/contracts/paradigm.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { mean, variance } from '../core/moments.ts';
import { conditions, makeSource } from './source.ts';

const source = makeSource();
const all = averageConditions(source, conditions).averages(source.trials.length);

/** A condition's trials, selected clause by clause. */
function trialsOf(condition: Condition, trials = source.trials): readonly Trial[] {
  const fitting = trials
    .filter(({ type }) => condition.types.includes(type))
    .filter(({ phase }) => (condition.phase === undefined ? true : phase === condition.phase))
    .filter(({ outcomes }) =>
      condition.outcome === undefined
        ? true
        : outcomes.length > 0 && (condition.outcome === 'delivered') === (outcomes[0]?.magnitude ?? 0) > 0,
    )
    .filter(({ outcomes }) =>
      condition.rewardSeconds === undefined ? true : outcomes[0]?.step === 10 * condition.rewardSeconds,
    )
    .filter(({ outcomes }) => condition.align === 'cue' || outcomes.length > 0);
  const from = condition.last === undefined ? 0 : Math.max(0, fitting.length - condition.last);
  return fitting.slice(from, condition.first ?? fitting.length);
}

/** All numbers that enter an average, one row per trial. */
function gather(condition: Condition, signal: 'rpe' | 'value'): readonly (readonly number[])[] {
  return trialsOf(condition).map((trial) => {
    const event =
      (source.offsets[trial.index] as number) +
      trial.zeroStep +
      (condition.align === 'cue' ? 0 : (trial.outcomes[0]?.step as number));
    const [from, to] = condition.window.map((seconds) => Math.round(10 * seconds)) as [number, number];
    return Array.from({ length: to - from }, (_, i) => source.signals[signal][event + from + i] as number);
  });
}

describe.each(Object.entries(conditions))('%s', (id, condition) => {
  const averages = all[id] as Averages;

  test.each(['rpe', 'value'] as const)('the average of %s agrees with a slow implementation', (signal) => {
    const rows = gather(condition, signal);
    expect(averages[signal].n).toBe(rows.length);
    const columns = (rows[0] ?? []).map((_, i) => rows.map((row) => row[i] as number));
    expect(averages[signal].mean).toEqual(columns.map((column) => expect.closeTo(mean(column), 10)));
    expect(averages[signal].sem).toEqual(
      columns.map((column) => expect.closeTo(column.length < 2 ? 0 : Math.sqrt(variance(column) / column.length), 10)),
    );
  });

  test('its time axis covers the window in steps', () => {
    const [from, to] = condition.window;
    expect(averages.t[0]).toBeCloseTo(from, 9);
    expect(averages.t.at(-1)).toBeCloseTo(to - 0.1, 9);
    averages.t.slice(1).forEach((t, i) => expect(t - (averages.t[i] as number)).toBeCloseTo(0.1, 9));
  });
});

test('the schedule contains trials of the conditions', () => {
  expect(Object.fromEntries(Object.keys(conditions).map((id) => [id, (all[id]?.n ?? 0) > 1]))).toEqual({
    ...Object.fromEntries(Object.keys(conditions).map((id) => [id, true])),
    never: false,
  });
});

test('rate is the mean over recorded units', () => {
  const { sure } = conditions;
  const rows = trialsOf(sure as Condition).map((trial) => {
    const [a, b] = [0, 1].map((unit) =>
      Array.from({ length: 21 }, (_, i) => source.recorded.reading(trial, unit, i - 5)),
    );
    return (a ?? []).map((value, i) => (value + (b?.[i] as number)) / 2);
  });
  expect(all['sure']?.rate.mean).toEqual(
    Array.from({ length: 21 }, (_, i) => expect.closeTo(mean(rows.map((row) => row[i] as number)), 10)),
  );
});

test('incremental averages equal those computed at once, also after going back', () => {
  const growing = averageConditions(source, conditions);
  for (const done of [0, 1, 7, 40, 90, 20, source.trials.length])
    expect(growing.averages(done)).toEqual(averageConditions(makeSource(), conditions).averages(done));
});

test('marks name only events that occur at the same time in all trials', () => {
  expect(all['sure']?.marks).toEqual([
    { event: 'cue', label: 'cue', seconds: 0 },
    { event: 'reward', label: 'reward', seconds: 1 },
  ]);
  expect(all['both']?.marks).toEqual([]);
  expect(all['omitted']?.marks).toEqual([
    { event: 'cue', label: 'light', seconds: 0 },
    { event: 'cue', label: 'tone', seconds: 0.3 },
  ]);
  expect(all['late']?.marks.map(({ event }) => event)).not.toContain('cue');
});

describe('standard error', () => {
  const accumulate = (values: readonly number[]) => {
    const accumulator = new Accumulator(1);
    for (const value of values) accumulator.add(() => value);
    return accumulator.band();
  };

  test('closed form: 1, 2, 3, 4 have mean 2.5 and SEM sqrt(5/3) / 2', () => {
    expect(accumulate([1, 2, 3, 4]).mean[0]).toBe(2.5);
    expect(accumulate([1, 2, 3, 4]).sem[0]).toBeCloseTo(Math.sqrt(5 / 3) / 2, 14);
  });

  test('is precise far from zero', () =>
    expect(accumulate([1, 2, 3, 4].map((value) => value + 1e9)).sem[0]).toBeCloseTo(Math.sqrt(5 / 3) / 2, 6));
  test('is 0 for one trial; without trials there is no mean', () => {
    expect(accumulate([3])).toEqual({ mean: [3], sem: [0], n: 1 });
    expect(accumulate([])).toEqual({ mean: [], sem: [], n: 0 });
  });

  test('a trial that lacks a step does not count in it', () => {
    const accumulator = new Accumulator(2);
    accumulator.add((i) => [1, 5][i] as number);
    accumulator.add((i) => [3, Number.NaN][i] as number);
    expect(accumulator.band()).toEqual({ mean: [2, 5], sem: [1, 0], n: 2 });
  });
});
