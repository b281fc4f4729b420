import { describe, expect, test } from 'vitest';
import { baselineSeconds } from '../../src/analysis/recorded-trials.ts';
import type { Condition, Paradigm } from '../../src/contracts/paradigm.ts';
import { meanInterval, type Design, type Interval } from '../../src/contracts/design.ts';
import { parseParameters, type AnyValues } from '../../src/contracts/parameters.ts';
import { completeSpec } from '../../src/engine/experiment.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createSession } from '../../src/engine/session.ts';
import { extremes, shortest } from './variants.ts';

function bounds(interval: Interval): readonly [number, number] {
  if (interval.kind === 'fixed') return [interval.seconds, interval.seconds];
  if (interval.kind === 'grid') return [Math.min(...interval.seconds), Math.max(...interval.seconds)];
  return [interval.minSeconds, interval.maxSeconds];
}

function expectInterval(interval: Interval, least: number, most: number): void {
  const [min, max] = bounds(interval);
  expect(min).toBeGreaterThanOrEqual(least);
  expect(max).toBeGreaterThanOrEqual(min);
  expect(max).toBeLessThanOrEqual(most);
  expect(Number.isFinite(meanInterval(interval))).toBe(true);
  if (interval.kind === 'grid') {
    expect(interval.weights).toHaveLength(interval.seconds.length);
    expect(interval.weights.every((weight) => weight >= 0) && interval.weights.some((weight) => weight > 0)).toBe(true);
  }
}

function expectValid(design: Design): void {
  const { cues, trialTypes, phases, iti, trialSeconds, stepSeconds } = design;
  const ids = cues.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(stepSeconds).toBeGreaterThan(0);
  expectInterval(iti, 0, Infinity);
  const lastStep = trialSeconds - stepSeconds / 2;
  for (const { cues: events, rewards } of Object.values(trialTypes)) {
    for (const { cue, onsetSeconds, durationSeconds } of events) {
      expect(ids).toContain(cue);
      expect(onsetSeconds).toBeGreaterThanOrEqual(0);
      expect(onsetSeconds).toBeLessThan(lastStep);
      expect(Math.round(durationSeconds / stepSeconds)).toBeGreaterThanOrEqual(1);
    }
    if (events.length > 0) expect(Math.min(...events.map(({ onsetSeconds }) => onsetSeconds)), 'time zero is the first cue').toBe(0);
    for (const { time, magnitude, probability } of rewards) {
      expectInterval(time, 0, lastStep);
      expect(Number.isFinite(magnitude)).toBe(true);
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
  }
  expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length);
  for (const { trials, mixture } of phases) {
    expect(Number.isInteger(trials) && trials >= 0).toBe(true);
    for (const [type, weight] of Object.entries(mixture)) {
      expect(Object.keys(trialTypes)).toContain(type);
      expect(weight).toBeGreaterThan(0);
    }
  }
}

/** Names that exist, and a window in which everything is recorded. */
function expectCondition({ types, phase, align, window, title }: Condition, design: Design): void {
  expect(title.length).toBeGreaterThan(0);
  expect(types.length).toBeGreaterThan(0);
  for (const type of types) expect(Object.keys(design.trialTypes)).toContain(type);
  if (phase !== undefined) expect(design.phases.map(({ id }) => id)).toContain(phase);
  const [from, to] = window;
  expect(from).toBeLessThanOrEqual(to);
  for (const type of types) {
    const [earliest, latest] = align === 'cue' ? [0, 0] : bounds(design.trialTypes[type]?.rewards[0]?.time ?? { kind: 'fixed', seconds: Number.NaN });
    const step = (seconds: number): number => Math.round(seconds / design.stepSeconds);
    expect(step(earliest) + step(from)).toBeGreaterThanOrEqual(-step(baselineSeconds));
    expect(step(latest) + step(to)).toBeLessThan(step(design.trialSeconds));
  }
}

function expectSound(paradigm: Paradigm, values: AnyValues): void {
  const design = paradigm.design(values as never);
  expectValid(design);
  for (const condition of Object.values(paradigm.conditions(values as never))) expectCondition(condition, design);
}

