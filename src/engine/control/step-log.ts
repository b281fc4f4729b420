import type { ActingUnits } from '../../contracts/acting-agent.ts';
import type { RecordedSteps } from '../../contracts/recorded-steps.ts';
import { secondsOf } from '../../contracts/trial.ts';
import { InputError } from '../../core/errors.ts';
import { askedGroups, maxUnitNumbers, type AskedUnits } from '../unit-columns.ts';
import type { ControlSession } from './control-session.ts';
import type { StepRecorder } from './step-recorder.ts';

interface StepLogOptions {
  /** Number of latest rows that are kept. */
  readonly rows: number;
  /** Groups of units that are recorded. */
  readonly units: AskedUnits;
  /** Of the same session, and listening to it already; absent if the RPE itself is recorded. */
  readonly recorder?: StepRecorder | undefined;
}

/** The recorded environment. */
const watched = 0;

const signals = ['step', 'episode', 'seconds', 'action', 'reward', 'rpe', 'value', 'rate'] as const;
type Row = Readonly<Record<(typeof signals)[number], number>>;

/** The numbers of a row, in addition to those of units: the signals, and what happened. */
const numbersPerRow = signals.length + 1;

/** The most rows of an agent with these units that have at most this count of numbers. */
export const rowsWithin = (numbers: number, units: readonly ActingUnits[]): number =>
  Math.floor(numbers / (numbersPerRow + unitCount(units)));

/**
 * Keeps the latest steps of a session's first environment, with units of its agent, from now on. It is no part of the
 * run: neither its results nor its saved state depend on it.
 */
export class StepLog {
  /** While true, steps are not kept: those of a person. */
  paused = false;
  private readonly session: ControlSession;
  private readonly recorder: StepRecorder | undefined;
  private readonly rows: number;
  private readonly columns: Readonly<Record<(typeof signals)[number], Float64Array>>;
  private readonly happened: Int32Array;
  private readonly units: readonly { readonly of: ActingUnits; readonly column: Float64Array }[];
  private episode = 1;
  /** Rows so far, the dropped ones included. */
  private taken = 0;

  /** @throws InputError for units that the agent does not have, and for more numbers than may be recorded */
  constructor(session: ControlSession, { rows, units, recorder }: StepLogOptions) {
    const groups = askedGroups(session.acting.units ?? [], units);
    requireRoom(groups, rows);
    this.session = session;
    this.recorder = recorder;
    this.rows = rows;
    this.columns = Object.fromEntries(signals.map((name) => [name, new Float64Array(rows)])) as typeof this.columns;
    this.happened = new Int32Array(rows);
    this.units = groups.map((of) => ({ of, column: new Float64Array(rows * of.labels.length) }));
    // A restored agent has not taken a step yet, so its units cannot be read.
    if (session.done === 0) this.addFirst();
    session.onStep(() => this.note());
  }

  private note(): void {
    if (this.paused) return;
    const { session } = this;
    const { worlds, acting } = session;
    const ended = worlds.starts[watched] === 1;
    const length = (ended ? worlds.endLengths : worlds.lengths)[watched] as number;
    this.add(
      {
        step: session.done,
        episode: this.episode,
        seconds: secondsOf(length, session.stepSeconds),
        action: worlds.lastAction(watched),
        reward: worlds.rewards[watched] as number,
        rpe: acting.signals.rpe[watched] as number,
        value: session.valueAfter(watched),
        rate: this.recorder?.rate[watched] ?? Number.NaN,
      },
      worlds.happened[watched] as number,
      (units) => !ended || units.ofStep === true,
    );
    if (!ended) return;
    this.episode += 1;
    this.addFirst();
  }

  /** The first observation of an episode. */
  private addFirst(): void {
    const { done, acting } = this.session;
    const none = Number.NaN;
    this.add(
      {
        step: done,
        episode: this.episode,
        seconds: 0,
        action: none,
        reward: none,
        rpe: none,
        value: acting.signals.value[watched] as number,
        rate: none,
      },
      0,
      (units) => units.ofStep !== true,
    );
  }

  /** @param exists whether a group of units has numbers in this row */
  private add(row: Row, happened: number, exists: (units: ActingUnits) => boolean): void {
    const at = this.taken % this.rows;
    for (const name of signals) this.columns[name][at] = row[name];
    this.happened[at] = happened;
    for (const { of, column } of this.units) {
      const from = at * of.labels.length;
      if (exists(of)) of.read(this.session.worlds, watched, column, from);
      else column.fill(Number.NaN, from, from + of.labels.length);
    }
    this.taken += 1;
  }

  /** A copy of what is kept, the oldest row first. */
  steps(): RecordedSteps {
    const { columns, units } = this;
    const { rate, ...signalsInOrder } = Object.fromEntries(
      signals.map((name) => [name, this.inOrder(columns[name], 1)]),
    ) as Record<(typeof signals)[number], Float64Array>;
    return {
      ...signalsInOrder,
      ...(this.recorder === undefined ? {} : { rate }),
      happened: this.inOrder(this.happened, 1),
      units: units.map(({ of: { group, labels }, column }) => ({
        group,
        labels,
        column: this.inOrder(column, labels.length),
      })),
    };
  }

  /** @param width numbers per row */
  private inOrder<Column extends Float64Array | Int32Array>(column: Column, width: number): Column {
    const { rows, taken } = this;
    const oldest = taken > rows ? (taken % rows) * width : 0;
    const kept = Math.min(taken, rows) * width;
    const out = column.slice(0, kept) as Column;
    out.set(column.subarray(oldest, kept));
    out.set(column.subarray(0, oldest), kept - oldest);
    return out;
  }
}

const unitCount = (units: readonly ActingUnits[]): number => units.reduce((sum, { labels }) => sum + labels.length, 0);

function requireRoom(units: readonly ActingUnits[], rows: number): void {
  const numbers = rows * (numbersPerRow + unitCount(units));
  if (numbers <= maxUnitNumbers) return;
  const named = units.map(({ group, labels }) => `${group.id} (${labels.length})`);
  const [many, most, all] = [rows, maxUnitNumbers, numbers].map((count) => count.toLocaleString('en-US'));
  throw new InputError(
    `${many} rows of ${numbersPerRow} signals${named.length === 0 ? '' : ` and the units ${named.join(', ')}`} are ${all} numbers, more than the ${most} that may be recorded`,
    'recorded steps',
    `record at most ${rowsWithin(maxUnitNumbers, units).toLocaleString('en-US')} rows${named.length === 0 ? '' : ', or name fewer groups'}`,
  );
}
