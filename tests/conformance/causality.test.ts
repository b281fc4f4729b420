import { describe, expect, test } from 'vitest';
import type { ChoiceOption, Design, Phase, RewardEvent, TrialType } from '../../src/contracts/design.ts';
import type { TrialRule } from '../../src/contracts/learning-rule.ts';
import type { StepStage, Trial } from '../../src/contracts/trial.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import { find, lookup, trialAgents } from '../../src/engine/registry.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { narrow } from './variants.ts';

const light = { cue: 'light', onsetSeconds: 0, durationSeconds: 0.6 };
const tone = { cue: 'tone', onsetSeconds: 0, durationSeconds: 0.6 };
const click = { cue: 'click', onsetSeconds: 0.4, durationSeconds: 0.4 };
const reward = (seconds: number, magnitude = 1, probability = 1): RewardEvent => ({
  time: { kind: 'fixed', seconds },
  magnitude,
  probability,
});
const trialType = (cues: TrialType['cues'], rewards: readonly RewardEvent[], context = 'box'): TrialType => ({
  title: 'a trial',
  cues,
  rewards,
  context,
});

/** Trial types; those from 'begin' on are in every design, the others in some. */
const types: Readonly<Record<string, TrialType>> = {
  'light+': trialType(
    [light],
    [{ time: { kind: 'uniform', minSeconds: 0.6, maxSeconds: 1.2 }, magnitude: 1, probability: 0.7 }],
  ),
  'tone-': trialType([tone], []),
  free: trialType([], [reward(0)]),
  'light-': trialType([light], []),
  'tone+': trialType([tone], [reward(1)]),
  'light-tone-click': trialType([light, tone, click], [reward(1.2)]),
  'light-large': trialType([light], [reward(0.8, 3)]),
  'light-punished': trialType([light], [reward(0.8, -1)]),
  'elsewhere+': trialType([light], [reward(0.8)], 'other'),
  // The same trial up to some moment within it.
  'same, rewarded': trialType([light], [reward(1)]),
  'same, omitted': trialType([light], [reward(1, 1, 0)]),
  'same, late': trialType([light], [reward(1.4)]),
  'same, large': trialType([light], [reward(1, 4)]),
  'same, clicked': trialType([light, click], [reward(1)]),
};

const phase = (id: string, mixture: Phase['mixture'], given: Partial<Phase> = {}): Phase => ({
  id,
  trials: 8,
  plastic: true,
  mixture,
  order: 'random',
  ...given,
});
const once = (type: string): Phase => phase(type, { [type]: 1 }, { trials: 1 });
/** Three rounds of four trials; other phases that start with such a round are identical until it is over. */
const round = { 'light+': 2, 'tone-': 1, free: 1 };
const begin = phase('begin', round, { trials: 12, order: 'cycle' });
const extinction = phase('extinction', { 'light-': 1 }, { iti: { kind: 'fixed', seconds: 2 } });
const probes = phase('probes', { 'tone+': 1, 'light-': 1 }, { plastic: false, trials: 4 });

/** Lists of phases with the same start: one ends where the next continues, and they continue differently. */
const futures: Readonly<Record<string, readonly Phase[]>> = {
  'nothing more': [begin],
  extinction: [begin, extinction],
  'extinction, then reversal': [begin, extinction, phase('reversal', { 'tone+': 1, 'light-': 1 })],
  'extinction, then new cues, sizes and places': [
    begin,
    extinction,
    phase(
      'new',
      { 'light-tone-click': 1, 'light-large': 2, 'light-punished': 1, 'elsewhere+': 1 },
      { order: 'balanced' },
    ),
  ],
  'probes, then extinction': [begin, probes, extinction],
  drawn: [{ ...begin, id: 'drawn', order: 'random' }],
  'drawn, with types that are too rare to occur': [
    {
      ...begin,
      id: 'drawn',
      order: 'random',
      mixture: { 'light-tone-click': 1e-6, 'light-large': 1e-6, ...round, 'tone+': 1e-6 },
    },
  ],
  'more types in the first phase': [{ ...begin, mixture: { ...round, 'light-large': 3, 'light-tone-click': 1 } }],
  'a first phase that ends early': [{ ...begin, trials: 4 }, extinction],
  'other animals': [
    { ...begin, group: 'one' },
    { ...extinction, group: 'two' },
    { ...begin, id: 'later', group: 'two' },
  ],
  ...Object.fromEntries(
    Object.keys(types)
      .filter((type) => type.startsWith('same'))
      .map((type) => [type, [begin, once(type), extinction]]),
  ),
};

/**
 * Declared in all: possible cues, places and types of outcome. Other trial types are declared by the designs that show
 * them.
 */
