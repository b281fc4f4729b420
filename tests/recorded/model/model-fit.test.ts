import { linearRegression } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { agreementOf, agreementWords } from '../../../src/recorded/model/agreement.ts';
import { fitWindows, type WindowFit } from '../../../src/recorded/model/fit-windows.ts';
import { fitModel, fittedDelays, type WindowRows } from '../../../src/recorded/model/model-fit.ts';
import { proposedSensor } from '../../../src/recorded/model/proposed-sensor.ts';
import { dot } from '../../../src/fitting/optimise/dot.ts';
import { binMeans, binWeights, signalMeans } from '../../../src/recorded/model/signal-means.ts';
import { foundOf } from '../found.ts';

const stepSeconds = 0.02;
/** A response of 0.5 s to an error of each sign, 20 s apart. */
const trials = 12;
const [positive, negative] = [1, -1].map((sign) =>
  Float64Array.from({ length: 20 * trials * 50 }, (_, i) => {
    const [trial, t] = [Math.floor(i / 1000), (i % 1000) / 50 - 5];
    const isOwn = (trial % 3 === 0 ? -1 : 1) === sign;
    return isOwn && t >= 0 ? sign * (1 - trial / 30) * Math.exp(-t / 0.5) : 0;
  }),
) as [Float64Array, Float64Array];
const sensed = { stepSeconds, positive, negative, all: positive.map((value, i) => value + (negative[i] as number)) };
const events = Float64Array.from({ length: trials }, (_, trial) => 20 * trial + 5);
const t = Array.from({ length: 60 }, (_, bin) => -1 + (bin + 0.5) * 0.1);
const unchanged = (windows: readonly WindowRows[]): readonly WindowRows[] => windows;

/** A recording that follows a signal after a delay, 10 samples to each bin of a tenth of a second. */
function recorded(of: (seconds: number) => number, numbers = Array.from({ length: trials }, (_, i) => i)): WindowRows {
  const rows = numbers.flatMap((trial) =>
    t.map((middle) => {
      const samples = Array.from({ length: 5 }, (_, i) => of(20 * trial + 5 + middle - 0.04 + i * 0.02));
      return samples.reduce((sum, one) => sum + one, 0) / 5;
    }),
  );
  return { t, trials: numbers, rows: Float64Array.from(rows) };
}

const at = (values: Float64Array, seconds: number): number => values[Math.floor(seconds / stepSeconds)] as number;

describe('the mean of a stepped signal', () => {
  const mean = signalMeans({ stepSeconds: 0.5, values: Float64Array.of(1, 3, -2) });
  test('is exact between any two times, 0 before it began and unknown after its end', () => {
    expect(mean(0, 1.5)).toBeCloseTo(2 / 3, 12);
    expect(mean(0.25, 0.75)).toBeCloseTo(2, 12);
    expect(mean(-1, 0)).toBe(0);
    expect(mean(-0.5, 0.5)).toBeCloseTo(0.5, 12);
    expect(mean(1, 1.5)).toBeCloseTo(-2, 12);
    expect(mean(1, 1.6)).toBeNaN();
  });

  test.each([
    ['bins of whole steps', 0.02, 0, 0.1],
    ['steps that two bins share', 0.02, 0.113, 0.05],
    ['bins within a step', 0.3, 0.05, 0.07],
  ])('over many bins at once is the same to the bit: %s', (_, stepSeconds, startSeconds, binSeconds) => {
    const values = Float64Array.from({ length: 7000 }, (__, i) => Math.sin(i * i));
    const count = Math.floor((7000 * stepSeconds - startSeconds) / binSeconds);
    const one = signalMeans({ stepSeconds, values });
    const each = Float64Array.from({ length: count }, (__, i) =>
      one(startSeconds + i * binSeconds, startSeconds + (i + 1) * binSeconds),
    );
    const steps = { stepSeconds, length: 7000 };
    const bins = { startSeconds, binSeconds, count };
    const all = binMeans(steps, bins);
    // And again, with nothing left of the first time.
    for (const into of [new Float64Array(count), new Float64Array(count).fill(1)])
      expect(all(values, into)).toEqual(each);
    // The derivative of a linear function, applied to its argument, is the function.
    const weights = Float64Array.from({ length: count }, (__, i) => Math.cos(i));
    const spread = binWeights(steps, bins)(weights, new Float64Array(7000).fill(1));
    expect(dot(spread, values)).toBeCloseTo(dot(weights, each), 8);
  });
});

