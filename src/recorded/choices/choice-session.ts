import { InputError } from '../../core/errors.ts';
import type { ChoiceOption, Design, RecordedTrial, Stage, TrialType } from '../../contracts/design.ts';
import { minApartSeconds } from '../../contracts/recorded-faults.ts';
import type { Found } from '../../contracts/reader.ts';
import { exact, leadSeconds, leastWindow, plain, type RecordedSession } from '../session-parts.ts';
import {
  byNumber,
  choiceRows,
  type ChoiceRow,
  type RowChoice,
  type RowState,
  type StageOptions,
} from './choice-rows.ts';
import type { MappedChoices } from './mapped-choices.ts';

/** Maximum number of states of a stage. */
const maxStates = 500;
/** At least a step of agents from a state or a choice to the outcome. */
const leastDelay = 0.01;

/**
 * The choices of a table as a session: each row is a trial, with the states that were seen, what was chosen, and what came of
 * it. Kinds of trials are the states that are seen first.
 * @throws InputError for what the recording does not have
 */
export function choiceSession(found: Found, mapped: MappedChoices): RecordedSession {
  const { rows, notes, options } = choiceRows(found, mapped);
  const naming = namingOf(rows, mapped, options);
  const usual = usualSize(rows);
  const timed = onOneClock(rows, mapped);
  const startSeconds = Math.min(
    (timed[0] as Timed).zero - leadSeconds,
    ...found.signals.map((one) => one.startSeconds),
  );
  const windowSeconds = exact(Math.max(...timed.map(({ last }) => last)) + leastWindow + 1);
  const trials = timed.map((one, i) => trialOf(one, timed[i + 1], { naming, usual, startSeconds, windowSeconds }));
  return { design: designOf(trials, naming, { usual, windowSeconds }), startSeconds, notes };
}

/** A row with all its times. */
interface Timed extends ChoiceRow {
  /** Time of its last event, seconds from its time zero. */
  readonly last: number;
}

/** Where trials have no times of their own, one follows the other after a constant interval. */
function onOneClock(rows: readonly ChoiceRow[], { begins }: MappedChoices): readonly Timed[] {
  const lastOf = ({ zero, choices, outcome }: ChoiceRow): number =>
    Math.max(
      0,
      (choices.at(-1)?.chosen ?? zero) - zero,
      outcome === undefined ? 0 : outcome.seconds + leastDelay - zero,
    );
  if ('column' in begins)
    return rows.map((row) => ({ ...row, last: lastOf(row) })).sort((one, other) => one.zero - other.zero);
  let next = leadSeconds;
  return rows.map((row) => {
    const zero = exact(next);
    const last = lastOf(row);
    next = zero + last + begins.intervalSeconds;
    const moved = ({ shown, chosen, ...one }: RowChoice): RowChoice => ({
      ...one,
      shown: zero + shown,
      chosen: zero + chosen,
    });
    return {
      ...row,
      zero,
      last,
      choices: row.choices.map(moved),
      outcome: row.outcome && { ...row.outcome, seconds: zero + row.outcome.seconds },
    };
  });
}

/** The median size of rewards: that of a reward that was omitted. */
function usualSize(rows: readonly ChoiceRow[]): number {
  const sizes = rows
    .flatMap(({ outcome }) => (outcome === undefined || outcome.size <= 0 ? [] : [outcome.size]))
    .sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 1;
}

/** Ids of states, stages and actions. */
interface Naming {
  readonly design: Pick<Design, 'states' | 'actions' | 'cues'>;
  state(stage: number, state: RowState): string;
  stage(stage: number, state: RowState): string;
  action(stage: number, value: string): string;
  /** All states of a stage, and the values that can be chosen in each. */
  readonly stages: readonly { readonly state: RowState; readonly values: readonly string[] }[][];
}

function namingOf(rows: readonly ChoiceRow[], { stages }: MappedChoices, options: readonly StageOptions[]): Naming {
  const state = (stage: number, { name }: RowState): string =>
    plain(name !== '' ? name : stages.length === 1 ? 'choice' : `choice ${stage + 1}`);
  const action = (stage: number, value: string): string => plain(stages[stage]?.actions?.[value] ?? value);
  const seen = options.map((open, stage) => {
    const all = new Map<string, { readonly state: RowState; readonly values: readonly string[] }>();
    for (const one of rows) {
      const at = one.choices[stage]?.state ?? (stage === 0 && one.first.name !== '' ? one.first : undefined);
      if (at === undefined || all.has(at.name)) continue;
      all.set(at.name, { state: at, values: open.in(at.name) });
    }
    if (all.size > maxStates)
      throw new InputError(
        `there are ${all.size} different states`,
        'choices in the mapping',
        `name columns with at most ${maxStates} different contents`,
      );
    if (stage === 0 && all.size === 0) all.set('', { state: { name: '' }, values: open.values });
    return [...all.values()].sort(
      (one, other) => (one.state.level ?? 0) - (other.state.level ?? 0) || byNumber(one.state.name, other.state.name),
    );
  });
  const unique = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => [
    ...new Map(all.map((one) => [one.id, one])).values(),
  ];
  const states = unique(
    seen.flatMap((of, stage) =>
      of.map(({ state: one }) => {
        const id = state(stage, one);
        return { id, title: id, ...(one.level === undefined ? {} : { level: one.level }) };
      }),
    ),
  );
  const actions = unique(
    seen.flatMap((of, stage) =>
      of.flatMap(({ values: open }) =>
        open.map((value) => ({
          id: action(stage, value),
          title: action(stage, value),
          ...(stages[stage]?.areThings === true ? { isThing: true as const } : {}),
        })),
      ),
    ),
  );
  return {
    design: { cues: [], states, actions },
    state,
    stage: (stage, one) =>
      stage === 0 ? 'choice' : `choice ${stage + 1}${one.name === '' ? '' : `: ${plain(one.name)}`}`,
    action,
    stages: seen,
  };
}

