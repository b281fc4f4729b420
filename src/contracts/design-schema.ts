import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import { meanInterval, type Design, type Interval, type Phase, type TrialType } from './design.ts';

/** More trials than this in one design are a slip of the finger. */
export const mostTrials = 1_000_000;
/** More steps than this would not fit beside one another in memory (two signals of 8 bytes each). */
export const mostSteps = 2e7;
/** A day. */
const mostSeconds = 86_400;
const mostNames = 2000;
const mostReward = 1000;

/** What is wrong with a design that came from outside, and where in it. */
export interface DesignFault {
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}

const between = (min: number, max: number, unit = ''): v.GenericSchema<number> => {
  const range = `must be a number from ${min} to ${max}${unit}`;
  return v.pipe(v.number(range), v.finite(range), v.minValue(min, range), v.maxValue(max, range));
};
const seconds = between(0, mostSeconds, ' s');
const probability = between(0, 1);
// Hashes are over one byte a character.
const name = v.pipe(v.string('must be a text'), v.regex(/^[ -~]{1,500}$/, 'must be 1 to 500 plain printable characters'));
const named = v.strictObject({ id: name, title: name });
const names = v.pipe(v.array(named, 'must be a list of { id, title }'), v.maxLength(mostNames, `must have at most ${mostNames} entries`));

const interval = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('fixed'), seconds }),
    v.strictObject({ kind: v.literal('uniform'), minSeconds: seconds, maxSeconds: seconds }),
    v.strictObject({ kind: v.literal('exponential'), meanSeconds: between(1e-3, mostSeconds, ' s'), minSeconds: seconds, maxSeconds: seconds }),
    v.strictObject({ kind: v.literal('normal'), meanSeconds: seconds, sdSeconds: between(1e-3, mostSeconds, ' s'), minSeconds: seconds, maxSeconds: seconds }),
    v.strictObject({ kind: v.literal('grid'), seconds: v.pipe(v.array(seconds), v.minLength(1, 'must name at least one time')), weights: v.array(between(0, 1e6)) }),
  ],
  'must be an interval: fixed, uniform, exponential, normal or grid',
);
const reward = v.strictObject({ time: interval, magnitude: between(-mostReward, mostReward), probability });
const cue = v.strictObject({ cue: name, onsetSeconds: seconds, durationSeconds: seconds });
const stimulation = v.strictObject({
  align: v.picklist(['cue', 'reward'], "must be 'cue' or 'reward'"),
  onsetSeconds: between(-mostSeconds, mostSeconds, ' s'),
  durationSeconds: seconds,
  gainPositive: between(-mostReward, mostReward),
  gainNegative: between(-mostReward, mostReward),
  added: between(-mostReward, mostReward),
});
const trialType = v.strictObject({
  title: name,
  cues: v.array(cue, 'must be a list of cues'),
  rewards: v.array(reward, 'must be a list of rewards'),
  context: v.exactOptional(name),
  stimulations: v.exactOptional(v.array(stimulation, 'must be a list of stimulations')),
});
const wholeTrials = `must be a whole number from 1 to ${mostTrials}`;
const phase = v.strictObject({
  id: name,
  group: v.exactOptional(name),
  trials: v.pipe(v.number(wholeTrials), v.integer(wholeTrials), v.minValue(1, wholeTrials), v.maxValue(mostTrials, wholeTrials)),
  plastic: v.boolean('must be true or false'),
  probes: v.exactOptional(v.array(name, 'must be a list of trial types')),
  mixture: v.record(name, between(1e-6, mostTrials), 'must give each trial type its share'),
  order: v.picklist(['random', 'balanced', 'blocked', 'cycle'], 'must be random, balanced, blocked or cycle'),
  iti: v.exactOptional(interval),
});
const designSchema = v.strictObject({
  cues: names,
  contexts: v.exactOptional(names),
  groups: v.exactOptional(names),
  trialTypes: v.record(name, trialType, 'must be an object of trial types'),
  phases: v.pipe(v.array(phase, 'must be a list of phases'), v.minLength(1, 'must have at least one phase'), v.maxLength(mostNames, `must have at most ${mostNames} phases`)),
  iti: interval,
  trialSeconds: between(1e-3, mostSeconds, ' s'),
  stepSeconds: between(1e-3, 10, ' s'),
});

/** The interval between trials that a person gave by itself, checked. */
export const intervalSchema = interval;

