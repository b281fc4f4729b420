import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenedRecording } from '../../../src/contracts/reader.ts';
import { withBaseline, type BaselineMode } from '../../../src/recorded/aligned/baseline.ts';
import { readWindows } from '../../../src/recorded/aligned/read-windows.ts';
import { rowsBy, trialOrder } from '../../../src/recorded/aligned/trial-order.ts';
import { windowBuilder, type WindowOptions, type Windows } from '../../../src/recorded/aligned/windows.ts';
import { foundOf } from '../found.ts';

const labCase = fileURLToPath(new URL('../../../../shared/cases/lab/csv-event-outside', import.meta.url));

interface Signal {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly sampleSeconds: number;
}

function windowsOf(
  { times, values, sampleSeconds }: Signal,
  events: readonly number[],
  options: WindowOptions,
): Windows {
  const extent = { startSeconds: times[0] as number, endSeconds: times.at(-1) as number, sampleSeconds };
  const builder = windowBuilder(Float64Array.from(events), extent, options);
  builder.add(times, values);
  return builder.finish();
}

/** Ten samples a second from 0 s on, with their own number as value. */
const ramp = (samples: number): Signal => ({
  times: Float64Array.from({ length: samples }, (_, i) => i / 10),
  values: Float64Array.from({ length: samples }, (_, i) => i),
  sampleSeconds: 0.1,
});

const options = { beforeSeconds: 1, afterSeconds: 2, binSeconds: 0.5, sampling: 'mean' } as const;
const row = ({ values, seconds }: Windows, at: number): readonly number[] => [
  ...values.subarray(at * seconds.length, (at + 1) * seconds.length),
];

describe.skipIf(!existsSync(labCase))('case csv-event-outside', () => {
  test('counts complete, cut and outside windows and names them', () => {
    const table = (name: string): readonly (readonly number[])[] =>
      readFileSync(join(labCase, name), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number));
    const rows = table('signal.csv');
    const signal = {
      times: Float64Array.from(rows, ([time]) => time as number),
      values: Float64Array.from(rows, ([, value]) => value as number),
      sampleSeconds: 0.05,
    };
    const expected = JSON.parse(readFileSync(join(labCase, 'expected.json'), 'utf8')) as {
      readonly windows: Readonly<Record<string, number>>;
      readonly warn: string;
    };
    const { counts, warnings } = windowsOf(
      signal,
      table('events.csv').map(([time]) => time as number),
      {
        ...options,
        beforeSeconds: expected.windows['before_s'] as number,
        afterSeconds: expected.windows['after_s'] as number,
      },
    );
    expect(counts).toEqual({
      complete: expected.windows['n_complete'],
      cut: expected.windows['n_cut'],
      outside: expected.windows['n_outside'],
    });
    expect(warnings).toEqual([expected.warn]);
  });
});

