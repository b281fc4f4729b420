import type { Answers, FoundEvents, FoundUnit, OpenedRecording } from '../../contracts/reader.ts';
import { clockFromRate, clockFromTimes, type Clock } from '../sampled/clock.ts';
import { inOrder } from '../sampled/in-order.ts';
import { proposals } from '../sampled/propose.ts';
import { sampledRecording, type Sampled } from '../sampled/recording.ts';
import { inFull } from '../sampled/words.ts';
import { maxChannels, pairedWithTimes, rateFor, statedRates, type Paired, type Times } from './clocks.ts';
import { eventLog, type EventLog } from './event-log.ts';
import { byLabel, labelsOf } from './labels.ts';
import type { NumberLeaf, TextLeaf } from './leaf.ts';
import { withStatedUnits } from './stated-units.ts';
import { tablesOf } from './tables.ts';
import { statedUnit, timeUnit, type Span } from './time-unit.ts';
import { clustersOf, endsOf, eventTimes, hasNoTimes, saysSpikes } from './timed-events.ts';

/** What a file of named arrays holds. */
export interface Contents {
  /** Without folders and ending. */
  readonly file: string;
  readonly numbers: readonly NumberLeaf[];
  readonly texts: readonly TextLeaf[];
  readonly warnings: readonly string[];
  close?(): void;
}

/** A vector that has times of events or spikes. */
interface Timed {
  readonly leaf: NumberLeaf;
  readonly raw: Float64Array;
}

/** A shorter vector without times is no signal. */
const minSamples = 100;
const longUntimed = 10_000;

/**
 * A recording from named arrays, by their shapes and names: arrays as long as a vector of times are signals; vectors that
 * rise and are named like events are events, or spikes; what is left are tables. Times have the unit that their names
 * say, else that of the answer.
 */
export async function recordingOf(contents: Contents, answers: Answers): Promise<OpenedRecording> {
  const { texts, file } = contents;
  const numbers = withStatedUnits(contents.numbers, texts);
  const paired = await pairedWithTimes(numbers);
  const ids = new Set(paired.flatMap(({ leaf, times }) => [leaf.id, times.leaf.id]));
  const left = numbers.filter(({ id }) => !ids.has(id));
  const timed: Timed[] = [];
  const logs: EventLog[] = [];
  const empty: string[] = [];
  for (const leaf of left) {
    if (await hasNoTimes(leaf)) empty.push(leaf.id);
    const raw = await eventTimes(leaf);
    if (raw !== undefined) timed.push({ leaf, raw });
    const log = await eventLog(leaf);
    if (log !== undefined) logs.push(log);
  }
  const { perSecond, questions } = timeUnit(spansOf(paired, timed, logs), knownLength(paired), answers);
  const scale = (leaf: NumberLeaf): number => statedUnit(leaf) ?? perSecond;
  const rated = await ratedSignals(left, timed, logs);
  const clocked = await clockedSignals(paired, scale);
  const { events, units, warnings } = await eventsOf(timed, left, texts, scale);
  const logged = logs.flatMap((log) => loggedEvents(log, perSecond));
  const used = new Set([
    ...rated.signals.map(({ leaf }) => leaf),
    ...timed.filter(({ leaf }) => saysSpikes(leaf)).map(({ leaf }) => leaf),
    ...logs.map(({ leaf }) => leaf),
  ]);
  const areTimes = new Set(timed.map(({ leaf }) => leaf));
  const { tables, warnings: ofTables } = await tablesOf(
    left.filter((leaf) => !used.has(leaf)),
    texts,
    (leaf) => (areTimes.has(leaf) ? scale(leaf) : undefined),
    file,
  );
  const signals = [...clocked.signals, ...rated.signals.map(({ signal }) => signal)];
  return sampledRecording(
    signals,
    {
      events: [...events, ...logged.map(({ events: one }) => one)],
      units,
      tables,
      startsAt: undefined,
      questions,
      warnings: [
        ...contents.warnings,
        ...clocked.warnings,
        ...rated.warnings,
        ...logs.map((log) => saidOf(log)),
        ...warnings,
        ...ofTables,
        ...(empty.length === 0 ? [] : [`${empty.join(', ')}: every value is missing (NaN) in the file, so no event`]),
      ],
    },
    contents.close,
  );
}

