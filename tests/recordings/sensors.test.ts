import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { recordSteps, type Recording, type RecordingStart } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';
import { list } from '../../src/engine/registry.ts';
import dlight from '../../src/recordings/dlight.ts';
import fscv from '../../src/recordings/fscv.ts';
import gcamp6f from '../../src/recordings/gcamp6f.ts';
import gcamp6m from '../../src/recordings/gcamp6m.ts';
import { mean, variance } from '../core/moments.ts';

const photometric = list('recordings').filter(({ unit }) => unit === '% ΔF/F');
const silent = { noise: 0, movement: 0 };
const quiet = (recording: Recording): Record<string, number> =>
  'movement' in recording.parameters ? silent : { noise: 0 };

function record(
  recording: Recording,
  given: object,
  rpe: ArrayLike<number>,
  stepSeconds: number,
  start: RecordingStart = { startSeconds: 0, history: 0 },
  seed = 1,
): Float64Array {
  const recorder = recording.create(
    parseParameters(recording.parameters, { ...given }, recording.id),
    randomStream(seed, 'recording'),
  );
  const out = new Float64Array(rpe.length - start.history);
  recordSteps(recorder, 0, Float64Array.from(rpe), stepSeconds, randomStream(seed, 'noise'), out, start);
  return out;
}

const impulse = (size: number, steps: number, at = 0): Float64Array => {
  const rpe = new Float64Array(steps);
  rpe[at] = size;
  return rpe;
};
const unlimited = { floor: -100 };
const asRecording = (recording: unknown): Recording => recording as Recording;

test('there are sensors of calcium and of dopamine', () => {
  expect(photometric.map(({ id }) => id)).toEqual([
    'dlight',
    'gcamp6f',
    'gcamp6m',
    'grab-da1m',
    'grab-da2h',
    'grab-da2m',
  ]);
});

describe.each(photometric.map((recording) => ({ id: recording.id, recording })))('$id', ({ recording }) => {
  const small = { ...silent, gainPositive: 1e-3, gainNegative: 2e-3, ...unlimited };

  test('without errors, noise and bleaching it shows its baseline', () => {
    expect([...record(recording, { ...silent, baseline: 4 }, new Float64Array(20), 0.1)]).toEqual(
      Array.from({ length: 20 }, () => expect.closeTo(4, 12)),
    );
  });

  test('the peak of a response is its gain; positive and negative errors have their own', () => {
    const peak = Math.max(...record(recording, small, impulse(1, 4000), 0.002));
    const depth = Math.min(...record(recording, small, impulse(-1, 4000), 0.002));
    // The mean over a step of 2 ms is below the peak; a sensor's ceiling takes next to nothing from 0.001 %.
    expect(peak / 1e-3).toBeGreaterThan(0.985);
    expect(peak / 1e-3).toBeLessThan(1.000001);
    expect(depth / -2e-3).toBeCloseTo(peak / 1e-3, 3);
  });

  test('never below its floor', () => {
    const low = record(recording, { ...silent, floor: -2, gainNegative: 100 }, impulse(-5, 50), 0.1);
    expect(Math.min(...low)).toBeCloseTo(-2, 9);
  });

  test('bleaching scales baseline and responses, by the time since the start of the session', () => {
    const bleach = { ...small, bleachShare: 0.4, bleachSeconds: 100 };
    const left = (from: number): number =>
      0.6 + (0.4 * 100 * (Math.exp(-from / 100) - Math.exp(-(from + 0.1) / 100))) / 0.1;
    const whole = record(recording, small, impulse(1, 30), 0.1);
    for (const startSeconds of [0, 250]) {
      record(recording, bleach, impulse(1, 30), 0.1, { startSeconds, history: 0 }).forEach((value, i) =>
        expect(value).toBeCloseTo(left(startSeconds + i * 0.1) * (100 + (whole[i] as number)) - 100, 9),
      );
    }
  });

  test('history continues into what is recorded, and time with it', () => {
    const bleach = { ...small, bleachShare: 0.4, bleachSeconds: 10 };
    const whole = record(recording, bleach, impulse(1, 60, 5), 0.1);
    const late = record(recording, bleach, impulse(1, 60, 5), 0.1, { startSeconds: 0, history: 20 });
    expect([...late]).toEqual([...whole.subarray(20)]);
  });

  test('what it remembers covers its response to a thousandth', () => {
    const { memorySeconds = 0 } = recording.create(
      parseParameters(recording.parameters, {}, 'sensor'),
      randomStream(1, 'a'),
    );
    const after = record(recording, small, impulse(1, Math.ceil(memorySeconds / 0.05) + 2), 0.05).at(-1) as number;
    expect(Math.abs(after)).toBeLessThan(2e-3 * 1e-3);
  });

  test('noise: white noise of the given density, and movement of the given size and memory', () => {
    const still = new Float64Array(20_000);
    for (const stepSeconds of [0.1, 0.025]) {
      const noise = record(recording, { noise: 0.3, movement: 0 }, still, stepSeconds);
      expect(variance([...noise]) * stepSeconds).toBeCloseTo(0.09, 2);
      const moved = record(recording, { noise: 0, movement: 0.5, movementSeconds: 0.4 }, still, stepSeconds);
      // Neighbours are correlated: about 40,000 s / 0.8 s independent values give the variance to 0.25 ± 0.02.
      expect(Math.abs(variance([...moved]) - 0.25)).toBeLessThan(0.05);
      const products = [...moved.subarray(1)].map((value, i) => value * (moved[i] as number));
      expect(Math.abs(mean(products) / variance([...moved]) - Math.exp(-stepSeconds / 0.4))).toBeLessThan(0.02);
    }
  });
});

