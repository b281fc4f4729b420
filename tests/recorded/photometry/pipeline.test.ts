import { describe, expect, test } from 'vitest';
import { fitAr1 } from '../../../src/recorded/photometry/ar1-regression.ts';
import {
  changedSteps,
  completePipeline,
  corrector,
  lookAhead,
  usualPipeline,
} from '../../../src/recorded/photometry/pipeline.ts';
import { traceOf } from './sample.ts';
import { gain, simulatedSession } from './session.ts';

const seconds = Float64Array.from({ length: 12_000 }, (_, i) => i / 20);
const course = seconds.map((t) => 1.2 + 0.4 * Math.exp(-t / 60) + 0.8 * Math.exp(-t / 400));
/** An event of 10 % in 1 of 50 samples. */
const events = seconds.map((_, i) => (i % 50 === 0 ? 0.1 : 0));
const wobble = seconds.map((_, i) => 1 + 0.05 * Math.sin(i / 7) + 0.02 * Math.sin(i / 23));

describe('dF/F', () => {
  test('of an exact mixture is the events', () => {
    const control = wobble.map((one) => 3 * one);
    const signal = traceOf(
      control.map((one, i) => (0.5 + 2 * one) * (1 + (events[i] as number))),
      20,
    );
    const { values, fit, f0 } = corrector(signal, control)(completePipeline({ detrend: { by: 'none' } }));
    expect(fit?.slope).toBeCloseTo(2, 8);
    expect(fit?.intercept).toBeCloseTo(0.5, 8);
    values.forEach((value, i) => expect(Math.abs(value - (events[i] as number))).toBeLessThan(1e-8));
    expect(f0[7]).toBeCloseTo(0.5 + 2 * (control[7] as number), 8);
  });

  test('of a bleaching signal with a bleaching control is the events, of equal size throughout', () => {
    const control = seconds.map((t, i) => (0.7 + 0.6 * Math.exp(-t / 700)) * (wobble[i] as number));
    const signal = traceOf(
      course.map((one, i) => one * (wobble[i] as number) * (1 + (events[i] as number))),
      20,
    );
    const { values, trend } = corrector(signal, control)(completePipeline({}));
    // What is left of movement and events in the fit is of the order of their size.
    expect((trend?.signal.bleaching?.decays[1]?.seconds as number) / 400).toBeCloseTo(1, 1);
    for (const i of [50, 5000, 11_950]) expect((values[i] as number) - (values[i + 1] as number)).toBeCloseTo(0.1, 2);
  });

  test('divided by the median F0 shrinks with the signal', () => {
    const signal = traceOf(
      course.map((one, i) => one * (1 + (events[i] as number))),
      20,
    );
    const choice = { reference: { fit: 'none' }, baseline: { divideBy: 'median F0 of the session' } };
    const { values } = corrector(signal, undefined)(completePipeline(choice));
    const size = (i: number): number => (values[i] as number) - (values[i + 1] as number);
    expect(size(50) / size(11_950)).toBeCloseTo((course[50] as number) / (course[11_950] as number), 2);
  });

  test('is missing where signal or control is, and nowhere else', () => {
    const control = wobble.map((one, i) => (i >= 100 && i < 110 ? NaN : one));
    const signal = traceOf(
      course.map((one, i) => (i === 500 ? NaN : one * (wobble[i] as number))),
      20,
    );
    const { values } = corrector(signal, control)(completePipeline({ lowPass: { kind: 'causal' } }));
    const missing = [...values.keys()].filter((i) => Number.isNaN(values[i]));
    expect(missing).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 500]);
  });

  test('without a control needs fit = none', () => {
    expect(() => corrector(traceOf(course, 20), undefined)(completePipeline({}))).toThrow('there is no control');
  });
});

test('a pipeline says what looks ahead', () => {
  const none = completePipeline({ detrend: { by: 'moving percentile' }, reference: { fit: 'none' } });
  expect(lookAhead(none)).toEqual([]);
  expect(lookAhead(completePipeline({ lowPass: { kind: 'zero-phase' } }))).toHaveLength(3);
});

test('an unknown choice is refused with those that are allowed', () => {
  expect(() => completePipeline({ reference: { fit: 'lasso' } })).toThrow(
    'must be one of: none, ordinary, huber, tukey',
  );
});

describe('of a simulated session with bleaching, movement and noise', () => {
  test.each([1, 2, 3])('the slope on RPE is recovered within 10 percent (seed %i)', (seed) => {
    const { signal, control, model } = simulatedSession(1800, 20, seed);
    const { values } = corrector(signal, control)(completePipeline({}));
    expect(fitAr1(model, values).gain / gain).toBeGreaterThan(0.9);
    expect(fitAr1(model, values).gain / gain).toBeLessThan(1.1);
  });

  test('the truth is what signal and movement are made of', () => {
    const { signal, truth, movement, bleaching } = simulatedSession(60, 20, 4, { noise: 0 });
    signal.values.forEach((value, i) =>
      expect(value).toBeCloseTo(
        2 * (bleaching[i] as number) * (movement[i] as number) * (1 + (truth[i] as number)),
        12,
      ),
    );
  });
});

test('steps that are not the usual ones are named', () => {
  expect([true, false].map((hasControl) => changedSteps(usualPipeline(hasControl), hasControl))).toEqual([[], []]);
  const other = completePipeline({ detrend: { by: 'none' }, lowPass: { kind: 'causal' } });
  expect(changedSteps(other, true)).toEqual(['low-pass.kind = causal', 'detrend.by = none']);
  expect(changedSteps(other, false)).toContain('reference.fit = tukey');
});