interface Plan {
  readonly naming: Naming;
  readonly usual: number;
  readonly startSeconds: number;
  readonly windowSeconds: number;
}

function trialOf(
  { zero, first, choices, outcome, last }: Timed,
  next: Timed | undefined,
  { naming, usual, startSeconds, windowSeconds }: Plan,
): RecordedTrial {
  const since = (seconds: number): number => exact(Math.max(0, seconds - zero));
  const room =
    next === undefined ? Infinity : exact(next.zero - startSeconds) - exact(zero - startSeconds) - minApartSeconds;
  const own = exact(Math.max(leastWindow, Math.min(windowSeconds, room, Math.max(last + leastWindow, windowSeconds))));
  return {
    type: naming.state(0, first),
    zeroSeconds: exact(zero - startSeconds),
    ...(own === windowSeconds ? {} : { windowSeconds: own }),
    cues: [],
    rewards: outcome === undefined ? [] : [rewardOf(outcome.size, since(outcome.seconds), usual)],
    choices: choices.map(({ stage, state, value, shown, chosen }) => ({
      stage: naming.stage(stage, state),
      action: naming.action(stage, value),
      ...(stage === 0 ? {} : { onsetSeconds: since(shown) }),
      seconds: since(chosen),
    })),
  };
}

const rewardOf = (size: number, seconds: number, usual: number): RecordedTrial['rewards'][number] =>
  size === 0 ? { seconds, magnitude: 0, omitted: usual } : { seconds, magnitude: size };

function designOf(
  trials: readonly RecordedTrial[],
  naming: Naming,
  { usual, windowSeconds }: { readonly usual: number; readonly windowSeconds: number },
): Design {
  const types = [...new Set(trials.map(({ type }) => type))];
  const count = (type: string): number => trials.filter((one) => one.type === type).length;
  const intervals = trials.slice(1).map(({ zeroSeconds }, i) => {
    const { zeroSeconds: before, windowSeconds: own = windowSeconds } = trials[i] as RecordedTrial;
    return zeroSeconds - before - own;
  });
  return {
    ...naming.design,
    trialTypes: Object.fromEntries(types.map((type) => [type, typeOf(type, trials, naming, { usual, windowSeconds })])),
    phases: [
      {
        id: 'session',
        trials: trials.length,
        plastic: true,
        mixture: Object.fromEntries(types.map((type) => [type, count(type)])),
        order: 'recorded',
        recorded: trials,
      },
    ],
    iti: { kind: 'fixed', seconds: exact(Math.max(minApartSeconds, median(intervals))) },
    trialSeconds: windowSeconds,
  };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? minApartSeconds;

/**
 * A kind of trial as it usually goes: stages at their median times, one after the other, where each choice led and how often
 * it was rewarded.
 */
function typeOf(
  type: string,
  trials: readonly RecordedTrial[],
  naming: Naming,
  usual: { readonly usual: number; readonly windowSeconds: number },
): TrialType {
  const own = trials.filter((trial) => trial.type === type);
  const stages: Stage[] = [];
  let from = 0;
  for (const [stage, states] of naming.stages.entries()) {
    const here = stage === 0 ? states.filter(({ state }) => naming.state(0, state) === type) : states;
    const onsets = own.flatMap(({ choices = [] }) => choices[stage]?.onsetSeconds ?? []);
    const onset = stage === 0 ? 0 : exact(Math.max(from + leastDelay, median(onsets.length === 0 ? [from] : onsets)));
    from = onset;
    for (const { state, values } of here)
      stages.push({
        id: naming.stage(stage, state),
        state: naming.state(stage, state),
        onsetSeconds: onset,
        options: values.map((value) =>
          optionOf(naming.action(stage, value), own, {
            stage,
            id: naming.stage(stage, state),
            onset,
            ...usual,
            last: naming.stages.length - 1,
          }),
        ),
      });
  }
  return { title: type, cues: [], rewards: [], stages };
}

interface AtStage {
  readonly stage: number;
  readonly id: string;
  readonly onset: number;
  readonly usual: number;
  readonly windowSeconds: number;
  /** Index of the last stage. */
  readonly last: number;
}

function optionOf(action: string, trials: readonly RecordedTrial[], at: AtStage): ChoiceOption {
  const taken = trials.filter(({ choices = [] }) => {
    const choice = choices[at.stage];
    return choice?.stage === at.id && choice.action === action;
  });
  if (at.stage < at.last) {
    const led = taken.flatMap(({ choices = [] }) => choices[at.stage + 1]?.stage ?? []);
    const next = [...new Set(led)].sort().map((stage) => ({
      stage,
      probability: led.filter((one) => one === stage).length / led.length,
    }));
    return { action, rewards: [], ...(next.length === 0 ? {} : { next }) };
  }
  const outcomes = taken.flatMap(({ rewards }) => rewards);
  const delivered = outcomes.filter(({ omitted }) => omitted === undefined);
  const time = exact(
    Math.max(
      at.onset + leastDelay,
      Math.min(at.windowSeconds - leastWindow, median(outcomes.map(({ seconds }) => seconds))),
    ),
  );
  return {
    action,
    rewards: [
      {
        time: { kind: 'fixed', seconds: time },
        magnitude: delivered.length === 0 ? at.usual : median(delivered.map(({ magnitude }) => magnitude)),
        probability: outcomes.length === 0 ? 0 : delivered.length / outcomes.length,
      },
    ],
  };
}
