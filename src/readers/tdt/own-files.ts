// .sev files: one channel each. Header as read by the package `tdt` of Tucker-Davis Technologies (read_sev of tdt/TDTbin2py.py, 0.7.6).
import { power } from '../../core/power.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { decoded, storedBytes, type Stored } from '../sampled/numbers.ts';
import { several } from '../sampled/words.ts';

const headerBytes = 40;
const formats: readonly Stored[] = ['float32', 'int32', 'int16', 'int8', 'float64', 'int64'];
const maxVersion = 3;
/** The base clock of the processors, Hz; a rate is this by 2^12, times 2^rate. */
const clockHz = 25_000_000;

/** A channel of a store, in one file or in one per hour. */
export interface OwnChannel {
  readonly store: string;
  readonly channel: number;
  readonly stored: Stored;
  readonly rateHz: number;
  readonly samples: number;
  values(from: number, to: number): Float64Array;
}

interface Header {
  readonly file: SourceFile;
  readonly store: string;
  readonly channel: number;
  readonly hour: number;
  readonly stored: Stored;
  readonly rateHz: number;
  readonly samples: number;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function header(file: SourceFile, warnings: string[]): Header | undefined {
  const bytes = file.read(0, headerBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const leftOut = (why: string): undefined => void warnings.push(`${file.name} is left out: ${why}`);
  if (bytes.length < headerBytes) return leftOut('it ends within its header, at byte ' + bytes.length);
  const version = view.getUint8(11);
  if (String.fromCodePoint(...bytes.subarray(8, 11)) !== 'SEV' || version < 1 || version > maxVersion)
    return leftOut(`byte 8 does not say SEV with a version from 1 to ${maxVersion}`);
  const stored = formats[view.getUint8(24) & 7];
  const decimation = view.getUint8(25);
  const rate = view.getUint16(26, true);
  if (stored === undefined || decimation === 0 || rate > 31)
    return leftOut(`its format, decimation or rate (bytes 24 to 27) is unknown`);
  // Names: ..._STORE_ChN.sev, -Nh before the ending where each hour has a file. The header's name was reliable from version 3.
  const name = baseName(file.name);
  const inHeader = String.fromCodePoint(...bytes.subarray(12, 16)).replaceAll('\0', '');
  const inName = /_(.{4})_ch\d+/i.exec(name)?.[1];
  const whole = Math.floor((file.bytes - headerBytes) / storedBytes[stored]);
  const stated = Number(view.getBigUint64(0, true));
  if (stated > file.bytes)
    warnings.push(`${file.name} is ${several(stated - file.bytes, 'byte')} shorter than its header says`);
  return {
    file,
    store: version < maxVersion ? (inName ?? inHeader) : inHeader,
    channel: view.getUint16(16, true),
    hour: Number(/-(\d+)h/.exec(name)?.[1] ?? 0),
    stored,
    rateHz: (power(2, rate) * clockHz) / 4096 / decimation,
    samples: whole,
  };
}

/** Channels of all .sev files, in the order of their stores and channels. */
export function ownChannels(files: readonly SourceFile[]): { channels: OwnChannel[]; warnings: string[] } {
  const warnings: string[] = [];
  const groups = new Map<string, Header[]>();
  for (const file of files) {
    const one = header(file, warnings);
    if (one === undefined) continue;
    const key = [one.store, one.channel, one.stored, one.rateHz].join('\0');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const channels = [...groups.values()].map((group) => oneChannel(group.sort((a, b) => a.hour - b.hour)));
  channels.sort((a, b) => (a.store === b.store ? a.channel - b.channel : a.store < b.store ? -1 : 1));
  return { channels, warnings };
}

function oneChannel(hours: readonly Header[]): OwnChannel {
  const { store, channel, stored, rateHz } = hours[0] as Header;
  const size = storedBytes[stored];
  return {
    store,
    channel,
    stored,
    rateHz,
    samples: hours.reduce((sum, { samples }) => sum + samples, 0),
    values(from, to) {
      const into = new Float64Array(Math.max(0, to - from));
      let first = 0;
      for (const { file, samples } of hours) {
        const [start, end] = [Math.max(from, first), Math.min(to, first + samples)];
        if (end > start) {
          const at = headerBytes + (start - first) * size;
          into.set(decoded(file.read(at, at + (end - start) * size), stored, true), start - from);
        }
        first += samples;
      }
      return into;
    },
  };
}