describe('a model fitted to a recording', () => {
  test('gives gain and baseline of a recording without noise back', () => {
    const fit = fitModel({
      recorded: [recorded((seconds) => 2.5 + 7 * at(sensed.all, seconds))],
      sensed,
      events,
      gains: 'one',
      delays: [0],
      relative: unchanged,
    });
    expect(fit.gains[0]?.gain).toBeCloseTo(7, 10);
    expect(fit.baseline).toBeCloseTo(2.5, 10);
    expect(fit.explained).toBeCloseTo(1, 12);
    expect([fit.trials, fit.bins]).toEqual([12, 720]);
    expect(Math.max(...(fit.conditions[0]?.residual ?? []).map(Math.abs))).toBeLessThan(1e-10);
  });

  test('finds separate gains and the delay, in conditions that share them', () => {
    const signal = (seconds: number): number =>
      -1 + 4 * at(positive, seconds - 0.16) + 1.5 * at(negative, seconds - 0.16);
    const [rewarded, omitted] = [false, true].map((isThird) =>
      recorded(
        signal,
        Array.from({ length: trials }, (_, i) => i).filter((trial) => (trial % 3 === 0) === isThird),
      ),
    ) as [WindowRows, WindowRows];
    const fit = fitModel({
      recorded: [rewarded, omitted],
      sensed,
      events,
      gains: 'separate',
      delays: fittedDelays,
      relative: unchanged,
    });
    expect(fit.delaySeconds).toBe(0.16);
    expect(fit.gains.map(({ gain }) => Number(gain.toFixed(9)))).toEqual([4, 1.5]);
    expect(fit.baseline).toBeCloseTo(-1, 10);
    expect(fittedDelays.at(-1)).toBe(0.5);
  });

  test('uses nothing of the model after the last bin', () => {
    const fit = (of: typeof sensed) =>
      fitModel({
        recorded: [recorded((seconds) => at(sensed.all, seconds), [0, 1, 2])],
        sensed: of,
        events,
        gains: 'one',
        delays: fittedDelays,
        relative: unchanged,
      });
    const changed = sensed.all.map((value, i) => (i / 50 > 20 * 2 + 10 ? 99 : value));
    expect(fit({ ...sensed, all: changed })).toEqual(fit(sensed));
  });

  test('says in one line what cannot be fitted', () => {
    const input = { sensed, events, gains: 'one' as const, delays: [0], relative: unchanged };
    const fitting =
      (of: (seconds: number) => number, more: Partial<typeof input> = {}) =>
      () =>
        fitModel({ ...input, ...more, recorded: [recorded(of)] });
    expect(fitting(() => 3)).toThrow('the recording does not vary in these windows');
    expect(fitting(() => Number.NaN)).toThrow("no trial has both the recording and the model's signal");
    const silent = { ...sensed, all: sensed.all.map(() => 0), negative: sensed.all.map(() => 0) };
    expect(fitting((s) => at(sensed.all, s), { sensed: silent })).toThrow(
      "the sensor's response to this model does not vary",
    );
    expect(() =>
      fitModel({ ...input, sensed: silent, gains: 'separate', recorded: [recorded((s) => at(sensed.all, s))] }),
    ).toThrow("the sensor's response to negative RPE does not vary");
  });
});