function chamber(phases: readonly Phase[]): Design {
  const shown = new Set(phases.flatMap(({ mixture }) => Object.keys(mixture)));
  return {
    cues: ['light', 'tone', 'click'].map((id) => ({ id, title: id })),
    contexts: ['box', 'other'].map((id) => ({ id, title: id })),
    ...(phases.some(({ group }) => group !== undefined)
      ? { groups: ['one', 'two'].map((id) => ({ id, title: id })) }
      : {}),
    trialTypes: Object.fromEntries(Object.entries(types).filter(([id]) => shown.has(id) || id === 'light-punished')),
    phases,
    iti: { kind: 'uniform', minSeconds: 1, maxSeconds: 3 },
    trialSeconds: 2,
  };
}

const option = (action: string, probability: number, magnitude = 1): ChoiceOption => ({
  action,
  rewards: [reward(0.6, magnitude, probability)],
});
const choiceType = (state: string, options: readonly ChoiceOption[]): TrialType => ({
  title: 'a choice',
  cues: [],
  rewards: [],
  stages: [{ id: 'first', state, onsetSeconds: 0, options }],
});
const choiceTypes: Readonly<Record<string, TrialType>> = {
  begin: choiceType('dark', [option('left', 0.8), option('right', 0.2)]),
  reversed: choiceType('dark', [option('left', 0), option('right', 1)]),
  bright: choiceType('bright', [option('left', 1, 5), option('right', 1, -2)]),
  'same, rewarded': choiceType('dark', [option('left', 1), option('right', 1)]),
  'same, omitted': choiceType('dark', [option('left', 0), option('right', 0)]),
};
const choosing = phase('begin', { begin: 1 }, { trials: 20 });
const choiceFutures: Readonly<Record<string, readonly Phase[]>> = {
  'nothing more': [choosing],
  reversal: [choosing, phase('reversal', { reversed: 1 })],
  'other states and sizes': [
    choosing,
    phase('bright', { bright: 1, begin: 1 }, { iti: { kind: 'fixed', seconds: 4 } }),
  ],
  ...Object.fromEntries(['same, rewarded', 'same, omitted'].map((type) => [type, [choosing, once(type)]])),
};
const choiceChamber = (phases: readonly Phase[]): Design => ({
  cues: [],
  states: [
    { id: 'dark', title: 'dark', level: 0 },
    { id: 'bright', title: 'bright', level: 1 },
  ],
  actions: ['left', 'right'].map((id) => ({ id, title: id })),
  trialTypes: choiceTypes,
  phases,
  iti: { kind: 'uniform', minSeconds: 1, maxSeconds: 3 },
  trialSeconds: 1.4,
});

/**
 * Events of a trial, by step of the session. A scheduled outcome that did not come is an event for agents that treat
 * omissions as events.
 */
function* eventsOf(
  trial: Trial,
  offset: number,
  previous: Trial | undefined,
): Generator<readonly [step: number, event: string]> {
  const isNaive = previous !== undefined && previous.group !== trial.group;
  yield [offset, `${trial.context} ${trial.plastic}${isNaive ? ' naive' : ''}`];
  const zero = offset + trial.zeroStep;
  for (const { cue, onset, steps } of trial.cues) {
    yield [zero + onset, `cue ${cue} on`];
    yield [zero + onset + steps, `cue ${cue} off`];
  }
  for (const { stage, option: taken } of trial.choices ?? []) {
    const shown = trial.stages?.[stage] as StepStage;
    yield [zero + shown.step, `state ${shown.state}, option ${taken}`];
  }
  for (const { step, scheduled, delivered } of trial.outcomes) yield [zero + step, `outcome ${scheduled} ${delivered}`];
}

/** What is compared of a session with every other one. */
interface Shown {
  readonly name: string;
  readonly session: TrialSession;
  /** By step. */
  readonly events: ReadonlyMap<number, string>;
  /** The output of each unit at every step, by label. */
  readonly units: ReadonlyMap<string, Float64Array>;
}

function shown(name: string, session: TrialSession): Shown {
  const { trials, offsets, signals } = session;
  const events = new Map<number, string>();
  for (const trial of trials)
    for (const [step, event] of eventsOf(trial, offsets[trial.index] as number, trials[trial.index - 1]))
      events.set(step, `${events.get(step) ?? ''};${event}`);
  const units = session.units.flatMap(({ group, labels }) => {
    const column = signals.units[group.id] as Float64Array;
    return labels.map((label, unit) => {
      const own = Float64Array.from(signals.rpe, (_, step) => column[step * labels.length + unit] as number);
      return [`${group.id} ${label}`, own] as const;
    });
  });
  return { name, session, events, units: new Map(units) };
}

/** The first step at which the events so far of two sessions differ, or at which one of them is over. */
function parting(a: Shown, b: Shown): number {
  const ends = [a, b].map(({ session: { offsets } }) => offsets.at(-1) as number);
  const steps = new Set([...a.events.keys(), ...b.events.keys()]);
  return Math.min(...ends, ...[...steps].filter((step) => a.events.get(step) !== b.events.get(step)));
}

