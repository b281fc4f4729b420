import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import { choiceFaults, stageFaults, type ChoiceNames } from './choice-faults.ts';
import { meanInterval, type Design, type Phase, type TrialType } from './design.ts';
import type { DesignFault } from './design-fault.ts';
import { earliestSeconds, intervalFaults, latestSeconds } from './interval-faults.ts';
import { recordedFaults } from './recorded-faults.ts';

/** Upper bound on trials in a design; more is almost certainly a typo. */
export const maxTrials = 1_000_000;
/** Upper bound on steps: two signals of 8 bytes per step must fit in memory. */
export const maxSteps = 2e7;
/** The coarsest resolution that an agent may have. */
const coarsestSeconds = 1;
/** A day. */
const maxSeconds = 86_400;
const maxNames = 2000;
/** Upper bound on cues, rewards or stimulations per trial type, and on times per grid. */
export const maxEvents = 1000;
/** Upper bound on phases and their trial types, counted together. */
const maxCells = 4000;
/** Upper bound on texts, numbers, lists and objects in a design; checked first. */
const maxValues = 400_000;
/** Upper bound on the trials of a recorded session. */
const maxRecorded = 20_000;
/** Longest list of faults that is reported. */
export const maxFaults = 20;
export const maxReward = 1000;
/** Bounds of a reward's β relative to the usual one. */
export const minFactor = 1e-3;
export const maxFactor = 1000;

const between = (min: number, max: number, unit = ''): v.GenericSchema<number> => {
  const range = `must be a number from ${min} to ${max}${unit}`;
  return v.pipe(v.number(range), v.finite(range), v.minValue(min, range), v.maxValue(max, range));
};
const seconds = between(0, maxSeconds, ' s');
const probability = between(0, 1);
// Hashes are computed on one byte per character.
const name = v.pipe(
  v.string('must be a text'),
  v.regex(/^[ -~]{1,500}$/, 'must be 1 to 500 plain printable characters'),
);
const named = v.strictObject({ id: name, title: name });

/** A list whose length is checked before its entries, so that a hundred thousand bad entries are one fault. */
export function list<T extends v.GenericSchema>(
  entry: T,
  max: number,
  message: string,
): v.GenericSchema<v.InferInput<T>[], v.InferOutput<T>[]> {
  return v.pipe(v.array(v.unknown(), message), v.maxLength(max, `must have at most ${max} entries`), v.array(entry));
}

/** An object of entries by name, whose number is checked in the same way. */
export function table<T extends v.GenericSchema>(
  key: v.GenericSchema<string>,
  entry: T,
  max: number,
  message: string,
): v.GenericSchema<Record<string, v.InferInput<T>>, Record<string, v.InferOutput<T>>> {
  return v.pipe(
    v.record(v.string(), v.unknown(), message),
    v.maxEntries(max, `must have at most ${max} entries`),
    v.record(key, entry),
  );
}

const names = list(named, maxNames, 'must be a list of { id, title }');