describe.each(list('paradigms').map((paradigm) => ({ id: paradigm.id, paradigm })))('$id', ({ id, paradigm }) => {
  const defaults = parseParameters(paradigm.parameters, {}, id);
  const conditions = paradigm.conditions(defaults);
  const design = paradigm.design(defaults);

  test('is sound as it comes', () => expectSound(paradigm, defaults));
  test.each(extremes(paradigm.parameters, {}))('is sound with $name', ({ values }) => expectSound(paradigm, values));

  test('names an agent and a recording that exist', () => {
    expect(find('agents', paradigm.agent).id).toBe(paradigm.agent);
    expect(() => completeSpec({ paradigm: id })).not.toThrow();
  });

  test('shows one to six conditions, and a map of trials, that exist', () => {
    expect(paradigm.shown.length).toBeGreaterThan(0);
    expect(paradigm.shown.length).toBeLessThanOrEqual(6);
    for (const shown of paradigm.shown) expect(Object.keys(conditions)).toContain(shown);
    for (const type of paradigm.heatMapTypes ?? []) expect(Object.keys(design.trialTypes)).toContain(type);
  });

  test('its signatures say what, where from and how much', () => {
    const { signatures } = paradigm;
    expect(new Set(signatures.map((one) => one.id)).size).toBe(signatures.length);
    for (const { claim, source, quantity, expected } of signatures) {
      expect(claim).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/\b(19|20)\d\d\b.*bound: /);
      expect(quantity.length).toBeGreaterThan(0);
      expect(expected.above ?? expected.below ?? expected.about).toBeTypeOf('number');
      if (expected.within !== undefined) expect(expected.about).toBeTypeOf('number');
    }
  });

  test('its summaries and recorded traces belong to it and are cited', () => {
    const summaries = paradigm.summaries ?? [];
    expect(new Set(summaries.map((one) => one.id)).size).toBe(summaries.length);
    for (const { series, recorded, fit } of summaries) {
      if (fit === 'second-on-first') expect(series).toHaveLength(2);
      if (recorded === undefined) continue;
      // Numbers from a published collection name where it is kept.
      expect(recorded.citation.doi ?? recorded.citation.text).toMatch(/^10\.|https:\/\/\S+$/);
      expect(recorded.n).toMatch(/\d/);
      expect(recorded.series.map((one) => one.id)).toEqual(series.map((one) => one.id));
    }
    for (const { condition, t, mean, citation, n } of paradigm.recorded ?? []) {
      expect(Object.keys(conditions)).toContain(condition);
      expect(t).toHaveLength(mean.length);
      expect(t.every((seconds, i) => i === 0 || seconds > (t[i - 1] as number))).toBe(true);
      expect(citation.doi).toMatch(/^10\./);
      expect(n).toMatch(/\d/);
    }
  });

  test('before the first trial nothing is claimed and nothing breaks', () => {
    const look = observe(createSession(completeSpec({ paradigm: id }))).look();
    expect(look.signatures.filter(({ pass }) => pass)).toEqual([]);
    expect(Object.values(look.conditions).every(({ n }) => n === 0)).toBe(true);
  });

  test('as it comes, every condition has trials and every signature and summary is measured', () => {
    const session = createSession(completeSpec({ paradigm: id }));
    session.advance(session.trials.length);
    const { conditions: averages, signatures, summaries } = observe(session).look();
    for (const [name, { n, rate }] of Object.entries(averages)) {
      expect(n, name).toBeGreaterThan(0);
      expect(rate.mean.every(Number.isFinite), name).toBe(true);
    }
    for (const { id: name, measured } of signatures) expect(measured, name).not.toBeNull();
    for (const { id: name, series } of summaries) for (const { points } of series) expect(points.length, name).toBeGreaterThan(1);
  });

  test.each(extremes(paradigm.parameters, shortest(paradigm.parameters)).filter(({ name }) => !/trials = /i.test(name)))('runs with $name', ({ values }) => {
    const session = createSession(completeSpec({ paradigm: { id, parameters: values } }));
    session.advance(session.trials.length);
    expect(session.signals.rpe.every(Number.isFinite)).toBe(true);
    expect(() => observe(session).look()).not.toThrow();
  });
});
