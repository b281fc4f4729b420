import { describe, expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import { recordTrials } from '../../src/analysis/recorded-trials.ts';
import type { Evidence } from '../../src/contracts/paradigm.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { randomStream } from '../../src/core/random.ts';
import { find, list } from '../../src/engine/registry.ts';
import { burst, responseAt, unpredicted } from '../../src/paradigms/measures/recorded.ts';
import { evidenceOf, makeSource } from '../analysis/source.ts';

const once = { once: { title: 'once', types: ['sure'], first: 1, align: 'cue', window: [-0.5, 1.6] } } as const;

/** Half a reward at the cue of one trial, and nothing else, as a sensor shows it. */
function impulses(recording: string, given: object): Evidence {
  const source = makeSource();
  const { design, trials, offsets } = source;
  const rpe = new Float64Array(source.signals.rpe.length);
  const trial = trials.find(({ type }) => type === 'sure');
  if (trial === undefined) throw new Error('no such trial');
  rpe[(offsets[trial.index] as number) + trial.zeroStep] = 0.5;
  const declared = find('recordings', recording);
  const recorder = declared.create(
    parseParameters(declared.parameters, { ...given }, recording),
    randomStream(1, 'recording'),
  );
  const driven = {
    ...source,
    signals: { rpe, value: rpe },
    recorded: recordTrials({ design, trials, seed: 1, recording, rpe, offsets }, recorder),
  };
  return evidenceOf(driven, averageConditions(driven, once), trials.length);
}

/** ∫ of (exp(-t / decay) - exp(-t / rise)) / its maximum between two times, seconds. */
function area(rise: number, decay: number, from: number, to: number): number {
  const peakAt = (Math.log(decay / rise) * rise * decay) / (decay - rise);
  const peak = Math.exp(-peakAt / decay) - Math.exp(-peakAt / rise);
  const integral = (tau: number): number => tau * (Math.exp(-from / tau) - Math.exp(-to / tau));
  return (integral(decay) - integral(rise)) / peak;
}

// The ceiling of dLight takes a hundred-thousandth from a response of 0.005 %.
const quiet = { noise: 0, movement: 0, gainPositive: 0.01 };
describe.each([
  { recording: 'dlight', given: quiet, gain: 0.01, rise: 0.014, decay: 0.13, window: [0, 0.5] as const, digits: 7 },
  { recording: 'dlight', given: quiet, gain: 0.01, rise: 0.014, decay: 0.13, window: [0, 1] as const, digits: 7 },
  {
    recording: 'gcamp6m',
    given: { ...quiet, slowShare: 0, delaySeconds: 0 },
    gain: 0.01,
    rise: 0.4,
    decay: 0.5,
    window: [0.3, 0.8] as const,
    digits: 7,
  },
  {
    recording: 'fscv',
    given: { noise: 0 },
    gain: 50,
    rise: 0.04,
    decay: 0.5,
    window: [0.2, 1.2] as const,
    digits: 9,
  },
])('$recording, $window s', ({ recording, given, gain, rise, decay, window, digits }) => {
  const [from, to] = window;
  const e = impulses(recording, given);
  const mean = (gain * 0.5 * area(rise, decay, from, to)) / (to - from);

  test('the mean in a window after a brief RPE is gain x RPE x integral of the response', () =>
    expect(e.mean('once', 'rate', from, to) / mean).toBeCloseTo(1, digits - 2));
  test('trial by trial too', () =>
    expect((e.trials('once')[0]?.mean('rate', from, to) ?? 0) / mean).toBeCloseTo(1, digits - 2));
  test('so it is half of the response to an unpredicted reward, whatever the gain', () => {
    expect(unpredicted(e, window, 1) / (2 * mean)).toBeCloseTo(1, digits - 3);
    expect(responseAt(e, 'once', 0, { response: window, baseline: [-0.5, 0] }, 1)).toBeCloseTo(0.5, digits - 3);
  });
  test('its burst is the largest step of the response', () => {
    const steps = Array.from({ length: 20 }, (_, step) => area(rise, decay, 0.1 * step, 0.1 * (step + 1)) / 0.1);
    const { size, seconds } = burst(e, 1);
    expect(size / (gain * Math.max(...steps))).toBeCloseTo(1, digits - 3);
    expect(seconds).toBeCloseTo(0.1 * steps.indexOf(Math.max(...steps)), 9);
  });
});

test('through the recording of the RPE itself, a response is its sum in the window', () => {
  const e = impulses('identity', {});
  expect(responseAt(e, 'once', 0, { response: [0, 1], baseline: [-0.5, 0] }, 1)).toBeCloseTo(0.5, 12);
  expect(burst(e, 2)).toEqual({ size: 2, seconds: 0 });
});

test('a window that begins before its event', () => {
  const e = impulses('identity', {});
  expect(unpredicted(e, [-0.5, 1], 3)).toBeCloseTo(3 / 15, 12);
});

test('studies that measured fluorescence or voltammetry are compared through it, in its unit', () =>
  expect(
    list('paradigms')
      .map(({ id, recording }) => [id, recording.id, find('recordings', recording.id).unit])
      .filter(([, , unit]) => unit === '% ΔF/F' || unit === 'nM'),
  ).toEqual([
    ...['background', 'cue-duration', 'random-rewards', 'serial', 'trial-less'].map((name) => [
      `jeong-2022-${name}`,
      'dlight',
      '% ΔF/F',
    ]),
    ['lak-2020', 'gcamp6m', '% ΔF/F'],
    ['mikhael-2022', 'gcamp6m', '% ΔF/F'],
  ]));