/** A design that came from outside, or everything that is wrong with it. Worlds with choices cannot be given so. */
export function checkDesign(given: unknown): { readonly design: Design } | { readonly faults: readonly DesignFault[] } {
  const parsed = v.safeParse(designSchema, given);
  if (!parsed.success) return { faults: parsed.issues.map(shapeFault) };
  const faults = meaningFaults(parsed.output);
  return faults.length === 0 ? { design: parsed.output } : { faults };
}

/** @throws InputError with the first fault and its place */
export function parseDesign(given: unknown, where: string): Design {
  const checked = checkDesign(given);
  if ('design' in checked) return checked.design;
  const { path, what, remedy } = checked.faults[0] as DesignFault;
  throw new InputError(what, [where, ...(path.length === 0 ? [] : [path.join('.')])].join(', '), remedy);
}

/** A fault out of what valibot found. */
export function shapeFault(issue: v.BaseIssue<unknown>): DesignFault {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const field = String(path.at(-1) ?? 'design');
  // A strict object expects `never` where a field should not be, and misses the key itself where it should.
  if (issue.expected === 'never') {
    const isChoice = ['states', 'actions', 'stages'].includes(field);
    return { path, what: `unknown field '${field}'`, remedy: isChoice ? 'a design of your own has no choices: leave it out' : 'leave it out, or correct its spelling' };
  }
  if (issue.received === 'undefined') return { path: path.slice(0, -1), what: `'${field}' is missing`, remedy: `add "${field}"` };
  return { path, what: `${field} = ${issue.received} is not allowed`, remedy: issue.message.startsWith('must') ? `it ${issue.message}` : `it must be ${issue.expected ?? 'something else'}` };
}

/** What a schema cannot see: names that are not there, times that do not fit, more than there is room for. */
function meaningFaults(design: Design): readonly DesignFault[] {
  return [
    ...repeated('cues', design.cues),
    ...repeated('contexts', design.contexts ?? []),
    ...repeated('groups', design.groups ?? []),
    ...repeated('phases', design.phases),
    ...intervalFaults(['iti'], design.iti),
    ...Object.entries(design.trialTypes).flatMap(([id, type]) => typeFaults(['trialTypes', id], type, design)),
    ...design.phases.flatMap((one, i) => phaseFaults(['phases', i], one, design)),
    ...scatteredGroups(design),
    ...sizeFaults(design),
  ];
}

type Path = DesignFault['path'];

function repeated(field: string, list: readonly { readonly id: string }[]): readonly DesignFault[] {
  return list.flatMap(({ id }, i) =>
    list.findIndex((other) => other.id === id) === i ? [] : [{ path: [field, i], what: `'${id}' is listed twice in ${field}`, remedy: 'give each its own id' }],
  );
}

/** What is wrong with an interval beyond its shape. */
export function intervalFaults(path: Path, given: Interval): readonly DesignFault[] {
  const fault = (what: string, remedy: string): readonly DesignFault[] => [{ path, what, remedy }];
  if (given.kind === 'fixed') return [];
  if (given.kind === 'grid') {
    const isSound = given.weights.length === given.seconds.length && given.weights.some((weight) => weight > 0);
    return isSound ? [] : fault('the weights do not fit the times', 'give one weight for each time, at least one of them above 0');
  }
  const { kind, minSeconds, maxSeconds } = given;
  if (kind === 'uniform' ? maxSeconds < minSeconds : maxSeconds <= minSeconds) return fault(`the longest time, ${maxSeconds} s, is not above the shortest, ${minSeconds} s`, 'give the shorter one first');
  if (kind !== 'normal' || (given.meanSeconds >= minSeconds && given.meanSeconds <= maxSeconds)) return [];
  return fault(`the mean, ${given.meanSeconds} s, lies outside ${minSeconds} to ${maxSeconds} s`, 'choose bounds on both sides of the mean');
}

/** The longest time that an interval can give. */
export function latestSeconds(given: Interval): number {
  if (given.kind === 'fixed') return given.seconds;
  return given.kind === 'grid' ? Math.max(...given.seconds) : given.maxSeconds;
}

