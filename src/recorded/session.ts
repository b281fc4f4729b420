import { InputError } from '../core/errors.ts';
import type { Design, Interval, RecordedTrial, TrialType } from '../contracts/design.ts';
import { minApartSeconds } from '../contracts/recorded-faults.ts';
import type { Found } from '../contracts/reader.ts';
import { cellText, columnOf, cueEvents, mappedSeconds, rewardEvents, tableOf } from './mapped-times.ts';
import type { Mapping } from './mapping.ts';
import { choiceSession } from './choices/choice-session.ts';
import { exact, leadSeconds, leastWindow, plain, sizeWords, type RecordedSession } from './session-parts.ts';

/** A cue or a reward of a session, on the recording's clock. */
interface Event {
  readonly seconds: number;
  readonly durationSeconds: number;
  /** Index into the mapping's cues; -1 for a reward. */
  readonly cue: number;
  readonly size: number;
}

/** Events of one trial; its first is its time zero. */
interface Group {
  readonly events: readonly Event[];
  /** What the recording calls it; '' if it does not say. */
  readonly type: string;
}

/** A group with its names. */
interface Named extends Group {
  /** Without the size of its reward: trials of which some are rewarded. */
  readonly alike: string;
}

/** Share of a type's trials that must be rewarded for the others to count as omissions. */
const usuallyRewarded = 0.1;
/** Maximum number of different sizes that name types of their own. */
const maxSizes = 12;

/** Whether a mapping has choices and no other events: its session is then one for agents that choose. */
export const hasOnlyChoices = ({ cues, rewards, choices }: Mapping): boolean =>
  choices !== undefined && cues.length === 0 && rewards.length === 0;

/**
 * The session of a recording. For agents that choose, or if nothing else is mapped, its choices; else its cues and
 * rewards in order of time. A trial is a group of events within a window; where
 * trials begin changes only what figures average, since a continuous agent sees the events alone.
 * @throws InputError if the mapping names nothing, or what the recording does not have
 */
export function recordedSession(
  found: Found,
  mapping: Mapping,
  chooses: boolean = hasOnlyChoices(mapping),
): RecordedSession {
  if (chooses && mapping.choices !== undefined) return choiceSession(found, mapping.choices);
  const events = eventsOf(found, mapping);
  if (events.length === 0)
    throw new InputError(
      'no cue and no reward is named',
      'mapping',
      'say which events are cues and which are rewards: `phasic import FILE --save-mapping MAPPING.json`, then edit it',
    );
  const first = (events[0] as Event).seconds;
  const startSeconds = Math.min(first - leadSeconds, ...found.signals.map((one) => one.startSeconds));
  const windowSeconds = mapping.windowSeconds ?? proposedWindow(events);
  const sizes = new Set(events.filter(({ cue }) => cue < 0).map(({ size }) => size));
  const groups = groupsOf(events, windowSeconds, startsOf(found, mapping)).map((group) => ({
    ...group,
    alike: nameOf(group, mapping, false),
    type: nameOf(group, mapping, sizes.size > 1 && sizes.size <= maxSizes),
  }));
  const usual = usualRewards(groups);
  const trials = groups.map((group) => trialOf(group, { mapping, startSeconds, usual }));
  return { design: designOf(mapping, trials, windowSeconds), startSeconds, notes: [] };
}

/** A session of a recording that models can be run through. */
export interface ModelSession extends RecordedSession {
  /** Whether it is for agents that are given the animal's choices; else for those that predict. */
  readonly chooses: boolean;
}

/**
 * The sessions that a mapping gives: that of its cues and rewards, and that of its choices.
 * @returns at least one, and why there is no other one although the mapping names it
 * @throws InputError if there is none
 */
export function modelSessions(
  found: Found,
  mapping: Mapping,
): { readonly sessions: readonly ModelSession[]; readonly fault: string | undefined } {
  const { cues, rewards, choices } = mapping;
  const kinds = [
    ...(choices === undefined || cues.length + rewards.length > 0 ? [false] : []),
    ...(choices === undefined ? [] : [true]),
  ];
  const sessions: ModelSession[] = [];
  const faults: InputError[] = [];
  for (const chooses of kinds) {
    try {
      sessions.push({ ...recordedSession(found, mapping, chooses), chooses });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error);
    }
  }
  const [fault] = faults;
  if (sessions.length === 0 && fault !== undefined) throw fault;
  return { sessions, fault: fault?.message };
}

/** In order of time; a cue precedes a reward of the same time. */
function eventsOf(found: Found, { cues, rewards }: Mapping): readonly Event[] {
  const all = [
    ...cues.flatMap((cue, i) => cueEvents(found, cue).map((one) => ({ ...one, cue: i }))),
    ...rewards.flatMap((reward) => rewardEvents(found, reward).map((one) => ({ ...one, cue: -1 }))),
  ];
  return all.sort((one, other) => one.seconds - other.seconds || other.cue - one.cue);
}