describe('least squares over windows', () => {
  const random = randomStream(1, 'windows');
  const windows = Array.from({ length: 40 }, () => {
    const own = random.normal(0, 1);
    const shown = Float64Array.from({ length: 30 }, (_, i) => Math.exp(-i / 8) + random.normal(0, 0.2));
    return { bins: 30, recorded: shown.map((value) => 3 * value + own), shown: [shown] };
  });
  const fit = fitWindows(windows, ['x']);

  test('agrees with an independent regression', () => {
    const pairs = windows.flatMap(({ recorded: y, shown: [x] }) =>
      Array.from(y, (value, i) => [x?.[i] as number, value]),
    );
    const { m, b } = linearRegression(pairs);
    expect(fit.gains[0]?.gain).toBeCloseTo(m, 10);
    expect(fit.baseline).toBeCloseTo(b, 10);
  });

  test('takes trials, not bins, for independent: noise of whole trials leaves few independent bins', () => {
    // All noise is one number per trial: residuals within a trial are equal, and so their correlation is near one.
    expect(fit.effective).toBeLessThan(0.05 * fit.bins);
    const [low, high] = (fit.gains[0] as WindowFit['gains'][number]).interval;
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
  });

  test('has the interval of hand arithmetic', () => {
    // x = -1, 1 in each of two trials; y = x + 1, x - 1: residuals 1 and -1 cancel within trials. A third trial has
    // y = 3 x, x = -1, 1. Gain = (2 + 2 + 6) / 6 = 5/3; residuals x (1 - 5/3) +- 1 and x (3 - 5/3); sums of x e are
    // -4/3, -4/3, 8/3; variance = 3/2 (16/9 + 16/9 + 64/9) / 36 = 4/9, and t of 2 degrees is 4.303.
    const x = Float64Array.of(-1, 1);
    const three = [x.map((value) => value + 1), x.map((value) => value - 1), x.map((value) => 3 * value)];
    const { gains } = fitWindows(
      three.map((of) => ({ bins: 2, recorded: of, shown: [x] })),
      ['x'],
    );
    expect(gains[0]?.gain).toBeCloseTo(5 / 3, 12);
    expect(gains[0]?.interval[1]).toBeCloseTo(5 / 3 + (4.303 * 2) / 3, 12);
  });
});

describe('agreement', () => {
  test('is of means and of trials, never of pooled bins', () => {
    // Two trials in three bins: the mean of the recording is 1, 2, 3; that of the prediction 1, 2, 4.
    const one = {
      t: [-0.5, 0.5, 1.5],
      trials: [0, 1],
      rows: Float64Array.of(0, 2, 4, 2, 2, 2),
      predicted: Float64Array.of(0, 2, 5, 2, 2, 3),
      residual: Float64Array.of(0, 0, -1, 0, 0, -1),
    };
    const agreement = agreementOf(one);
    // 1 - 1 / ((1 - 2)² + 0 + (3 - 2)²).
    expect(agreement.ofMean).toBeCloseTo(0.5, 12);
    // The second trial does not vary. In the first, deviations are -2, 0, 2 and -7/3, -1/3, 8/3.
    expect(agreement.correlated).toBe(1);
    expect(agreement.withinTrials[1]).toBeCloseTo(10 / Math.sqrt(8 * (38 / 3)), 12);
    expect(agreement.acrossTrials).toBeNaN();
    expect(agreementWords(agreement)).toBe('the mean follows the model in part');
  });
});

describe('the proposed sensor', () => {
  const signal = {
    id: 'Region0G',
    unit: undefined,
    samples: 10,
    missing: 0,
    withoutTime: 0,
    startSeconds: 0,
    endSeconds: 1,
    rateHz: 10,
    gaps: [],
    parts: [0],
  };
  const of = (more: object, id = 'Region0G', files: readonly string[] = []) =>
    proposedSensor(foundOf({ signals: [{ ...signal, id, ...more }] }), id, files);

  test('follows what the file says, and says nothing where it does not', () => {
    expect(of({})).toBeUndefined();
    expect(of({}, 'dLight 470 nm')).toEqual({ id: 'dlight', reason: 'its name is dLight 470 nm' });
    expect(of({ facts: { indicator: 'GRAB_DA2m' } })?.id).toBe('grab-da2m');
    expect(of({ facts: { indicator: 'axonGCaMP8m' } })).toEqual({
      id: 'gcamp6f',
      reason: 'its indicator is axonGCaMP8m; this sensor is its nearest relative',
    });
    expect(of({ facts: { indicator: 'GRAB_NE' } })).toBeUndefined();
    expect(of({ unit: 'nM' })).toEqual({ id: 'fscv', reason: 'its unit is nM' });
    expect(of({}, 'Region0G', ['mouse3_GCaMP6m.csv'])?.reason).toBe('the name of the file is mouse3_GCaMP6m.csv');
    expect(proposedSensor(foundOf({ units: [{ id: 'unit 3', spikes: Float64Array.of(1) }] }), 'unit 3', [])?.id).toBe(
      'spikes',
    );
  });
});