function typeFaults(path: Path, type: TrialType, design: Design): readonly DesignFault[] {
  const toStep = (time: number): number => Math.round(time / design.stepSeconds);
  const window = toStep(design.trialSeconds);
  const cueFaults = type.cues.flatMap((event, i): readonly DesignFault[] => {
    const at = [...path, 'cues', i];
    if (!design.cues.some(({ id }) => id === event.cue)) return [{ path: at, what: `unknown cue '${event.cue}'`, remedy: didYouMean(event.cue, ids(design.cues)) }];
    if (toStep(event.durationSeconds) < 1) return [{ path: at, what: `cue '${event.cue}' is shorter than a step`, remedy: `make it at least ${design.stepSeconds} s long` }];
    return toStep(event.onsetSeconds) < window ? [] : [{ path: at, what: `cue '${event.cue}' comes after the trial's window`, remedy: 'raise trialSeconds' }];
  });
  const rewardFaults = type.rewards.flatMap(({ time }, i): readonly DesignFault[] => {
    const at = [...path, 'rewards', i, 'time'];
    const late = toStep(latestSeconds(time)) < window ? [] : [{ path: at, what: `a reward can come at ${latestSeconds(time)} s, after the trial's window`, remedy: 'raise trialSeconds' }];
    return [...intervalFaults(at, time), ...late];
  });
  const notFromZero = type.cues.length > 0 && Math.min(...type.cues.map(({ onsetSeconds }) => onsetSeconds)) > 0;
  return [
    ...cueFaults,
    ...rewardFaults,
    ...(notFromZero ? [{ path: [...path, 'cues'], what: 'no cue comes at time zero', remedy: 'time zero is the first cue: count all times from its onset' }] : []),
    ...(type.context === undefined || design.contexts?.some(({ id }) => id === type.context)
      ? []
      : [{ path: [...path, 'context'], what: `unknown context '${type.context}'`, remedy: didYouMean(type.context, ids(design.contexts ?? [])) }]),
  ];
}

function phaseFaults(path: Path, one: Phase, design: Design): readonly DesignFault[] {
  const types = Object.keys(one.mixture);
  const known = Object.keys(design.trialTypes);
  const unknown = types.find((type) => !known.includes(type));
  const stray = (one.probes ?? []).find((type) => !types.includes(type));
  return [
    ...(types.length === 0 ? [{ path, what: `phase '${one.id}' is empty`, remedy: 'name at least one trial type in its mixture' }] : []),
    ...(unknown === undefined ? [] : [{ path: [...path, 'mixture', unknown], what: `unknown trial type '${unknown}'`, remedy: didYouMean(unknown, known) }]),
    ...(stray === undefined ? [] : [{ path: [...path, 'probes'], what: `'${stray}' is no trial type of the phase`, remedy: didYouMean(stray, types) }]),
    ...(one.group === undefined || design.groups?.some(({ id }) => id === one.group)
      ? []
      : [{ path: [...path, 'group'], what: `unknown group '${one.group}'`, remedy: didYouMean(one.group, ids(design.groups ?? [])) }]),
    ...(one.order === 'cycle' && !isRound(Object.values(one.mixture))
      ? [{ path: [...path, 'mixture'], what: 'a cycle needs whole frequencies', remedy: `say how often each type comes in a round of at most ${mostTrials}` }]
      : []),
    ...(one.iti === undefined ? [] : intervalFaults([...path, 'iti'], one.iti)),
  ];
}

const isRound = (weights: readonly number[]): boolean => weights.every(Number.isInteger) && weights.reduce((a, b) => a + b, 0) <= mostTrials;

/** A group's phases stand side by side: going back to it would begin with a naive animal. */
function scatteredGroups({ phases }: Design): readonly DesignFault[] {
  return phases.flatMap(({ group }, i) => {
    const isReturn = i > 0 && phases[i - 1]?.group !== group && phases.slice(0, i - 1).some((earlier) => earlier.group === group);
    return isReturn ? [{ path: ['phases', i, 'group'], what: `the phases of group '${group}' are not side by side`, remedy: 'list all phases of a group one after another' }] : [];
  });
}

function sizeFaults({ phases, iti, trialSeconds, stepSeconds }: Design): readonly DesignFault[] {
  const trials = phases.reduce((sum, one) => sum + one.trials, 0);
  if (trials > mostTrials) return [{ path: ['phases'], what: `${trials} trials are more than the ${mostTrials} that fit`, remedy: 'use fewer trials' }];
  const steps = phases.reduce((sum, one) => sum + one.trials * (meanInterval(one.iti ?? iti) + trialSeconds), 0) / stepSeconds;
  if (steps <= mostSteps) return [];
  return [{ path: ['phases'], what: `about ${Math.round(steps)} steps are more than the ${mostSteps} that fit`, remedy: 'use fewer trials, a shorter interval or a longer step' }];
}

const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