interface Start {
  readonly seconds: number;
  readonly type: string;
}

function startsOf(found: Found, { trials }: Mapping): readonly Start[] {
  if (trials === undefined) return [];
  const column =
    trials.type === undefined || 'events' in trials.times
      ? undefined
      : columnOf(tableOf(found, trials.times.table), trials.type);
  return mappedSeconds(found, trials.times).map(({ seconds, row }) => ({
    seconds,
    type: column === undefined ? '' : cellText(column, row),
  }));
}

/**
 * A window that holds the rewards that follow a cue and ends before most cues that follow it: one and a half times the
 * 95th percentile of the time from a cue to the next reward, but at least 2 s and at most what the 5th percentile of the
 * time between cues leaves.
 */
function proposedWindow(events: readonly { readonly seconds: number; readonly cue: number }[]): number {
  const latencies: number[] = [];
  const gaps: number[] = [];
  let cue: number | undefined;
  let isRewarded = false;
  for (const one of events) {
    if (one.cue >= 0) {
      if (cue !== undefined) gaps.push(one.seconds - cue);
      cue = one.seconds;
      isRewarded = false;
    } else if (cue !== undefined && !isRewarded) {
      latencies.push(one.seconds - cue);
      isRewarded = true;
    }
  }
  const wanted = Math.max(2, 1.5 * (quantile(latencies, 0.95) ?? 0));
  const room = (quantile(gaps, 0.05) ?? Infinity) - minApartSeconds;
  return Math.round(Math.max(0.5, Math.min(wanted, room)) * 10) / 10;
}

/** @returns undefined for no numbers */
function quantile(numbers: readonly number[], share: number): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/**
 * Groups events into trials: those within the window of the first, or until a given start of a trial. Events that leave
 * no room for an interval before them stay in the group.
 */
function groupsOf(events: readonly Event[], windowSeconds: number, starts: readonly Start[]): readonly Group[] {
  const groups: { readonly events: Event[]; type: string }[] = [];
  let next = 0;
  for (const event of events) {
    let isStarted = false;
    let type = '';
    for (; next < starts.length && (starts[next] as Start).seconds <= event.seconds; next++) {
      isStarted = true;
      ({ type } = starts[next] as Start);
    }
    const group = groups.at(-1);
    const zero = group?.events[0]?.seconds ?? -Infinity;
    const last = group?.events.at(-1)?.seconds ?? -Infinity;
    const isNext = isStarted || event.seconds >= zero + windowSeconds;
    if (group !== undefined && (!isNext || event.seconds < last + minApartSeconds + leastWindow))
      group.events.push(event);
    else groups.push({ events: [event], type });
  }
  return groups.map(({ events: own, type }) => ({ events: own, type }));
}

/** What the recording calls the trial, its cues and, if there are a few sizes of rewards, that of its first one. */
function nameOf({ type, events }: Group, { cues }: Mapping, bySize: boolean): string {
  const shown = [...new Set(events.filter(({ cue }) => cue >= 0).map(({ cue }) => cues[cue]?.title ?? ''))];
  const reward = bySize ? events.find(({ cue }) => cue < 0) : undefined;
  const sized = reward === undefined ? [] : [sizeWords(reward.size)];
  const content = shown.length === 0 && sized.length === 0 ? ['reward alone'] : [...shown, ...sized];
  return plain([...(type === '' ? [] : [type]), content.join(' + ')].join(': '));
}

/** The usual reward of trials that are alike: its time after the first event, and its size. */
type Usual = ReadonlyMap<string, { readonly seconds: number; readonly size: number }>;

function usualRewards(groups: readonly Named[]): Usual {
  const usual = new Map<string, { readonly seconds: number; readonly size: number }>();
  for (const alike of new Set(groups.map((group) => group.alike))) {
    const own = groups.filter((group) => group.alike === alike);
    const firsts = own.flatMap(({ events }) => {
      const reward = events.find(({ cue }) => cue < 0);
      return reward === undefined
        ? []
        : [{ seconds: reward.seconds - (events[0] as Event).seconds, size: reward.size }];
    });
    if (firsts.length === own.length || firsts.length < usuallyRewarded * own.length || firsts.length === 0) continue;
    const middle = (of: (one: (typeof firsts)[number]) => number): number => quantile(firsts.map(of), 0.5) as number;
    usual.set(alike, { seconds: middle(({ seconds }) => seconds), size: middle(({ size }) => size) });
  }
  return usual;
}

interface TrialPlan {
  readonly mapping: Mapping;
  readonly startSeconds: number;
  readonly usual: Usual;
}