/** The longest time that a vector of times with a stated unit takes, seconds. */
const knownLength = (paired: readonly Paired[]): number =>
  Math.max(0, ...paired.map(({ times }) => times.length / (statedUnit(times.leaf) ?? Infinity)));

function spansOf(paired: readonly Paired[], timed: readonly Timed[], logs: readonly EventLog[]): Span[] {
  const span = (id: string, raw: Float64Array): Span => {
    const finite = raw.filter((value) => Number.isFinite(value));
    return { id, length: (finite.at(-1) ?? 0) - (finite[0] ?? 0), interval: undefined };
  };
  const clocks = [...new Set(paired.map(({ times }) => times))].filter(({ leaf }) => statedUnit(leaf) === undefined);
  const events = timed.filter(({ leaf }) => statedUnit(leaf) === undefined).map(({ leaf, raw }) => span(leaf.id, raw));
  return [
    ...clocks.map(({ leaf, length, interval }) => ({ id: leaf.id, length, interval })),
    ...[...events, ...logs.map(({ leaf, times }) => span(leaf.id, times))].sort(
      (one, other) => other.length - one.length,
    ),
  ];
}

const channelsOf = ({ columns }: NumberLeaf): number[] => Array.from({ length: columns }, (_, k) => k);

function channel(leaf: NumberLeaf, column: number, clock: Clock): Sampled {
  const proposal = proposals.signal(leaf.name);
  return {
    id: leaf.columns === 1 ? leaf.id : leaf.columnId(column),
    clock,
    mayMiss: leaf.mayMiss,
    unit: leaf.unit,
    rows: (from, to) => leaf.read(column, from, to),
    ...(proposal && { proposal }),
  };
}

async function clockedSignals(paired: readonly Paired[], scale: (leaf: NumberLeaf) => number) {
  const warnings: string[] = [];
  const clocks = new Map<Times, Clock>();
  for (const { times } of paired) {
    if (clocks.has(times)) continue;
    const perSecond = scale(times.leaf);
    const clock = await clockFromTimes(times.leaf.rows, async (from, to) =>
      (await times.leaf.read(0, from, to)).map((time) => time / perSecond),
    );
    warnings.push(...clock.warnings.map((text) => `${times.leaf.id}: ${text}`));
    clocks.set(times, clock);
  }
  const signals = paired.flatMap(({ leaf, times }) =>
    channelsOf(leaf).map((column) => channel(leaf, column, clocks.get(times) as Clock)),
  );
  return { signals, warnings };
}

/** Signals without times, where the file says a rate. */
async function ratedSignals(left: readonly NumberLeaf[], timed: readonly Timed[], logs: readonly EventLog[]) {
  const rates = await statedRates(left);
  const others = new Set([...timed.map(({ leaf }) => leaf), ...logs.map(({ leaf }) => leaf)]);
  const warnings: string[] = [];
  const signals: { leaf: NumberLeaf; signal: Sampled }[] = [];
  for (const leaf of left) {
    if (others.has(leaf)) continue;
    const rate = rateFor(leaf, rates);
    const lying = leaf.columns > leaf.rows ? leaf.transposed?.() : undefined;
    const upright = lying ?? leaf;
    if (rate === undefined) {
      if (leaf.rows >= longUntimed && leaf.columns === 1)
        warnings.push(
          `${leaf.id}: ${inFull(leaf.rows)} numbers without times: it is a signal if a vector of times or a number fs is beside it`,
        );
    } else if (upright.rows >= Math.max(minSamples, rate.hz) && upright.columns <= maxChannels) {
      warnings.push(`${leaf.id}: no times, so samples are counted from 0 s at ${rate.leaf.id} = ${rate.hz} Hz`);
      const clock = clockFromRate(0, rate.hz, upright.rows);
      signals.push(...channelsOf(upright).map((column) => ({ leaf, signal: channel(upright, column, clock) })));
    }
  }
  return { signals, warnings };
}

