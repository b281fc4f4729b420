import { describe, expect, test } from 'vitest';
import { binned } from '../../../src/recorded/photometry/bins.ts';
import { fitBleaching } from '../../../src/recorded/photometry/bleaching.ts';
import { controlAt } from '../../../src/recorded/photometry/control-at.ts';
import { lowPassed } from '../../../src/recorded/photometry/low-pass.ts';
import { movingPercentile } from '../../../src/recorded/photometry/moving-percentile.ts';
import { median, quantile } from '../../../src/recorded/photometry/order-statistics.ts';
import { intervalOf, stretchesOf } from '../../../src/recorded/photometry/trace.ts';
import { zScored } from '../../../src/recorded/photometry/z-score.ts';
import { fraction, signal, times, traceOf } from './sample.ts';

describe('order statistics', () => {
  test('are those of sorted numbers, also of equal ones', () => {
    for (const count of [1, 2, 3, 10, 101, 1000]) {
      const values = Float64Array.from({ length: count }, (_, i) => Math.floor(7 * fraction(i, 0.6180339887498949)));
      const sorted = values.toSorted();
      const [low, high] = [sorted[(count - 1) >> 1] as number, sorted[count >> 1] as number];
      expect(median(values)).toBe((low + high) / 2);
      expect(quantile(values, 0.3)).toBe(sorted[Math.floor(0.3 * (count - 1))]);
    }
    expect(median(new Float64Array())).toBeNaN();
  });
});

describe('a trace', () => {
  test('is in stretches between gaps and missing values', () => {
    const trace = { times: Float64Array.of(0, 1, 2, 3, 7, 8, 9), values: Float64Array.of(NaN, 1, 2, 3, 4, NaN, 6) };
    expect(intervalOf(trace.times)).toBe(1);
    expect(stretchesOf(trace)).toEqual([
      { from: 1, to: 4 },
      { from: 4, to: 5 },
      { from: 6, to: 7 },
    ]);
  });

  test('whose clock runs backwards is refused', () => {
    expect(() => intervalOf(Float64Array.of(0, 1, 0.5))).toThrow('the clock restarts at sample 2');
  });

  test('in bins has their means, and none in a gap', () => {
    const trace = { times: Float64Array.of(0, 0.1, 0.2, 0.6), values: Float64Array.of(1, 3, 5, NaN) };
    const { values } = binned(trace, { startSeconds: 0, stepSeconds: 0.2, count: 4 });
    expect([...values]).toEqual([2, 5, NaN, NaN]);
  });

  test('in bins of a rounded clock: 0.3 belongs to the bin that begins there', () => {
    const { values } = binned(traceOf([0, 1, 2, 3, 4, 5, 6], 10), { startSeconds: 0, stepSeconds: 0.1, count: 7 });
    expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('the control is its latest sample, never a later or an old one', () => {
  const control = { times: Float64Array.of(0.5, 1.5, 2.5, 6.5), values: Float64Array.of(1, 2, 3, 4) };
  expect([...controlAt(control, Float64Array.of(0, 1, 2, 2.5, 3, 5, 6.4, 6.5))]).toEqual([
    NaN,
    1,
    2,
    3,
    3,
    NaN,
    NaN,
    4,
  ]);
});

describe('the low-pass filter', () => {
  const part = { times: times.slice(0, 40).map((time) => time / 10), values: signal.values.slice(0, 40) };
  const at = (values: Float64Array): readonly (number | undefined)[] => [0, 1, 2, 10, 39].map((i) => values[i]);

  // scipy 1.17.1: butter(2, 3, fs=20), lfilter with lfilter_zi, and filtfilt(padtype=None).
  test('is scipy’s, forwards', () => {
    const expected = [2.4, 2.2902986537718677, 1.9578249994876602, 1.5430972073372988, 1.451760075565796];
    at(lowPassed(part, { kind: 'causal', cutoffHz: 3 })).forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i] as number, 12),
    );
  });

  test('and forwards and backwards', () => {
    const expected = [2.0943364052011715, 1.802658867387759, 1.5633128670793348, 1.4729743578920764, 1.451760075565796];
    at(lowPassed(part, { kind: 'zero-phase', cutoffHz: 3 })).forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i] as number, 12),
    );
  });

  test('shows nothing of what comes later, and begins anew after a missing value', () => {
    const causal = { kind: 'causal', cutoffHz: 3 } as const;
    const changed = { ...part, values: part.values.map((value, i) => (i < 20 ? value : 0)) };
    expect(lowPassed(changed, causal).slice(0, 20)).toEqual(lowPassed(part, causal).slice(0, 20));
    const holed = { ...part, values: part.values.map((value, i) => (i === 20 ? NaN : value)) };
    const rest = { times: part.times.slice(21), values: part.values.slice(21) };
    expect(lowPassed(holed, causal)[20]).toBeNaN();
    expect(lowPassed(holed, causal).slice(21)).toEqual(lowPassed(rest, causal));
  });

  test('keeps a constant, and refuses a cutoff beyond half the rate', () => {
    const constant = traceOf(new Float64Array(50).fill(3), 20);
    lowPassed(constant, { kind: 'causal', cutoffHz: 2 }).forEach((value) => expect(value).toBeCloseTo(3, 12));
    expect(() => lowPassed(constant, { kind: 'causal', cutoffHz: 10 })).toThrow('too high for 20 samples/s');
  });
});