function trialOf({ events, type, alike }: Named, { mapping, startSeconds, usual }: TrialPlan): RecordedTrial {
  const zero = (events[0] as Event).seconds;
  const since = (seconds: number): number => exact(seconds - zero);
  const rewards = events
    .filter(({ cue }) => cue < 0)
    .map(({ seconds, size }) => ({ seconds: since(seconds), magnitude: size }));
  const expected = usual.get(alike);
  return {
    type,
    zeroSeconds: exact(zero - startSeconds),
    cues: events
      .filter(({ cue }) => cue >= 0)
      .map(({ seconds, durationSeconds, cue }) => ({
        cue: cueId(mapping, cue),
        onsetSeconds: since(seconds),
        durationSeconds: exact(durationSeconds),
      })),
    rewards:
      rewards.length === 0 && expected !== undefined
        ? [{ seconds: exact(expected.seconds), magnitude: 0, omitted: expected.size }]
        : rewards,
  };
}

const cueId = ({ cues }: Mapping, cue: number): string => plain(cues[cue]?.title ?? '');

/** With windows that leave room before the next trial. */
function designOf(mapping: Mapping, trials: readonly RecordedTrial[], windowSeconds: number): Design {
  const recorded = trials.map((trial, i) => {
    const next = trials[i + 1];
    const last = lastOf(trial);
    const room = next === undefined ? Infinity : next.zeroSeconds - trial.zeroSeconds - minApartSeconds;
    const own = exact(Math.min(Math.max(windowSeconds, last + leastWindow), room));
    return own === windowSeconds ? trial : { ...trial, windowSeconds: own };
  });
  const types = [...new Set(trials.map(({ type }) => type))];
  const count = (type: string): number => trials.filter((one) => one.type === type).length;
  return {
    cues: mapping.cues.map(({ title }, i) => ({ id: cueId(mapping, i), title: plain(title) })),
    trialTypes: Object.fromEntries(
      types.map((type) => [
        type,
        typeOf(
          type,
          trials.filter((one) => one.type === type),
          windowSeconds,
        ),
      ]),
    ),
    phases: [
      {
        id: 'session',
        trials: recorded.length,
        plastic: true,
        mixture: Object.fromEntries(types.map((type) => [type, count(type)])),
        order: 'recorded',
        recorded,
      },
    ],
    iti: intervalsOf(recorded, windowSeconds),
    trialSeconds: windowSeconds,
  };
}

const lastOf = ({ cues, rewards }: RecordedTrial): number =>
  Math.max(0, ...cues.map(({ onsetSeconds }) => onsetSeconds), ...rewards.map(({ seconds }) => seconds));

/** What usually happens in trials of a type: its cues at their median times, and its first reward. */
function typeOf(title: string, trials: readonly RecordedTrial[], windowSeconds: number): TrialType {
  const [example] = trials as [RecordedTrial];
  const firsts = trials.flatMap(({ rewards }) => rewards.slice(0, 1));
  const delivered = firsts.filter(({ omitted }) => omitted === undefined);
  const within = (seconds: number): number => Math.min(seconds, windowSeconds - leastWindow);
  const times = firsts.map(({ seconds }) => within(seconds));
  return {
    title,
    cues: example.cues.map((cue) => ({ ...cue, onsetSeconds: within(cue.onsetSeconds) })),
    rewards:
      delivered.length === 0
        ? []
        : [
            {
              time: usualTime(times),
              magnitude: quantile(
                delivered.map(({ magnitude }) => magnitude),
                0.5,
              ) as number,
              probability: delivered.length / trials.length,
            },
          ],
  };
}

/** Times that differ by less are one time, seconds. */
const sameTime = 0.02;

function usualTime(times: readonly number[]): Interval {
  const [low, middle, high] = [0.05, 0.5, 0.95].map((share) => exact(quantile(times, share) as number)) as [
    number,
    number,
    number,
  ];
  return high - low < sameTime
    ? { kind: 'fixed', seconds: middle }
    : { kind: 'uniform', minSeconds: low, maxSeconds: high };
}

/** From the ends of windows to the next trials, as agents that know their task in advance expect them. */
function intervalsOf(trials: readonly RecordedTrial[], windowSeconds: number): Interval {
  const intervals = trials.slice(1).map((trial, i) => {
    const before = trials[i] as RecordedTrial;
    return trial.zeroSeconds - before.zeroSeconds - (before.windowSeconds ?? windowSeconds);
  });
  const [min, max] = [Math.min(...intervals), Math.max(...intervals)].map(exact) as [number, number];
  if (intervals.length === 0) return { kind: 'fixed', seconds: leadSeconds };
  if (max - min < sameTime) return { kind: 'fixed', seconds: min };
  const mean = intervals.reduce((sum, one) => sum + one, 0) / intervals.length;
  return { kind: 'exponential', meanSeconds: exact(Math.max(1e-3, mean - min)), minSeconds: min, maxSeconds: max };
}

/** What a trial is aligned on: its first cue, or its time zero if it has none. */
export const firstCueSeconds = ({ cues }: RecordedTrial): number =>
  cues.length === 0 ? 0 : Math.min(...cues.map(({ onsetSeconds }) => onsetSeconds));