/** The first moment of the trial in whose step something ends: a cue, or the wait for an outcome. */
function firstEnd({ trials, offsets }: TrialSession, step: number): number {
  const trial = trials.findLast(({ index }) => (offsets[index] as number) <= step) as Trial;
  const zero = (offsets[trial.index] as number) + trial.zeroStep;
  return Math.min(
    step,
    ...trial.outcomes.map((outcome) => zero + outcome.step),
    ...trial.cues.map(({ onset, steps }) => zero + onset + steps - 1),
  );
}

function run(agent: string, design: Design, knowledge?: string): TrialSession {
  const { architecture, learningRule } = find('agents', agent);
  const rule = {
    ...learningRule,
    parameters: { ...narrow(find('learning-rules', learningRule.id).parameters), ...learningRule.parameters },
  };
  const parts = {
    id: agent,
    learningRule: rule,
    ...(knowledge === undefined
      ? {}
      : { architecture: { ...architecture, parameters: { ...architecture.parameters, knowledge } } }),
  };
  const spec = completeTrialSpec({ world: 'own-design', design, agent: parts, recording: 'identity' });
  const session = createTrialSession(spec, { units: createTrialSession(spec).units.length > 0 ? 'all' : [] });
  session.advance(session.trials.length);
  return session;
}

/** Units whose outputs before a step differ; not those that stay constant, which only one session may have. */
function differingUnits(a: Shown, b: Shown, step: number): readonly string[] {
  const before = (of: Shown, label: string): Float64Array =>
    of.units.get(label)?.subarray(0, step) ?? new Float64Array();
  const isSame = (one: Float64Array, other: Float64Array): boolean =>
    one.length === other.length && one.every((number, i) => Object.is(number, other[i]));
  const isConstant = (numbers: Float64Array): boolean => numbers.every((number) => number === numbers[0]);
  return [...new Set([...a.units.keys(), ...b.units.keys()])].filter((label) => {
    const [one, other] = [before(a, label), before(b, label)];
    return !isSame(one, other) && !(isConstant(one) && isConstant(other));
  });
}

/** The first step at which the signals differ, for the message; -1 if none does. */
const firstDifference = (a: TrialSession, b: TrialSession, end: number): number =>
  Array.from({ length: end }, (_, step) => step).findIndex(
    (step) => a.signals.rpe[step] !== b.signals.rpe[step] || a.signals.value[step] !== b.signals.value[step],
  );

function expectNoForesight(
  agent: string,
  worldOf: (phases: readonly Phase[]) => Design,
  all: typeof futures,
  knowledge?: string,
): void {
  const sessions = Object.entries(all).map(([name, phases]) => shown(name, run(agent, worldOf(phases), knowledge)));
  const { foresight } = find('learning-rules', find('agents', agent).learningRule.id) as TrialRule;
  const partings = new Set<number>();
  sessions.forEach((one, i) => {
    for (const other of sessions.slice(i + 1)) {
      const parts = parting(one, other);
      partings.add(parts);
      const step =
        foresight === undefined ? parts : Math.min(firstEnd(one.session, parts), firstEnd(other.session, parts));
      expect(
        firstDifference(one.session, other.session, step),
        `${agent}: ${one.name} | ${other.name}, up to step ${step}`,
      ).toBe(-1);
      expect(differingUnits(one, other, step), `${agent}: ${one.name} | ${other.name}`).toEqual([]);
    }
  });
  // They diverge as intended: within the first phase or after it, after the second, and within a trial.
  expect(partings.size).toBeGreaterThan(2);
  expect(Math.min(...partings)).toBeGreaterThan(0);
}

const fitting = (design: Design): readonly string[] =>
  trialAgents()
    .filter(
      ({ learningRule }) =>
        misfitInTrials(lookup, { world: { id: 'own-design' }, design }, learningRule.id) === undefined,
    )
    .map(({ id }) => id);

describe('nothing that an agent shows depends on later events', () => {
  test.each(fitting(chamber([begin])))('%s', (agent) => expectNoForesight(agent, chamber, futures));
  test.each(
    trialAgents()
      .filter(({ architecture }) => 'knowledge' in find('architectures', architecture.id).parameters)
      .map(({ id }) => id),
  )('%s, trained in the first phase', (agent) => {
    expectNoForesight(
      agent,
      chamber,
      Object.fromEntries(Object.entries(futures).filter(([, [first]]) => first === begin)),
      'trained',
    );
  });
  test.each(fitting(choiceChamber([choosing])))('%s, with choices', (agent) =>
    expectNoForesight(agent, choiceChamber, choiceFutures),
  );
});