describe('bleaching', () => {
  const seconds = Float64Array.from({ length: 3600 }, (_, i) => i);

  test('of an exact single exponential is found', () => {
    const fit = fitBleaching({ times: seconds, values: seconds.map((t) => 1.5 + 2 * Math.exp(-t / 700)) }, 1);
    expect(fit.offset).toBeCloseTo(1.5, 5);
    expect(fit.decays[0]?.amplitude).toBeCloseTo(2, 5);
    expect((fit.decays[0]?.seconds as number) / 700).toBeCloseTo(1, 5);
    expect(fit.explained).toBeCloseTo(1, 8);
  });

  test('of an exact double exponential is found, at 20 Hz and with a gap', () => {
    const fine = Float64Array.from({ length: 72_000 }, (_, i) => 10 + i / 20).filter((t) => t < 500 || t > 800);
    const values = fine.map((t) => 2.5 + 0.8 * Math.exp((10 - t) / 90) + 1.7 * Math.exp((10 - t) / 1500));
    const { decays, offset } = fitBleaching({ times: fine, values }, 2);
    expect((decays[0]?.seconds as number) / 90).toBeCloseTo(1, 3);
    expect((decays[1]?.seconds as number) / 1500).toBeCloseTo(1, 3);
    expect(decays[0]?.amplitude).toBeCloseTo(0.8, 3);
    expect(decays[1]?.amplitude).toBeCloseTo(1.7, 3);
    expect(offset).toBeCloseTo(2.5, 3);
  });

  // scipy 1.17.1, curve_fit from (1, 50, 1, 1000, 2).
  test('with noise is that of least squares', () => {
    const values = seconds.map(
      (t, i) =>
        0.8 * Math.exp(-t / 90) + 1.7 * Math.exp(-t / 1500) + 2.5 + 0.1 * (fraction(i, 0.6180339887498949) - 0.5),
    );
    const { decays, offset } = fitBleaching({ times: seconds, values }, 2);
    // Time constants are fitted to means in bins of 8 s.
    expect((decays[0]?.seconds as number) / 90.32612408249881).toBeCloseTo(1, 2);
    expect((decays[1]?.seconds as number) / 1500.4890908126363).toBeCloseTo(1, 3);
    expect(offset).toBeCloseTo(2.4998986978254236, 3);
  });

  test('of a rising signal is none', () => {
    const fit = fitBleaching({ times: seconds, values: seconds.map((t) => 1 + t / 3600) }, 2);
    expect(fit.decays).toEqual([]);
    expect(fit.offset).toBeCloseTo(1.5, 2);
  });
});

describe('the moving percentile', () => {
  // numpy: percentile(y[window], 8, method='lower'), NaN for fewer than 40 samples.
  test('is numpy’s in a trailing window', () => {
    const moving = movingPercentile(signal, 0.08, 60, 'trailing');
    expect([38, 39, 40, 100, 300, 599].map((i) => moving[i])).toEqual([
      NaN,
      ...[1.0963250295754272, 1.0963250295754272, 1.1559003549051263, 1.1468517153747837, 1.1569684366646313].map(
        (value) => expect.closeTo(value, 12) as number,
      ),
    ]);
  });

  test('and in a centred one', () => {
    const moving = movingPercentile(signal, 0.08, 60, 'centred');
    expect([0, 100, 300, 599].map((i) => moving[i])).toEqual(
      [1.1559003549051263, 1.1642457867063598, 1.152342105770407, 1.1569684366646313].map(
        (value) => expect.closeTo(value, 12) as number,
      ),
    );
  });
});

test('z-scores over the session have mean 0 and SD 1; over windows, their samples do', () => {
  const trace = traceOf([1, 2, 3, 4, 5, 100, NaN], 1);
  const mean = 115 / 6;
  const sd = Math.sqrt([1, 2, 3, 4, 5, 100].reduce((sum, one) => sum + (one - mean) ** 2, 0) / 6);
  expect(zScored(trace, { by: 'mean and SD' }, [])[5]).toBeCloseTo((100 - mean) / sd, 12);
  expect(zScored(trace, { by: 'mean and SD' }, [[0, 5]])[5]).toBeCloseTo(97 / Math.SQRT2, 12);
  // Median 3.5, median absolute deviation 1.5.
  expect(zScored(trace, { by: 'median and MAD' }, [])[5]).toBeCloseTo((96.5 * 0.6745) / 1.5, 12);
  expect(zScored(trace, { by: 'median and MAD' }, [])[6]).toBeNaN();
});