describe('windows around events', () => {
  test('the mean of the samples in each bin; the event is an edge between bins', () => {
    const windows = windowsOf(ramp(100), [5], options);
    expect([...windows.seconds]).toEqual([-0.75, -0.25, 0.25, 0.75, 1.25, 1.75]);
    // Samples 40 to 44 are before 4.5 s, and so on.
    expect(row(windows, 0)).toEqual([42, 47, 52, 57, 62, 67]);
    expect(windows.method).toBe('mean of the samples in each bin of 0.5 s');
    expect(windows.warnings).toEqual([]);
  });

  test('a window is complete up to the end of the last sample', () => {
    const windows = windowsOf(ramp(100), [1, 0.99, 8, 8.01, -0.001, 10.2], options);
    expect(windows.fits).toEqual(['complete', 'cut', 'complete', 'cut', 'outside', 'outside']);
    expect(row(windows, 4).every((value) => Number.isNaN(value))).toBe(true);
    expect(windows.warnings).toEqual(['2 events lie outside the recording, 2 windows are cut off']);
  });

  test('nothing is interpolated over a gap or a missing value', () => {
    const { times, values, sampleSeconds } = ramp(100);
    values[52] = NaN;
    const kept = Array.from(times.keys()).filter((i) => i < 60 || i >= 66);
    const windows = windowsOf(
      {
        times: Float64Array.from(kept, (i) => times[i] as number),
        values: Float64Array.from(kept, (i) => values[i] as number),
        sampleSeconds,
      },
      [5],
      options,
    );
    // Samples 60 to 65 and 52 are missing, so the bin from 6 to 6.5 s is empty and the next has 66 to 69.
    expect(row(windows, 0)).toEqual([42, 47, 52, 57, NaN, 67.5]);
    expect(windows.gapped).toBe(1);
    expect(windows.warnings).toEqual(['1 window has gaps']);
  });

  test('the nearest sample stands for moments at most three quarters of an interval away, missing values included', () => {
    const { times, values, sampleSeconds } = ramp(100);
    values[52] = NaN;
    const windows = windowsOf({ times, values, sampleSeconds }, [5.02], {
      beforeSeconds: 0.1,
      afterSeconds: 0.3,
      binSeconds: 0.05,
      sampling: 'nearest',
    });
    // Middles at 4.945, 4.995, 5.045, 5.095, 5.145, 5.195, 5.245, 5.295 s.
    expect(row(windows, 0)).toEqual([49, 50, 50, 51, 51, NaN, NaN, 53]);
    expect(windows.method).toContain('nearest');
  });

  test('overlapping windows share samples, in any order of events and however the signal is cut into slices', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 125 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 5 }),
        fc.constantFrom('mean', 'nearest'),
        (tenths, cuts, sampling) => {
          const { times, values, sampleSeconds } = ramp(100);
          const events = Float64Array.from(tenths, (tenth) => tenth / 10 + 0.03);
          const given = { ...options, sampling } as WindowOptions;
          const builder = windowBuilder(events, { startSeconds: 0, endSeconds: 9.9, sampleSeconds }, given);
          const edges = [0, ...cuts.sort((a, b) => a - b), 100];
          edges.slice(1).forEach((to, i) => builder.add(times.subarray(edges[i], to), values.subarray(edges[i], to)));
          const together = builder.finish();
          tenths.forEach((_, i) => {
            const alone = windowsOf({ times, values, sampleSeconds }, [events[i] as number], given);
            expect(row(together, i)).toEqual(row(alone, 0));
          });
        },
      ),
    );
  });

  test.each([
    [
      { ...options, binSeconds: 0.05 },
      "window: bins of 0.05 s are shorter than the sample interval, 0.1 s; choose longer bins, or the sampling 'nearest'",
    ],
    [
      { ...options, binSeconds: 10 },
      'window: a window from -1 to 2 s has no bin of 10 s; choose a longer window or shorter bins',
    ],
    [{ ...options, afterSeconds: -5 }, 'has no bin'],
    [{ ...options, afterSeconds: 1e9 }, 'are more than 100000000 values'],
  ])('refuses what cannot be: %o', (wrong, message) => {
    expect(() => windowsOf(ramp(100), [5], wrong)).toThrow(message);
  });
});

describe('windows of a recording', () => {
  /** Two parts: the clock restarts after `first` samples. */
  function recordingOf(samples: number, first: number) {
    const reads: [number, number][] = [];
    const time = (i: number): number => (i < first ? i : i - first) / 10;
    const slice = (from: number, to: number, of: (i: number) => number): Promise<Float64Array> =>
      Promise.resolve(Float64Array.from({ length: to - from }, (_, i) => of(from + i)));
    const recording: Pick<OpenedRecording, 'found' | 'times' | 'values'> = {
      found: foundOf({
        signals: [
          {
            id: 'G0',
            unit: undefined,
            samples,
            missing: 0,
            withoutTime: 0,
            startSeconds: 0,
            endSeconds: time(samples - 1),
            rateHz: 10,
            gaps: [],
            parts: first < samples ? [0, first] : [0],
          },
        ],
      }),
      times: (_, from, to) => slice(from, to, time),
      values(_, from, to) {
        reads.push([from, to]);
        return slice(from, to, (i) => i);
      },
    };
    return { recording, reads };
  }

  test('reads only slices with windows, and windows over two slices whole', async () => {
    const { recording, reads } = recordingOf(1_000_000, 1_000_000);
    const events = Float64Array.of(6553.6, 60_000);
    const windows = await readWindows(recording, 'G0', events, options);
    expect(row(windows, 0)).toEqual([65_528, 65_533, 65_538, 65_543, 65_548, 65_553]);
    expect(row(windows, 1)).toEqual([599_992, 599_997, 600_002, 600_007, 600_012, 600_017]);
    expect(reads.map(([from]) => from)).toEqual([0, 65_536, 589_824]);
  });

  test('a part after a restart of the clock has its own windows', async () => {
    const { recording } = recordingOf(300, 100);
    expect(row(await readWindows(recording, 'G0', Float64Array.of(5), options), 0)[0]).toBe(42);
    expect(row(await readWindows(recording, 'G0', Float64Array.of(5), options, 1), 0)[0]).toBe(142);
    expect((await readWindows(recording, 'G0', Float64Array.of(15), options)).counts.outside).toBe(1);
    await expect(readWindows(recording, 'G0', Float64Array.of(5), options, 2)).rejects.toThrow('there is no part 3');
    await expect(readWindows(recording, 'G1', Float64Array.of(5), options)).rejects.toThrow("there is no signal 'G1'");
  });
});

