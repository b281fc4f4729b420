import type { RecordedTrial } from '../contracts/design.ts';
import type { Found, FoundTable } from '../contracts/reader.ts';
import type { RowColumn } from '../contracts/animal-rows.ts';
import { firstFrom } from './first-from.ts';
import { mappedSeconds } from './mapped-times.ts';
import type { Mapping } from './mapping.ts';
import { firstCueSeconds } from './session.ts';
import type { RecordedSession } from './session-parts.ts';

/** By the name of the column, one cell per trial of the session. */
type Columns = Readonly<Record<string, RowColumn>>;

/**
 * What is known of each trial of a session, so that trials can be ordered by it: number, type, size and latency of the
 * first reward, time since the reward before, licks if they are mapped, and every column of a table that has the trial
 * in one of its rows. NaN or '' where it is not known.
 */
export function trialColumns(
  found: Found,
  mapping: Mapping,
  { design, startSeconds }: Pick<RecordedSession, 'design' | 'startSeconds'>,
): Columns {
  const trials = (design.phases[0]?.recorded ?? []).map((trial) => timed(trial, startSeconds, design.trialSeconds));
  const own: Columns = {
    trial: trials.map((_, i) => i + 1),
    type: trials.map(({ type }) => type),
    'reward size': trials.map(({ rewards }) => rewards[0]?.magnitude ?? Number.NaN),
    'reward latency (s)': trials.map(({ rewards, event }) => exact((rewards[0]?.seconds ?? Number.NaN) - event)),
    'time since last reward (s)': sinceLastReward(trials),
    ...(mapping.licks === undefined
      ? {}
      : lickColumns(
          trials,
          mappedSeconds(found, mapping.licks).map(({ seconds }) => seconds),
        )),
  };
  return found.tables.reduce(
    (columns: Columns, table) =>
      withTable(columns, table, startedRows(found, mapping, table, trials) ?? rowsOf(table, trials)),
    own,
  );
}

/** A trial on the recording's clock. */
interface TimedTrial {
  readonly type: string;
  /** What it is aligned on, and the end of its window. */
  readonly event: number;
  readonly end: number;
  /** Delivered ones. */
  readonly rewards: readonly { readonly seconds: number; readonly magnitude: number }[];
  /** Of its cues and rewards. */
  readonly times: readonly number[];
}

function timed(trial: RecordedTrial, startSeconds: number, usualWindow: number): TimedTrial {
  const zero = startSeconds + trial.zeroSeconds;
  const rewards = trial.rewards
    .filter(({ omitted }) => omitted === undefined)
    .map(({ seconds, magnitude }) => ({ seconds: zero + seconds, magnitude }));
  return {
    type: trial.type,
    event: zero + firstCueSeconds(trial),
    end: zero + (trial.windowSeconds ?? usualWindow),
    rewards,
    times: [...trial.cues.map(({ onsetSeconds }) => zero + onsetSeconds), ...rewards.map(({ seconds }) => seconds)],
  };
}

/** The clock of a session counts microseconds. */
const exact = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

/** From the last reward before each trial's event. */
function sinceLastReward(trials: readonly TimedTrial[]): RowColumn {
  const rewards = trials.flatMap((trial) => trial.rewards.map(({ seconds }) => seconds)).sort((a, b) => a - b);
  return trials.map(({ event }) => exact(event - (rewards[firstFrom(rewards, event) - 1] ?? Number.NaN)));
}

/** Licks from each trial's event to the end of its window. @param licks in order */
function lickColumns(trials: readonly TimedTrial[], licks: readonly number[]): Columns {
  const ranges = trials.map(({ event, end }) => [firstFrom(licks, event), firstFrom(licks, end)] as const);
  return {
    licks: ranges.map(([from, to]) => to - from),
    'first lick (s)': ranges.map(([from, to], i) =>
      from < to ? exact((licks[from] as number) - (trials[i] as TimedTrial).event) : Number.NaN,
    ),
  };
}

/** Times that are equal to the millisecond are of one event. */
const perSecond = 1000;
/** Share of trials that a table must have to be one of trials. */
const minShare = 0.5;

/** The row of each trial in a table; -1 if it has none. Undefined if it is not a table of trials. */
function rowsOf({ columns }: FoundTable, trials: readonly TimedTrial[]): readonly number[] | undefined {
  const all = columns.map((column) => (column.kind === 'number' ? matchedRows(column.values, trials) : []));
  const found = (rows: readonly number[]): number => rows.filter((row) => row >= 0).length;
  const best = all.toSorted((one, other) => found(other) - found(one))[0] ?? [];
  return found(best) > 0 && found(best) >= minShare * trials.length ? best : undefined;
}

/** The rows of a table that says when trials start: the last start before each trial's first event. */
function startedRows(
  found: Found,
  { trials: mapped }: Mapping,
  { id }: FoundTable,
  trials: readonly TimedTrial[],
): readonly number[] | undefined {
  if (mapped === undefined || !('table' in mapped.times) || mapped.times.table !== id) return undefined;
  const starts = mappedSeconds(found, mapped.times);
  const seconds = starts.map((start) => Math.round(start.seconds * perSecond));
  return trials.map(({ times }) => {
    const place = firstFrom(seconds, Math.round(Math.min(...times) * perSecond) + 1) - 1;
    return starts[place]?.row ?? -1;
  });
}

/** Where a column has the time of an event of the trial. */
function matchedRows(times: Float64Array, trials: readonly TimedTrial[]): readonly number[] {
  const rows = new Map<number, number>();
  times.forEach((seconds, row) => rows.set(Math.round(seconds * perSecond), row));
  return trials.map(
    (trial) =>
      trial.times.map((seconds) => rows.get(Math.round(seconds * perSecond))).find((row) => row !== undefined) ?? -1,
  );
}

function withTable(before: Columns, { id: table, columns }: FoundTable, rows: readonly number[] | undefined): Columns {
  if (rows === undefined) return before;
  const added = { ...before };
  for (const { id, ...column } of columns) {
    const name = id in added ? `${table}: ${id}` : id;
    added[name] =
      column.kind === 'text'
        ? rows.map((row) => column.values[row] ?? '')
        : rows.map((row) => column.values[row] ?? Number.NaN);
  }
  return added;
}