const interval = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('fixed'), seconds }),
    v.strictObject({ kind: v.literal('uniform'), minSeconds: seconds, maxSeconds: seconds }),
    v.strictObject({
      kind: v.literal('exponential'),
      meanSeconds: between(1e-3, maxSeconds, ' s'),
      minSeconds: seconds,
      maxSeconds: seconds,
    }),
    v.strictObject({
      kind: v.literal('normal'),
      meanSeconds: seconds,
      sdSeconds: between(1e-3, maxSeconds, ' s'),
      minSeconds: seconds,
      maxSeconds: seconds,
    }),
    v.strictObject({
      kind: v.literal('grid'),
      seconds: v.pipe(
        list(seconds, maxEvents, 'must be a list of times'),
        v.minLength(1, 'must name at least one time'),
      ),
      weights: list(between(0, 1e6), maxEvents, 'must be a list of weights'),
    }),
  ],
  'must be an interval: fixed, uniform, exponential, normal or grid',
);
const reward = {
  time: interval,
  magnitude: between(-maxReward, maxReward),
  probability,
  learningRateFactor: v.exactOptional(between(minFactor, maxFactor)),
};
const cue = v.strictObject({ cue: name, onsetSeconds: seconds, durationSeconds: seconds });
const stimulation = v.strictObject({
  align: v.picklist(['cue', 'reward'], "must be 'cue' or 'reward'"),
  onsetSeconds: between(-maxSeconds, maxSeconds, ' s'),
  durationSeconds: seconds,
  gainPositive: between(-maxReward, maxReward),
  gainNegative: between(-maxReward, maxReward),
  added: between(-maxReward, maxReward),
});
/** What follows an option: rewards, whose probability may drift, or another stage. */
const option = v.strictObject({
  action: name,
  rewards: list(
    v.strictObject({
      ...reward,
      walk: v.exactOptional(v.strictObject({ sd: between(0, 1), min: probability, max: probability })),
    }),
    maxEvents,
    'must be a list of rewards',
  ),
  next: v.exactOptional(
    list(v.strictObject({ stage: name, probability }), maxEvents, 'must be a list of { stage, probability }'),
  ),
});
const stage = v.strictObject({
  id: name,
  state: name,
  onsetSeconds: seconds,
  options: v.pipe(
    list(option, maxEvents, 'must be a list of options'),
    v.minLength(1, 'must have at least one option'),
  ),
});
const trialType = v.strictObject({
  title: name,
  cues: list(cue, maxEvents, 'must be a list of cues'),
  rewards: list(v.strictObject(reward), maxEvents, 'must be a list of rewards'),
  context: v.exactOptional(name),
  stimulations: v.exactOptional(list(stimulation, maxEvents, 'must be a list of stimulations')),
  stages: v.exactOptional(list(stage, maxEvents, 'must be a list of stages')),
});
const recordedChoice = v.strictObject({
  stage: name,
  action: name,
  onsetSeconds: v.exactOptional(seconds),
  seconds,
});
/** A recorded session lasts up to some days. */
const sessionSeconds = between(0, 30 * maxSeconds, ' s');
const recordedTrial = v.strictObject({
  type: name,
  zeroSeconds: sessionSeconds,
  windowSeconds: v.exactOptional(between(1e-3, maxSeconds, ' s')),
  cues: list(cue, maxEvents, 'must be a list of cues'),
  rewards: list(
    v.strictObject({
      seconds,
      magnitude: between(-maxReward, maxReward),
      omitted: v.exactOptional(between(-maxReward, maxReward)),
    }),
    maxEvents,
    'must be a list of rewards',
  ),
  choices: v.exactOptional(list(recordedChoice, maxEvents, 'must be a list of choices')),
});
const wholeTrials = `must be a whole number from 1 to ${maxTrials}`;
const phase = v.strictObject({
  id: name,
  group: v.exactOptional(name),
  trials: v.pipe(
    v.number(wholeTrials),
    v.integer(wholeTrials),
    v.minValue(1, wholeTrials),
    v.maxValue(maxTrials, wholeTrials),
  ),
  plastic: v.boolean('must be true or false'),
  probes: v.exactOptional(list(name, maxNames, 'must be a list of trial types')),
  mixture: table(name, between(1e-6, maxTrials), maxNames, 'must give each trial type its share'),
  order: v.picklist(
    ['random', 'balanced', 'blocked', 'cycle', 'recorded'],
    'must be random, balanced, blocked, cycle or recorded',
  ),
  recorded: v.exactOptional(list(recordedTrial, maxRecorded, 'must be a list of recorded trials')),
  iti: v.exactOptional(interval),
  choiceDopamine: v.exactOptional(between(-1, 1)),
});
const designSchema = v.strictObject({
  cues: names,
  contexts: v.exactOptional(names),
  groups: v.exactOptional(names),
  states: v.exactOptional(
    list(
      v.strictObject({ id: name, title: name, level: v.exactOptional(between(-maxReward, maxReward)) }),
      maxNames,
      'must be a list of { id, title, level }',
    ),
  ),
  actions: v.exactOptional(
    list(
      v.strictObject({
        id: name,
        title: name,
        isThing: v.exactOptional(v.literal(true, 'must be true, or be left out')),
      }),
      maxNames,
      'must be a list of { id, title, isThing }',
    ),
  ),
  trialTypes: table(name, trialType, maxNames, 'must be an object of trial types'),
  phases: v.pipe(list(phase, maxNames, 'must be a list of phases'), v.minLength(1, 'must have at least one phase')),
  iti: interval,
  trialSeconds: between(1e-3, maxSeconds, ' s'),
});

/** Checks an inter-trial interval that was given on its own. */
export const intervalSchema = interval;

/** Parses an external design; returns the design, or what is wrong with it (the first faults, if there are many). */
export function checkDesign(given: unknown): { readonly design: Design } | { readonly faults: readonly DesignFault[] } {
  if (!holdsAtMost(given, maxValues))
    return {
      faults: [
        { path: [], what: `the design has more than ${maxValues} values`, remedy: 'split it, or choose another file' },
      ],
    };
  const parsed = v.safeParse(designSchema, given);
  if (!parsed.success) return { faults: parsed.issues.slice(0, maxFaults).map(shapeFault) };
  const faults = firstOf(meaningFaults(parsed.output), maxFaults);
  return faults.length === 0 ? { design: parsed.output } : { faults };
}