test.each(
  list('recordings')
    .filter(({ id }) => [...photometric.map((one) => one.id), 'fscv'].includes(id))
    .map((one) => ({ id: one.id, recording: one })),
)('$id: half the step changes what is shown at events by less than 2 % of the peak', ({ recording }) => {
  const events = Array.from({ length: 80 }, (_, i) => (i === 5 ? 1 : i === 25 ? -0.1 : i === 40 ? 0.4 : 0));
  const whole = record(recording, quiet(recording), events, 0.1);
  const halved = record(
    recording,
    quiet(recording),
    events.flatMap((rpe) => [rpe, 0]),
    0.05,
  );
  const peak = Math.max(...whole);
  whole.forEach((value, i) =>
    expect(Math.abs(((halved[2 * i] as number) + (halved[2 * i + 1] as number)) / 2 - value)).toBeLessThan(0.02 * peak),
  );
});

test('GCaMP6f peaks after 45 ms and falls to half 142 ms later (Chen et al. 2013, 45 ± 4 and 142 ± 11 ms)', () => {
  const shown = record(asRecording(gcamp6f), silent, impulse(1, 4000), 0.0005);
  const peak = shown.indexOf(Math.max(...shown));
  const half = shown.findIndex((value, i) => i > peak && value < (shown[peak] as number) / 2);
  expect(Math.abs(peak * 0.5 - 45)).toBeLessThan(1);
  expect(Math.abs((half - peak) * 0.5 - 142)).toBeLessThan(1);
});

test('dLight1 approaches its ceiling, which depends on the variant', () => {
  const at = (variant: string): number =>
    Math.max(
      ...record(
        asRecording(dlight),
        { ...silent, variant, gainPositive: 500, riseSeconds: 0, decaySeconds: 60 },
        impulse(1e6, 3),
        0.001,
      ),
    );
  expect([at('1.1'), at('1.2'), at('1.3b')]).toEqual([230, 340, 930].map((ceiling) => expect.closeTo(ceiling, 0)));
});

test('voltammetry falls at most to zero concentration', () => {
  const low = record(asRecording(fscv), { noise: 0, tonic: 12 }, impulse(-50, 20), 0.1);
  expect(Math.min(...low)).toBe(-12);
});

const measured = fileURLToPath(
  new URL('../../../shared/data/mikhael2022-ramps/derived_gcamp_kernel.json', import.meta.url),
);
test.skipIf(!existsSync(measured))(
  'GCaMP6m explains 99 % of the response to unexpected reward of Mikhael et al. 2022 (skipped without ../shared/data)',
  () => {
    const { y } = JSON.parse(readFileSync(measured, 'utf8')) as { readonly y: readonly number[] };
    // The last sample is set to 0.
    const recorded = y.slice(0, -1);
    const shown = [...record(asRecording(gcamp6m), silent, impulse(1, recorded.length), 0.01)];
    const scale =
      shown.reduce((sum, value, i) => sum + value * (recorded[i] as number), 0) /
      shown.reduce((sum, value) => sum + value * value, 0);
    const missed = mean(recorded.map((value, i) => (value - scale * (shown[i] as number)) ** 2));
    expect(1 - missed / variance(recorded)).toBeGreaterThan(0.99);
  },
);
