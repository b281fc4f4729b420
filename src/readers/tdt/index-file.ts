// Records of a .tsq file. Layout as read by the package `tdt` of Tucker-Davis Technologies (tdt/TDTbin2py.py, 0.7.6).
import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import type { Stored } from '../sampled/numbers.ts';
import { several } from '../sampled/words.ts';

const recordBytes = 40;
const headerWords = 10;
const formats: readonly Stored[] = ['float32', 'int32', 'int16', 'int8', 'float64', 'int64'];

const codes = { on: 0x0101, off: 0x0102, scalar: 0x0201, stream: 0x8101, snip: 0x8201, mark: 0x8801 } as const;
/** The store's data are in files of their own, one per channel. */
const ownFiles = 0x0010;
const kindBits = 0xff0f;
const startMark = 1;
const stopMark = 2;

/** Packets of one channel of a store, in the order of the file. */
export interface Packets {
  readonly store: string;
  readonly channel: number;
  readonly stored: Stored;
  readonly rateHz: number;
  /** Of each packet: time of its first sample in seconds since 1970, position in the .tev file, bytes. */
  readonly seconds: number[];
  readonly positions: number[];
  readonly bytes: number[];
}

/** Events of one store: seconds since 1970, and a number with each. */
export interface Strobes {
  readonly store: string;
  readonly seconds: number[];
  readonly values: number[];
}

export interface Index {
  /** Start of the block, seconds since 1970. */
  readonly start: number;
  readonly streams: readonly Packets[];
  readonly onsets: readonly Strobes[];
  readonly offsets: readonly Strobes[];
  /** Spikes by store, channel and sort code. */
  readonly snips: ReadonlyMap<string, { store: string; channel: number; sort: number; seconds: number[] }>;
  readonly warnings: readonly string[];
}

/** A packet, an event or a mark. */
interface TsqRecord {
  readonly words: number;
  readonly code: number;
  readonly store: string;
  readonly mark: number;
  readonly channel: number;
  readonly sort: number;
  readonly seconds: number;
  readonly position: number;
  readonly value: number;
  readonly format: number;
  readonly rateHz: number;
}

function record(view: DataView, at: number): TsqRecord {
  const name = [8, 9, 10, 11].map((offset) => view.getUint8(at + offset));
  return {
    words: view.getInt32(at, true),
    code: view.getInt32(at + 4, true),
    store: String.fromCodePoint(...name).replaceAll('\0', ''),
    mark: view.getInt32(at + 8, true),
    channel: view.getUint16(at + 12, true),
    sort: view.getUint16(at + 14, true),
    seconds: view.getFloat64(at + 16, true),
    position: Number(view.getBigInt64(at + 24, true)),
    value: view.getFloat64(at + 24, true),
    format: view.getInt32(at + 32, true),
    rateHz: view.getFloat32(at + 36, true),
  };
}

/** Whether the second record is the mark of a block's start. */
export function startsBlock(file: SourceFile): boolean {
  if (file.bytes < 2 * recordBytes) return false;
  const bytes = file.read(recordBytes, 2 * recordBytes);
  if (bytes.length < recordBytes) return false;
  const { code, mark } = record(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
  return code === codes.mark && mark === startMark;
}

/** @throws InputError if it is not an index of a block */
export function readIndex(file: SourceFile): Index {
  const gathered = gatherer(file);
  const perRead = 1 << 14;
  const whole = Math.floor(file.bytes / recordBytes);
  for (let from = 1; from < whole; from += perRead) {
    const bytes = file.read(from * recordBytes, Math.min(whole, from + perRead) * recordBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const count = Math.floor(bytes.length / recordBytes);
    for (let i = 0; i < count; i++) gathered.take(record(view, i * recordBytes), from + i);
  }
  return gathered.index(file.bytes - whole * recordBytes);
}

/** The entry of a key, made if there is none. */
function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function gatherer(file: SourceFile) {
  const streams = new Map<string, Packets>();
  const snips = new Map<string, { store: string; channel: number; sort: number; seconds: number[] }>();
  const strobes = { onsets: new Map<string, Strobes>(), offsets: new Map<string, Strobes>() };
  let start: number | undefined;
  let stopped = false;
  const wrong = { count: 0, first: -1 };
  const isWrong = (number: number): void => {
    if (wrong.count++ === 0) wrong.first = number;
  };
  const packet = (one: TsqRecord): boolean => {
    const stored = formats[one.format];
    const bytes = (one.words - headerWords) * 4;
    if (stored === undefined || !(one.rateHz > 0) || !Number.isFinite(one.rateHz) || bytes < 0) return false;
    if (one.position < 0 || !Number.isSafeInteger(one.position)) return false;
    const key = [one.store, one.channel, stored, one.rateHz].join('\0');
    const { store, channel, rateHz } = one;
    const into = entry(streams, key, () => ({ store, channel, stored, rateHz, seconds: [], positions: [], bytes: [] }));
    into.seconds.push(one.seconds);
    into.positions.push(one.position);
    into.bytes.push(bytes);
    return true;
  };
  const strobe = (into: Map<string, Strobes>, { store, seconds, value }: TsqRecord): void => {
    const { seconds: times, values } = entry(into, store, () => ({ store, seconds: [], values: [] }));
    times.push(seconds);
    values.push(value);
  };
  const spike = ({ store, channel, sort, seconds }: TsqRecord): void => {
    const key = [store, channel, sort].join('\0');
    entry(snips, key, () => ({ store, channel, sort, seconds: [] })).seconds.push(seconds);
  };
  return {
    take(one: TsqRecord, number: number): void {
      if (one.code === codes.mark) {
        if (one.mark === startMark) start ??= one.seconds;
        if (one.mark === stopMark) stopped = true;
        return;
      }
      // Others are marks of the tank that say nothing of the recording.
      const known = Object.values(codes).find((code) => code === (one.code & kindBits));
      if (known === undefined || (one.code & ~(kindBits | ownFiles)) !== 0) return;
      if (!Number.isFinite(one.seconds)) isWrong(number);
      else if (known === codes.stream) {
        if (!packet(one)) isWrong(number);
      } else if (known === codes.snip) spike(one);
      else strobe(known === codes.off ? strobes.offsets : strobes.onsets, one);
    },
    index(left: number): Index {
      if (start === undefined || !Number.isFinite(start))
        throw new InputError(
          'the record that marks the start of the block is missing',
          `${file.name}, byte ${recordBytes}`,
          'copy the block again from the computer that recorded it',
        );
      const warnings: string[] = [];
      if (left > 0)
        warnings.push(`${file.name} ends within a record, ${several(left, 'byte')} after the last whole one`);
      if (!stopped) warnings.push(`${file.name} has no stop mark: the recording or a copy of it broke off`);
      if (wrong.count > 0)
        warnings.push(
          `${file.name}: ${several(wrong.count, 'record')} of an unknown layout left out, first record ${wrong.first + 1}`,
        );
      return {
        start,
        streams: [...streams.values()],
        onsets: [...strobes.onsets.values()],
        offsets: [...strobes.offsets.values()],
        snips,
        warnings,
      };
    },
  };
}