/** Whether a value contains at most this many values; stops counting at the limit. */
function holdsAtMost(given: unknown, max: number): boolean {
  const open: unknown[] = [given];
  let count = 0;
  for (let value = open.pop(); value !== undefined && count <= max; value = open.pop()) {
    count += 1;
    if (typeof value !== 'object' || value === null) continue;
    for (const inside of Object.values(value)) if (inside !== undefined && open.length <= max) open.push(inside);
  }
  return count <= max;
}

function firstOf<T>(items: Iterable<T>, max: number): readonly T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.push(item) >= max) break;
  }
  return first;
}

/** @throws InputError with the first fault and its place */
export function parseDesign(given: unknown, where: string): Design {
  const checked = checkDesign(given);
  if ('design' in checked) return checked.design;
  const { path, what, remedy } = checked.faults[0] as DesignFault;
  throw new InputError(what, [where, ...(path.length === 0 ? [] : [path.join('.')])].join(', '), remedy);
}

/** Converts a valibot issue to a fault. */
export function shapeFault(issue: v.BaseIssue<unknown>): DesignFault {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const field = String(path.at(-1) ?? 'design');
  // For an unknown field a strict object expects `never`, and the issue's path lacks the key itself.
  if (issue.expected === 'never') {
    if (field === 'stepSeconds')
      return {
        path,
        what: 'a design has no step',
        remedy: 'leave stepSeconds out: the step is resolutionSeconds of the agent',
      };
    return { path, what: `unknown field '${field}'`, remedy: 'leave it out, or correct its spelling' };
  }
  if (issue.received === 'undefined')
    return { path: path.slice(0, -1), what: `'${field}' is missing`, remedy: `add "${field}"` };
  return {
    path,
    what: `${field} = ${issue.received} is not allowed`,
    remedy: issue.message.startsWith('must')
      ? `it ${issue.message}`
      : `it must be ${issue.expected ?? 'something else'}`,
  };
}

/** Checks beyond the schema: undefined names, times that do not fit, sizes above the limits. */
function* meaningFaults(design: Design): Generator<DesignFault> {
  const known: Known = {
    cues: namesOf(design.cues),
    contexts: namesOf(design.contexts),
    groups: namesOf(design.groups),
    types: new Set(Object.keys(design.trialTypes)),
    states: namesOf(design.states),
    actions: namesOf(design.actions),
  };
  yield* tooMany(design);
  yield* repeated('cues', design.cues);
  yield* repeated('contexts', design.contexts ?? []);
  yield* repeated('groups', design.groups ?? []);
  yield* repeated('states', design.states ?? []);
  yield* repeated('actions', design.actions ?? []);
  yield* repeated('phases', design.phases);
  yield* choiceFaults(design);
  yield* intervalFaults(['iti'], design.iti);
  for (const [id, type] of Object.entries(design.trialTypes))
    yield* typeFaults(['trialTypes', id], type, design, known);
  for (const [i, one] of design.phases.entries()) yield* phaseFaults(['phases', i], one, design, known);
  yield* scatteredGroups(design);
  yield* tooLarge(design);
}

type Path = DesignFault['path'];
type Names = ReadonlySet<string>;
/** The names that a design declares. */
type Known = Readonly<Record<'cues' | 'contexts' | 'groups' | 'types', Names>> & ChoiceNames;

const namesOf = (list: readonly { readonly id: string }[] = []): Names => new Set(list.map(({ id }) => id));

function* repeated(field: string, list: readonly { readonly id: string }[]): Generator<DesignFault> {
  const seen = new Set<string>();
  for (const [i, { id }] of list.entries()) {
    if (seen.has(id))
      yield { path: [field, i], what: `'${id}' is listed twice in ${field}`, remedy: 'give each its own id' };
    seen.add(id);
  }
}

