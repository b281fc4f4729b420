import { InputError } from '../../core/errors.ts';
import type { Found } from '../../contracts/reader.ts';
import { microseconds } from '../../contracts/clock.ts';
import { columnOf, tableOf } from '../mapped-times.ts';
import { mappingVersion, type MappedWindows, type Mapping } from '../mapping.ts';
import { recordedSession } from '../session.ts';
import type { RecordedSession } from '../session-parts.ts';
import type { SessionName } from './event-windows.ts';
import { tableRows, windowsOf, type TableRow } from './table-rows.ts';

/** A session whose events a table of windows has times of. */
export interface TableSession extends SessionName, RecordedSession {
  /** Of each row in order of time: the number of its event in the table, as in its windows, and of its trial in the design; from 0. */
  readonly rows: readonly { readonly event: number; readonly trial: number }[];
  /** Rewards that the table left out, whose times are not known. */
  readonly leftOut: number;
}

/**
 * The sessions of a table of windows around rewards, or around the licks at them, as experiments: rewards at the times of
 * a column, or one after the other by a column of intervals since the last reward. Where numbers of trials are missing,
 * the table left rewards out: each comes after the median interval.
 * @throws InputError if the table has no rewards, or no column of numbers says when they were
 */
export function tableSessions(found: Found, mapped: MappedWindows): readonly TableSession[] {
  const { align, table } = windowsOf(found, mapped);
  if (align === 'cue')
    throw new InputError(
      'windows around cues do not say when rewards were',
      `windows ${mapped.of}`,
      'open the recording they were cut from',
    );
  const column = mapped.time ?? mapped.interval;
  if (column === undefined)
    throw new InputError(
      'no column says when the rewards were',
      `windows ${mapped.of}`,
      'say which column has their times in the session (event time), or the time since the last one (interval)',
    );
  const times = columnOf(tableOf(found, table), column);
  if (times.kind !== 'number')
    throw new InputError(`column '${column}' is text`, `table ${table}`, 'choose a column of numbers');
  const all = tableRows(found, mapped).filter(({ row }) => Number.isFinite(times.values[row]));
  const usual = medianOf(all.map(({ row }) => times.values[row] as number));
  return [...new Set(all.map(({ session }) => session))].map((session) => {
    const own = all
      .filter((one) => one.session === session)
      .toSorted((one, other) =>
        mapped.time === undefined
          ? one.trial - other.trial
          : (times.values[one.row] as number) - (times.values[other.row] as number),
      );
    const events =
      mapped.time === undefined
        ? byIntervals(own, times.values, usual)
        : { seconds: own.map(({ row }) => times.values[row] as number), between: [] };
    return sessionOf(own, events);
  });
}

interface Times {
  /** Of each row. */
  readonly seconds: readonly number[];
  /** Of rewards that the table left out. */
  readonly between: readonly number[];
}

function byIntervals(own: readonly TableRow[], intervals: Float64Array, usual: number): Times {
  const between: number[] = [];
  const seconds: number[] = [];
  let [now, last] = [0, 0];
  for (const { row, trial } of own) {
    for (let missing = last + 1; missing < trial; missing++) between.push((now += usual));
    seconds.push((now += intervals[row] as number));
    last = trial;
  }
  return { seconds, between };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function sessionOf(own: readonly TableRow[], { seconds, between }: Times): TableSession {
  const [{ animal, session }] = own as [TableRow];
  const times = Float64Array.from([...seconds, ...between]).sort();
  const recorded = recordedSession({ ...nothing, events: [{ id: reward, times }] }, rewardsAlone);
  const trials = recorded.design.phases[0]?.recorded ?? [];
  const zeros = trials.map(({ zeroSeconds }) => microseconds(zeroSeconds + recorded.startSeconds));
  return {
    animal,
    session,
    ...recorded,
    rows: own.map(({ trial }, i) => ({
      event: trial - 1,
      trial: zeros.findLastIndex((zero) => zero <= microseconds(seconds[i] as number)),
    })),
    leftOut: between.length,
  };
}

const reward = 'reward';

const nothing: Found = {
  signals: [],
  events: [],
  units: [],
  tables: [],
  startsAt: undefined,
  questions: [],
  warnings: [],
};

const rewardsAlone: Mapping = {
  phasicMapping: mappingVersion,
  answers: {},
  cues: [],
  rewards: [{ times: { events: reward }, title: reward, size: 1 }],
};
