import { describe, expect, test } from 'vitest';
import { baselineSeconds } from '../../src/analysis/recorded-trials.ts';
import { noneStated, type Recorded } from '../../src/contracts/citation.ts';
import type { Condition, Paradigm, SummarySeries } from '../../src/contracts/paradigm.ts';
import {
  meanInterval,
  phaseTitle,
  type Design,
  type Interval,
  type RewardEvent,
  type Stage,
  type TrialType,
} from '../../src/contracts/design.ts';
import { parseParameters, type AnyValues } from '../../src/contracts/parameters.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { trialWords } from '../../src/engine/trial-words.ts';
import { sampled } from '../sample.ts';
import { expectPlaces } from '../paradigms/places.ts';
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
  const { cues, trialTypes, phases, iti, trialSeconds } = design;
  const ids = cues.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expectInterval(iti, 0, Infinity);
  const end = trialSeconds - 1e-9;
  for (const { cues: events, rewards } of Object.values(trialTypes)) {
    for (const { cue, onsetSeconds, durationSeconds } of events) {
      expect(ids).toContain(cue);
      expect(onsetSeconds).toBeGreaterThanOrEqual(0);
      expect(onsetSeconds).toBeLessThan(end);
      expect(durationSeconds).toBeGreaterThanOrEqual(0);
    }
    if (events.length > 0)
      expect(Math.min(...events.map(({ onsetSeconds }) => onsetSeconds)), 'time zero is the first cue').toBe(0);
    expectRewards(rewards, 0, end);
  }
  expectChoices(design, end);
  expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length);
  // Some designs have hundreds of phases.
  const unsound = phases.filter(
    ({ trials, mixture }) =>
      !(Number.isInteger(trials) && trials >= 0) ||
      Object.entries(mixture).some(([type, weight]) => !Object.hasOwn(trialTypes, type) || !(weight > 0)),
  );
  expect(unsound).toEqual([]);
}

function expectRewards(rewards: readonly RewardEvent[], earliest: number, end: number): void {
  for (const { time, magnitude, probability } of rewards) {
    expectInterval(time, earliest, end);
    expect(Number.isFinite(magnitude)).toBe(true);
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(1);
  }
}

/** Either there are no choices at all, or every trial is a chain of choices, each after the previous one. */
function expectChoices(design: Design, end: number): void {
  const { states, actions, trialTypes, phases } = design;
  const types = Object.values(trialTypes);
  if (states === undefined) {
    expect(actions).toBeUndefined();
    expect(types.every(({ stages }) => stages === undefined)).toBe(true);
    expect(phases.every(({ choiceDopamine }) => choiceDopamine === undefined)).toBe(true);
    return;
  }
  for (const names of [states, actions ?? []]) {
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names.map(({ id }) => id)).size).toBe(names.length);
  }
  for (const { choiceDopamine = 0 } of phases) expect(Math.abs(choiceDopamine)).toBeLessThanOrEqual(1);
  for (const type of types) {
    const { stages = [], rewards, cues } = type;
    expect(stages.length).toBeGreaterThan(0);
    expect([rewards, cues], 'what comes follows from what is chosen').toEqual([[], []]);
    expect(stages[0]?.onsetSeconds, 'time zero is the first stage').toBe(0);
    expect(new Set(stages.map(({ id }) => id)).size).toBe(stages.length);
    for (const stage of stages) expectStage(stage, type, design, end);
  }
}