function* typeFaults(path: Path, type: TrialType, design: Design, known: Known): Generator<DesignFault> {
  const window = design.trialSeconds;
  for (const [i, event] of type.cues.entries()) {
    const at = [...path, 'cues', i];
    if (!known.cues.has(event.cue))
      yield { path: at, what: `unknown cue '${event.cue}'`, remedy: didYouMean(event.cue, [...known.cues]) };
    else if (event.onsetSeconds >= window)
      yield { path: at, what: `cue '${event.cue}' comes after the trial's window`, remedy: 'raise trialSeconds' };
  }
  for (const [i, { time }] of type.rewards.entries()) {
    const at = [...path, 'rewards', i, 'time'];
    yield* intervalFaults(at, time);
    if (latestSeconds(time) >= window)
      yield {
        path: at,
        what: `a reward can come at ${latestSeconds(time)} s, after the trial's window`,
        remedy: 'raise trialSeconds',
      };
  }
  const isLate =
    type.stages === undefined &&
    type.cues.length > 0 &&
    Math.min(...type.cues.map(({ onsetSeconds }) => onsetSeconds)) > 0;
  if (isLate && !type.rewards.some(({ time }) => earliestSeconds(time) === 0)) {
    yield {
      path: [...path, 'cues'],
      what: 'neither a cue nor a reward comes at time zero',
      remedy: 'time zero is the first of them: count all times from it',
    };
  }
  yield* stageFaults(path, type, design, known);
  const { context } = type;
  if (context !== undefined && !known.contexts.has(context))
    yield {
      path: [...path, 'context'],
      what: `unknown context '${context}'`,
      remedy: didYouMean(context, [...known.contexts]),
    };
}

function* phaseFaults(path: Path, one: Phase, design: Design, known: Known): Generator<DesignFault> {
  const types = Object.keys(one.mixture);
  if (types.length === 0)
    yield { path, what: `phase '${one.id}' is empty`, remedy: 'name at least one trial type in its mixture' };
  const unknown = types.find((type) => !known.types.has(type));
  if (unknown !== undefined)
    yield {
      path: [...path, 'mixture', unknown],
      what: `unknown trial type '${unknown}'`,
      remedy: didYouMean(unknown, [...known.types]),
    };
  const stray = (one.probes ?? []).find((type) => !Object.hasOwn(one.mixture, type));
  if (stray !== undefined)
    yield {
      path: [...path, 'probes'],
      what: `'${stray}' is not a trial type of the phase`,
      remedy: didYouMean(stray, types),
    };
  if (one.group !== undefined && !known.groups.has(one.group))
    yield {
      path: [...path, 'group'],
      what: `unknown group '${one.group}'`,
      remedy: didYouMean(one.group, [...known.groups]),
    };
  if (one.order === 'cycle' && !isRound(Object.values(one.mixture))) {
    yield {
      path: [...path, 'mixture'],
      what: 'a cycle needs whole frequencies',
      remedy: `say how often each type comes in a round of at most ${maxTrials}`,
    };
  }
  if (one.iti !== undefined) yield* intervalFaults([...path, 'iti'], one.iti);
  yield* recordedFaults(path, one, design, known);
}

const isRound = (weights: readonly number[]): boolean =>
  weights.every(Number.isInteger) && weights.reduce((a, b) => a + b, 0) <= maxTrials;

/** A group's phases must be consecutive: returning to it would start with a naive subject. */
function* scatteredGroups({ phases }: Design): Generator<DesignFault> {
  const left = new Set<string | undefined>();
  for (const [i, { group }] of phases.entries()) {
    const before = phases[i - 1]?.group;
    if (i === 0 || before === group) continue;
    left.add(before);
    if (left.has(group))
      yield {
        path: ['phases', i, 'group'],
        what: `the phases of group '${group}' are not consecutive`,
        remedy: 'list all phases of a group one after another',
      };
  }
}

function* tooMany({ phases }: Design): Generator<DesignFault> {
  const cells = phases.reduce((sum, { mixture }) => sum + 1 + Object.keys(mixture).length, 0);
  if (cells > maxCells)
    yield {
      path: ['phases'],
      what: `${cells} phases and kinds of trials are more than the ${maxCells} that fit`,
      remedy: 'split the design',
    };
}

function* tooLarge({ phases, iti, trialSeconds }: Design): Generator<DesignFault> {
  const trials = phases.reduce((sum, one) => sum + one.trials, 0);
  const steps =
    phases.reduce((sum, one) => sum + one.trials * (meanInterval(one.iti ?? iti) + trialSeconds), 0) / coarsestSeconds;
  const path = ['phases'];
  if (trials > maxTrials)
    yield { path, what: `${trials} trials are more than the ${maxTrials} that fit`, remedy: 'use fewer trials' };
  else if (steps > maxSteps)
    yield {
      path,
      what: `about ${Math.round(steps * coarsestSeconds)} s are more than the ${maxSteps * coarsestSeconds} that fit`,
      remedy: 'use fewer trials or a shorter interval',
    };
}
