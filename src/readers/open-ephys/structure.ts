import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { holds } from '../sampled/holds.ts';

interface Channel {
  readonly name: string;
  /** Of one bit, in `unit`. */
  readonly bitVolts: number;
  readonly unit: string | undefined;
}

export interface Stream {
  /** Below `continuous`, with a slash at the end. */
  readonly folder: string;
  readonly rateHz: number;
  readonly channels: readonly Channel[];
}

/** A folder of events or spikes, and the rate of the stream that they belong to, if it is stated. */
export interface Marks {
  readonly folder: string;
  readonly rateHz: number | undefined;
}

/** What structure.oebin says is recorded. */
export interface Structure {
  readonly version: string;
  readonly streams: readonly Stream[];
  readonly events: readonly Marks[];
  readonly spikes: readonly Marks[];
}

type Json = Readonly<Record<string, unknown>>;
const maxBytes = 1 << 25;
const maxChannels = 100_000;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter((one) => isObject(one)) : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const positive = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;

const wrong = (file: SourceFile, why: string): InputError =>
  new InputError(why, file.name, 'record or copy the folder again');

const parsed = (file: SourceFile): unknown => JSON.parse(new TextDecoder().decode(file.read(0, file.bytes)));

/** False also for a file that is too large to be a structure.oebin. */
export const isJson = (file: SourceFile): boolean => file.bytes <= maxBytes && holds(() => (parsed(file), true));

/** @throws InputError if it is not JSON, or says of a stream neither a rate nor channels */
export function readStructure(file: SourceFile): Structure {
  if (file.bytes > maxBytes) throw wrong(file, `it has more than ${maxBytes} bytes`);
  if (file.bytes === 0) throw wrong(file, 'it is empty');
  let json: unknown;
  try {
    json = parsed(file);
  } catch (error) {
    throw wrong(file, `it is not JSON (${(error as Error).message})`);
  }
  if (!isObject(json)) throw wrong(file, 'it is not an object of JSON');
  return {
    version: textOf(json['GUI version']) ?? '',
    streams: listOf(json['continuous']).map((one, i) => streamOf(file, one, `continuous[${i}]`)),
    events: listOf(json['events']).map((one, i) => marksOf(file, one, `events[${i}]`)),
    spikes: listOf(json['spikes']).map((one, i) => marksOf(file, one, `spikes[${i}]`)),
  };
}

/** A folder within that of the recording. */
function folderOf(file: SourceFile, one: Json, place: string): string {
  const folder = textOf(one['folder_name']) ?? textOf(one['folder']);
  if (folder === undefined || folder === '') throw wrong(file, `${place} names no folder`);
  const parts = folder
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '');
  if (/^[/\\]|^[a-z]:/i.test(folder) || parts.includes('..'))
    throw wrong(file, `${place} names a folder outside the recording: ${folder}`);
  return `${parts.join('/')}/`;
}

function streamOf(file: SourceFile, one: Json, place: string): Stream {
  const rateHz = positive(one['sample_rate']);
  if (rateHz === undefined) throw wrong(file, `${place} has no sample_rate`);
  const listed = listOf(one['channels']);
  const count = positive(one['num_channels']) ?? listed.length;
  if (!Number.isInteger(count) || count < 1 || count > maxChannels || (listed.length > 0 && listed.length !== count))
    throw wrong(file, `${place} has ${listed.length} channels and num_channels ${count}`);
  const channels = Array.from({ length: count }, (_, k): Channel => {
    const channel = listed[k] ?? {};
    const unit = textOf(channel['units'])?.replace(/^u(?=V$)/, 'µ');
    const bitVolts = positive(channel['bit_volts']);
    return {
      name: textOf(channel['channel_name']) ?? `channel ${k + 1}`,
      bitVolts: bitVolts ?? 1,
      // Without a scale the numbers are those of the converter.
      unit: bitVolts === undefined || unit === '' ? undefined : unit,
    };
  });
  return { folder: folderOf(file, one, place), rateHz, channels };
}

const marksOf = (file: SourceFile, one: Json, place: string): Marks => ({
  folder: folderOf(file, one, place),
  rateHz: positive(one['sample_rate']),
});