function expectStage(
  { state, onsetSeconds, options }: Stage,
  { stages = [] }: TrialType,
  { states = [], actions = [] }: Design,
  end: number,
): void {
  expect(states.map(({ id }) => id)).toContain(state);
  expect(options.length).toBeGreaterThan(0);
  expect(new Set(options.map(({ action }) => action)).size).toBe(options.length);
  // An error needs a separate moment.
  const soonest = onsetSeconds + 1e-9;
  for (const { action, rewards, next = [] } of options) {
    expect(actions.map(({ id }) => id)).toContain(action);
    expectRewards(rewards, soonest, end);
    for (const { walk, probability } of rewards) {
      if (walk === undefined) continue;
      expect(walk.sd).toBeGreaterThanOrEqual(0);
      expect(walk.min >= 0 && walk.min <= probability && probability <= walk.max && walk.max <= 1).toBe(true);
    }
    if (next.length === 0) continue;
    expect(rewards, 'an option brings something or leads on').toEqual([]);
    expect(next.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    for (const { stage, probability } of next) {
      expect(probability).toBeGreaterThanOrEqual(0);
      const following = stages.find(({ id }) => id === stage);
      expect(following?.onsetSeconds).toBeGreaterThan(soonest);
      expect(following?.onsetSeconds).toBeLessThan(end);
    }
  }
}

/** The earliest and the latest time of the (first) reward of a trial type, whatever is chosen. */
function rewardBounds({ rewards, stages = [] }: TrialType): readonly [number, number] {
  const times = [
    ...rewards.slice(0, 1),
    ...stages.flatMap(({ options }) => options.flatMap((option) => option.rewards)),
  ].map(({ time }) => bounds(time));
  return times.length === 0
    ? [Number.NaN, Number.NaN]
    : [Math.min(...times.map(([from]) => from)), Math.max(...times.map(([, to]) => to))];
}

/** Existing names, and a window in which everything is recorded. */
function expectCondition({ types, phase, group, chose, align, window, title }: Condition, design: Design): void {
  expect(title.length).toBeGreaterThan(0);
  expect(types.length).toBeGreaterThan(0);
  for (const type of types) expect(Object.keys(design.trialTypes)).toContain(type);
  if (phase !== undefined) expect(design.phases.map(({ id }) => id)).toContain(phase);
  if (group !== undefined) expect((design.groups ?? []).map(({ id }) => id)).toContain(group);
  if (chose !== undefined) expect((design.actions ?? []).map(({ id }) => id)).toContain(chose);
  const [from, to] = window;
  expect(from).toBeLessThanOrEqual(to);
  for (const type of types) {
    const [earliest, latest] = align === 'cue' ? [0, 0] : rewardBounds(design.trialTypes[type] as TrialType);
    expect(earliest + from).toBeGreaterThanOrEqual(-baselineSeconds - 1e-9);
    expect(latest + to).toBeLessThanOrEqual(design.trialSeconds + 1e-9);
  }
}

const licences = ['MIT', 'CC0-1.0', 'GPL-3.0: derived figures, cited', noneStated];

/** Where they were read, at which commit, and the licence. */
function expectSources({ n, sources }: Recorded): void {
  expect(n).toMatch(/\d/);
  expect(sources).not.toHaveLength(0);
  for (const { from, licence } of sources) {
    expect(from).toMatch(/https:\/\/\S+ at [0-9a-f]{7}$/);
    expect(licences).toContain(licence);
  }
}

/** Unique names, and at most one recorded point for each. */
function expectCategories(categories: readonly string[], recorded: readonly SummarySeries[]): void {
  expect(categories.length).toBeGreaterThan(1);
  expect(new Set(categories).size).toBe(categories.length);
  for (const { points } of recorded) expectPlaces(points, categories);
}

const nameOf = ({ paradigm, end }: { readonly paradigm: string; readonly end: string }): string => `${paradigm} ${end}`;

function expectSound(paradigm: Paradigm, values: AnyValues): void {
  const design = paradigm.design(values);
  expectValid(design);
  for (const condition of Object.values(paradigm.conditions(values))) expectCondition(condition, design);
}

/** Every paradigm with each of its parameters at either end, its counts of trials being as small as can be. */
const ends = list('paradigms').flatMap(({ id, agent, parameters }) =>
  extremes(parameters, shortest(parameters))
    .filter(({ name }) => !/trials = /i.test(name))
    .map(({ name, values }) => ({ agent, paradigm: id, end: name, values })),
);
const sample = new Set(sampled(ends.map(({ agent, paradigm, end }) => ({ agent, paradigm, end }))).map(nameOf));
const run = ends.filter((one) => sample.has(nameOf(one)));

describe.each(list('paradigms').map((paradigm) => ({ id: paradigm.id, paradigm })))('$id', ({ id, paradigm }) => {
  const defaults = parseParameters(paradigm.parameters, {}, id);
  const conditions = paradigm.conditions(defaults);
  const design = paradigm.design(defaults);

  test('is valid at its defaults', () => expectSound(paradigm, defaults));
  test.each(extremes(paradigm.parameters, {}))('is valid with $name', ({ values }) => expectSound(paradigm, values));

  test('names an agent and a recording that exist', () => {
    expect(find('agents', paradigm.agent).id).toBe(paradigm.agent);
    expect(() => completeTrialSpec({ world: id })).not.toThrow();
  });

  test('displays one to six existing conditions, and an existing map of trials', () => {
    expect(paradigm.shown.length).toBeGreaterThan(0);
    expect(paradigm.shown.length).toBeLessThanOrEqual(6);
    for (const shown of paradigm.shown) expect(Object.keys(conditions)).toContain(shown);
    for (const type of paradigm.heatMapTypes ?? []) expect(Object.keys(design.trialTypes)).toContain(type);
  });

  test('its signatures have a claim, a source and a quantity', () => {
    const { signatures } = paradigm;
    expect(new Set(signatures.map((one) => one.id)).size).toBe(signatures.length);
    for (const { claim, source, quantity, expected } of signatures) {
      expect(claim).toMatch(/^[A-Z].*\.$/);
      expect(source, "a source is the paper with its year, then '; bound: ' and why this bound").toMatch(
        /\b(19|20)\d\d\b.*bound: /,
      );
      expect(quantity.length).toBeGreaterThan(0);
      expect(expected.above ?? expected.below ?? expected.about).toBeTypeOf('number');
      if (expected.within !== undefined) expect(expected.about).toBeTypeOf('number');
    }
  });

  test('its summaries and recorded traces are cited', () => {
    const summaries = paradigm.summaries ?? [];
    expect(new Set(summaries.map((one) => one.id)).size).toBe(summaries.length);
    for (const { title, x, series, recorded, fit, categories } of summaries) {
      if (fit === 'second-on-first') expect(series).toHaveLength(2);
      // Categories have names, not numbers explained by a label: "off (1), on (2)", "1: off, 2: on".
      for (const label of [title, x]) expect(label).not.toMatch(/\(\d+\)|(^|[\s(])\d+\s*[:=]/);
      expect(x.length).toBeGreaterThan(0);
      if (categories !== undefined) expectCategories(categories, recorded?.series ?? []);
      if (recorded === undefined) continue;
      // Numbers from a published collection cite where it is stored.
      expect(recorded.citation.doi ?? recorded.citation.text).toMatch(/^10\.|https:\/\/\S+$/);
      expectSources(recorded);
      expect(recorded.series.map((one) => one.id)).toEqual(series.map((one) => one.id));
    }
    for (const { condition, t, mean, ...recorded } of paradigm.recorded ?? []) {
      expect(Object.keys(conditions)).toContain(condition);
      expect(t).toHaveLength(mean.length);
      expect(t.every((seconds, i) => i === 0 || seconds > (t[i - 1] as number))).toBe(true);
      expect(recorded.citation.doi).toMatch(/^10\./);
      expectSources(recorded);
    }
  });

  let before: TrialSession | undefined;
  const beforeTheFirstTrial = (): TrialSession => (before ??= createTrialSession(completeTrialSpec({ world: id })));

  test('has distinct titles, without ids', () => {
    const session = beforeTheFirstTrial();
    const { trials, weights } = session;
    const { cues, groups = [], states = [], actions = [], contexts = [], trialTypes, phases } = session.design;
    const types = Object.values(trialTypes).map(({ title }) => title);
    const titles = {
      types,
      phases: phases.map((phase) => phaseTitle(session.design, phase)),
      conditions: Object.values(conditions).map(({ title }) => title),
      names: [...cues, ...groups, ...states, ...actions, ...contexts].map(({ title }) => title),
    };
    for (const [of, all] of Object.entries({ ...titles, names: groups.map(({ title }) => title) }))
      expect(new Set(all).size, of).toBe(all.length);
    const kinds = [...new Map(trials.map((trial) => [`${trial.phase} ${trial.type}`, trial])).values()];
    const sentences = kinds.flatMap((trial) => [session.describe(trial), ...Object.values(trialWords(session, trial))]);
    const features = Array.from(weights.slice(0, 200), (_, feature) => session.featureLabel(feature));
    const summaries = (paradigm.summaries ?? []).flatMap(({ title, x, y, categories = [], series }) => [
      title,
      x,
      y,
      ...categories,
      ...series.map((one) => one.title),
    ]);
    const ids = new Set(
      [
        ...Object.keys(trialTypes),
        ...Object.keys(conditions),
        ...[...phases, ...cues, ...groups, ...states, ...actions, ...contexts].map((one) => one.id),
      ].filter((one) => one.includes('-') && one.length > 2),
    );
    const isId = (shown: string): boolean =>
      /^[\w.]+(-[\w.]+)+$/.test(shown) || shown.split(/[\s,:;()]+/).some((word) => ids.has(word));
    const hasManyDigits = (shown: string): boolean => /\d\.\d{4,}/.test(shown);
    const all = new Set([...Object.values(titles).flat(), ...sentences, ...features, ...summaries]);
    expect([...all].filter((shown) => isId(shown) || hasManyDigits(shown))).toEqual([]);
  });

  test('before the first trial no signature is judged and nothing fails', () => {
    const look = observe(beforeTheFirstTrial()).look();
    expect(look.signatures.filter(({ pass }) => pass)).toEqual([]);
    expect(Object.values(look.conditions).every(({ n }) => n === 0)).toBe(true);
  });

  test.each(run.filter((one) => one.paradigm === id))('runs with $end', ({ values }) => {
    const session = createTrialSession(completeTrialSpec({ world: { id, parameters: values } }));
    session.advance(session.trials.length);
    expect(session.signals.rpe.every(Number.isFinite)).toBe(true);
    expect(() => observe(session).look()).not.toThrow();
  });
});