async function eventsOf(
  timed: readonly Timed[],
  left: readonly NumberLeaf[],
  texts: readonly TextLeaf[],
  scale: (leaf: NumberLeaf) => number,
) {
  const warnings: string[] = [];
  const events: FoundEvents[] = [];
  const units: FoundUnit[] = [];
  for (const { leaf, raw } of timed) {
    const perSecond = scale(leaf);
    // Columns of trials have no time where the event did not occur.
    const {
      times,
      rows,
      warnings: said,
    } = inOrder(
      leaf.id,
      raw.map((time) => time / perSecond),
      false,
    );
    warnings.push(...said);
    if (saysSpikes(leaf)) {
      units.push(...(await unitsOf(leaf, { times, rows }, left)));
      continue;
    }
    const end = endsOf(
      leaf,
      timed.map((one) => one.leaf),
    );
    const endRaw = timed.find((one) => one.leaf === end)?.raw;
    const isEnd = timed.some((one) => endsOf(one.leaf, [leaf]) !== undefined);
    const proposal = isEnd ? undefined : proposals.events(leaf.name);
    const all: FoundEvents = {
      id: leaf.id,
      times,
      ...(endRaw && { ends: Float64Array.from(rows, (row) => (endRaw[row] as number) / perSecond) }),
      ...(proposal && { proposal }),
    };
    events.push(...byLabel(all, rows, labelsOf(leaf, texts)));
  }
  warnings.push(...elsewhere([...events, ...units.map(({ id, spikes }) => ({ id, times: spikes }))]));
  return { events, units, warnings };
}

/** One unit, or those of a vector of units beside the spikes. */
async function unitsOf(
  leaf: NumberLeaf,
  { times, rows }: { times: Float64Array; rows: Int32Array },
  left: readonly NumberLeaf[],
): Promise<FoundUnit[]> {
  const clusters = clustersOf(leaf, left);
  if (clusters === undefined) return [{ id: leaf.id, spikes: times }];
  const all = await clusters.read(0, 0, clusters.rows);
  const of = Float64Array.from(rows, (row) => all[row] as number);
  const counts = new Map<number, number>();
  for (const unit of of) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const spikes = new Map([...counts].map(([unit, count]) => [unit, { times: new Float64Array(count), filled: 0 }]));
  of.forEach((unit, i) => {
    const one = spikes.get(unit);
    if (one !== undefined) one.times[one.filled++] = times[i] as number;
  });
  return [...spikes]
    .sort(([one], [other]) => one - other)
    .map(([unit, one]) => ({ id: `${clusters.id} = ${unit}`, spikes: one.times }));
}

/** Times that begin long after all others end: perhaps they are in another unit. */
function elsewhere(all: readonly { id: string; times: Float64Array }[]): string[] {
  const some = all.filter(({ times }) => times.length > 0);
  return some.flatMap(({ id, times }) => {
    const last = Math.max(...some.filter((one) => one.id !== id).map((one) => one.times.at(-1) as number));
    const [first] = times as unknown as [number];
    return some.length > 2 && last > 0 && first > 2 * last
      ? [
          `${id} begins at ${first.toPrecision(6)} s, and all others end before ${last.toPrecision(6)} s: perhaps it is in another unit`,
        ]
      : [];
  });
}

const saidOf = ({ leaf, timeColumn, codeColumn }: EventLog): string =>
  `${leaf.id}: ${leaf.columnId(timeColumn)} rises and is taken as times, ${leaf.columnId(codeColumn)} as the kind of event`;

function loggedEvents({ leaf, times, codes, values }: EventLog, perSecond: number): { events: FoundEvents }[] {
  return [...new Set(codes)]
    .sort((one, other) => one - other)
    .map((code) => {
      const rows = [...codes.keys()].filter((row) => codes[row] === code);
      return {
        events: {
          id: `${leaf.id} = ${code}`,
          times: Float64Array.from(rows, (row) => (times[row] as number) / perSecond),
          ...(values && { values: Float64Array.from(rows, (row) => values[row] as number) }),
        },
      };
    });
}
