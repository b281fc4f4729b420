import type { FoundEvents, Proposal } from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import type { Hdf5Dataset } from '../hdf5/nodes.ts';
import { isoFromUnix } from '../sampled/civil-time.ts';
import { type Clock, clockFromTimes } from '../sampled/clock.ts';
import { inOrder } from '../sampled/in-order.ts';
import { proposals } from '../sampled/propose.ts';
import type { Sampled } from '../sampled/recording.ts';
import { packetsOf } from './packets.ts';
import type { Store } from './stores.ts';

type Of<Kind extends Store['kind']> = Extract<Store, { kind: Kind }>;

/** Later times are seconds since 1970, as of TDT blocks. */
const epoch = 1e8;

/** @param warnings added to */
export async function readStores(stores: readonly Store[], warnings: string[]) {
  const of = <Kind extends Store['kind']>(kind: Kind): Of<Kind>[] =>
    stores.filter((store): store is Of<Kind> => store.kind === kind);
  const zero = await zeroOf(of('signal'));
  const signals: Sampled[] = [];
  for (const store of of('signal'))
    await orLeftOut(warnings, async () => signals.push(await rawSignal(store, zero, warnings)));
  const clocks = new Map(of('clock').map((clock) => [placeOf(clock.name), clock.times]));
  const made = new Map<string, Clock>();
  for (const store of of('trace'))
    await orLeftOut(warnings, async () => signals.push(await trace(store, clocks, made, warnings)));
  const events: FoundEvents[] = [];
  const raw = of('events').filter(({ isCorrected }) => !isCorrected);
  // Those that GuPPy corrected repeat the raw ones, on a clock of their own.
  for (const store of raw.length > 0 ? raw : of('events'))
    await orLeftOut(warnings, async () => events.push(await eventsOf(store, zero, warnings)));
  const averages = of('averages').map(({ name }) => name);
  if (averages.length > 0)
    warnings.push(
      `${averages.join(', ')}: tables of averages around events, which are computed from the signals here: left out`,
    );
  return { signals, events, startsAt: zero === 0 ? undefined : isoFromUnix(zero) };
}

async function orLeftOut(warnings: string[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    warnings.push(`${error.where}: ${error.what}; left out`);
  }
}

/** The earliest first time of signals, if they are of the calendar; else 0. */
async function zeroOf(signals: readonly Of<'signal'>[]): Promise<number> {
  let earliest = Infinity;
  for (const { times } of signals) earliest = Math.min(earliest, (await times.numbers([0], [1]))[0] as number);
  return earliest > epoch && earliest < Infinity ? earliest : 0;
}

/** Values of a vector. */
const rowsOf =
  (data: Hdf5Dataset) =>
  async (from: number, to: number): Promise<Float64Array> =>
    data.numbers([from], [Math.max(0, to - from)]);

async function rawSignal(store: Of<'signal'>, zero: number, warnings: string[]): Promise<Sampled> {
  const { name, data } = store;
  const packets = packetsOf(store, zero);
  const clock = await clockFromTimes(packets.rows, packets.seconds);
  warnings.push(...clock.warnings.map((warning) => `${name}: ${warning}`));
  return { id: name, clock, rows: rowsOf(data), mayMiss: data.isFloat, proposal: proposals.signal(name) };
}

/** The recording site at the end of a name: `z_score_DMS` and `timeCorrection_DMS` are of DMS. */
const placeOf = (name: string): string => name.slice(name.lastIndexOf('_') + 1);

const kinds: readonly (readonly [RegExp, string | undefined, Proposal | undefined])[] = [
  [/^z_score_/, 'z', { role: 'signal', reason: 'GuPPy calls it z_score' }],
  [/^dff_/, '%', { role: 'signal', reason: 'GuPPy calls it dff' }],
  [/^cntrl_sig_fit_/, undefined, undefined],
  [/^control_/, undefined, { role: 'control', reason: 'GuPPy calls it control' }],
  [/^signal_/, undefined, { role: 'signal', reason: 'GuPPy calls it signal' }],
];

async function trace(
  { name, data }: Of<'trace'>,
  clocks: ReadonlyMap<string, Hdf5Dataset>,
  made: Map<string, Clock>,
  warnings: string[],
): Promise<Sampled> {
  const place = placeOf(name);
  const times = clocks.get(place);
  if (times === undefined)
    throw new InputError(
      `its times would be in timeCorrection_${place}.hdf5, which is not here`,
      data.where,
      'open the whole folder',
    );
  const [rows, stamps] = [data.shape[0] as number, times.shape[0] as number];
  if (rows !== stamps)
    throw new InputError(
      `it has ${rows} samples, but timeCorrection_${place} has ${stamps} times`,
      data.where,
      'run GuPPy again',
    );
  let clock = made.get(place);
  if (clock === undefined) {
    clock = await clockFromTimes(stamps, rowsOf(times));
    made.set(place, clock);
    warnings.push(...clock.warnings.map((warning) => `timeCorrection_${place}: ${warning}`));
  }
  const [, unit, proposal] = kinds.find(([pattern]) => pattern.test(name)) ?? [];
  return { id: name, clock, rows: rowsOf(data), mayMiss: data.isFloat, unit, proposal };
}

async function eventsOf(
  { name, times, isCorrected }: Of<'events'>,
  zero: number,
  warnings: string[],
): Promise<FoundEvents> {
  const read = await times.allNumbers();
  const shift = zero > 0 && (read[0] ?? 0) > epoch ? zero : 0;
  const ordered = inOrder(
    name,
    read.map((time) => time - shift),
  );
  warnings.push(...ordered.warnings);
  if (isCorrected)
    warnings.push(
      `${name}: GuPPy counts these times from when the lamp was on, which may be later than the signals' zero`,
    );
  const proposal = proposals.events(name);
  return { id: name, times: ordered.times, ...(proposal && { proposal }) };
}