describe('baselines', () => {
  const noisy = (): Windows => {
    const { times, sampleSeconds } = ramp(100);
    // Values 0, 1, 0, 1, ... before 5 s and 10 after it.
    return windowsOf(
      { times, values: Float64Array.from(times, (t, i) => (t < 5 - 1e-9 ? i % 2 : 10)), sampleSeconds },
      [5, 9.5, 0.5],
      { beforeSeconds: 0.4, afterSeconds: 0.2, binSeconds: 0.1, sampling: 'mean' },
    );
  };

  /** Relative to the baseline, one row per trial. */
  const relative = (mode: BaselineMode, range: readonly [number, number] = [-0.4, 0]) => {
    const { seconds, values } = noisy();
    const [one] = withBaseline([{ t: seconds, rows: values }], { mode, range });
    return {
      row: (at: number) => [...(one?.rows ?? [])].slice(at * seconds.length, (at + 1) * seconds.length),
      withoutBaseline: one?.withoutBaseline,
    };
  };

  test('subtraction and z-scores by hand', () => {
    // The baseline 0, 1, 0, 1 has mean 1/2 and standard deviation 1/√3.
    const third = 1 / Math.sqrt(3);
    expect(relative('subtract').row(0)).toEqual([-0.5, 0.5, -0.5, 0.5, 9.5, 9.5]);
    expect(relative('z-score').row(0)[4]).toBeCloseTo(9.5 / third, 10);
    // Trials of variances 1/3, 0 and 1/3.
    expect(relative('pooled z-score').row(0)[4]).toBeCloseTo(9.5 / Math.sqrt(2 / 9), 10);
  });

  test('a pooled z-score has one scale for all conditions of a session', () => {
    const { seconds, values } = noisy();
    const bins = seconds.length;
    const groups = [0, 1, 2].map((at) => ({ t: seconds, rows: values.slice(at * bins, (at + 1) * bins) }));
    const [first] = withBaseline(groups, { mode: 'pooled z-score', range: [-0.4, 0] });
    expect(first?.rows[4]).toBeCloseTo(9.5 / Math.sqrt(2 / 9), 10);
  });

  test('a trial whose baseline does not vary has no z-score, and is counted', () => {
    const { row: rowOf, withoutBaseline } = relative('z-score');
    expect(rowOf(1).every((value) => Number.isNaN(value))).toBe(true);
    expect(withoutBaseline).toBe(1);
  });

  test('a baseline outside the window is refused', () => {
    expect(() => relative('subtract', [-3, -2])).toThrow(
      'baseline: the window has no bin from -3 to -2 s; choose a baseline within the window',
    );
    expect(() => relative('z-score', [-0.1, 0])).toThrow('only one bin');
  });
});

describe('heat map', () => {
  test('sorted by any column, missing cells last, equal ones in order', () => {
    expect([...trialOrder([2, NaN, 1, 2])]).toEqual([2, 0, 3, 1]);
    expect([...trialOrder([2, NaN, 1, 2], 'descending')]).toEqual([0, 3, 2, 1]);
    expect([...trialOrder(['b', '', 'a'])]).toEqual([2, 0, 1]);
  });

  test('trials of one condition by a column of the session, which is named', () => {
    const columns = { trial: [1, 2, 3, 4], size: [3, 9, Number.NaN, 1] };
    const rows = rowsBy([0, 2, 3], columns, 'size', 'ascending');
    // Sizes of trials 0, 2 and 3: 3, none, 1.
    expect([...rows.places]).toEqual([2, 0, 1]);
    expect(rows).toMatchObject({ words: 'trials by size, ascending', isSorted: true });
    expect([...rowsBy([0, 2, 3], columns, 'licks', 'descending').places]).toEqual([0, 1, 2]);
  });
});
