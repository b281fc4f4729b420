import {
  type Claim,
  type FoundEvents,
  type OpenedRecording,
  type Proposal,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { clockFromRate } from './sampled/clock.ts';
import { type Sampled, sampledRecording } from './sampled/recording.ts';
import { proposals } from './sampled/propose.ts';
import { secondsOfDate } from './table/cells.ts';

/** What a .ppd says of itself, and where its samples are. */
interface Header {
  readonly mode: string;
  readonly version: readonly [number, number];
  readonly rateHz: number;
  readonly voltsPerDivision: number;
  readonly analog: number;
  readonly digital: number;
  /** Whether lamp-on and lamp-off samples are both stored, of which the difference is the signal. */
  readonly differences: boolean;
  readonly pulsed: boolean;
  /** Value of the converter above which it clips. */
  readonly clipsAbove: number;
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
  /** First byte of samples. */
  readonly start: number;
  /** Words of one sample of all signals. */
  readonly stride: number;
  readonly samples: number;
  readonly subject: string | undefined;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Samples that are read at a time when looking for events. */
const chunkSamples = 1 << 19;

const maxHeader = 65_535;

export default defineReader({
  id: 'pyphotometry',
  title: 'pyPhotometry',
  summary: 'Files (.ppd) of the open-source photometry boards of pyPhotometry, versions 0.3 to 1.1.',
  extensions: ['.ppd'],
  source: 'https://github.com/pyPhotometry/code, tools/data_import.py and issues 31 and 32',
  detect: (source) => source.files.filter(looksRight).map((file): Claim => ({ files: [file], certainty: 'certain' })),
  open: async ({ files }) => open(files[0] as SourceFile),
});

/** The first bytes suffice: a length, then JSON that names a mode and a rate. */
function looksRight(file: SourceFile): boolean {
  try {
    return jsonOf(file) !== undefined;
  } catch (error) {
    return error instanceof InputError;
  }
}

/** The header's object and the place after it; undefined if the file is another one. */
function jsonOf(file: SourceFile): { json: Record<string, unknown>; start: number } | undefined {
  const [low = 0, high = 0, brace] = file.read(0, 3);
  const length = low + 256 * high;
  if (brace !== 0x7b || length > maxHeader || length < 20) return undefined;
  const bytes = file.read(2, 2 + length);
  const text = new TextDecoder('utf-8').decode(bytes);
  if (!text.includes('"volts_per_division"') && !text.includes('"sampling_rate"')) return undefined;
  if (bytes.length < length)
    throw new InputError(`the file ends within its header, of ${length} bytes`, file.name, 'copy the file again');
  const json: unknown = JSON.parse(text);
  return typeof json === 'object' && json !== null
    ? { json: json as Record<string, unknown>, start: 2 + length }
    : undefined;
}

function headerOf(file: SourceFile): Header {
  const wrong = (what: string): InputError =>
    new InputError(`${what} in the header`, file.name, 'check that pyPhotometry wrote this file, and copy it again');
  let read: ReturnType<typeof jsonOf>;
  try {
    read = jsonOf(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
  }
  if (read === undefined) throw wrong('there is no JSON');
  const { json, start } = read;
  const number = (key: string, from: number, to: number, value: unknown = json[key]): number => {
    if (typeof value !== 'number' || !(value >= from && value <= to))
      throw wrong(`${key} is not a number from ${from} to ${to}`);
    return value;
  };
  const text = (key: string): string | undefined => (typeof json[key] === 'string' ? json[key] : undefined);
  const mode = text('mode') ?? '';
  const version = versionOf(json['version'], wrong);
  const isNew = version[0] >= 1;
  const withMaximum = isNew && (version[0] > 1 || version[1] >= 1);
  const analog = isNew ? number('n_analog_signals', 1, 16) : 2;
  const digital = isNew ? number('n_digital_signals', 0, analog) : 2;
  if (!Number.isInteger(analog) || !Number.isInteger(digital)) throw wrong('a number of signals is not whole');
  const pulsed = mode.includes(isNew ? 'pulsed' : 'time div');
  const differences = withMaximum && pulsed;
  const stride = analog * (differences ? 2 : 1);
  const scale: unknown = Array.isArray(json['volts_per_division'])
    ? json['volts_per_division'][0]
    : json['volts_per_division'];
  return {
    mode,
    version,
    rateHz: number('sampling_rate', 0.001, 1e6),
    voltsPerDivision: number('volts_per_division', 1e-12, 1000, scale),
    analog,
    digital,
    differences,
    pulsed,
    clipsAbove: 0.98 * (withMaximum ? number('ADC_max_value', 1, 65_535) : 1 << 15),
    startsAt: isoOf(text('date_time')),
    endsAt: isoOf(text('end_time')),
    start,
    stride,
    samples: Math.floor((file.bytes - start) / 2 / stride),
    subject: text('subject_ID') || undefined,
    facts: factsOf(mode, text('subject_ID'), version),
  };
}

function versionOf(value: unknown, wrong: (what: string) => InputError): [number, number] {
  const parts = /^(\d+)\.(\d+)/.exec(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  if (parts === null) throw wrong('there is no version');
  return [Number(parts[1]), Number(parts[2])];
}

const isoOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-/.test(text) && secondsOfDate(text) !== undefined ? text : undefined;

const factsOf = (mode: string, subject: string | undefined, version: readonly number[]): Record<string, string> => ({
  mode,
  version: version.join('.'),
  ...(subject === undefined || subject === '' ? {} : { subject }),
});

function open(file: SourceFile): Promise<OpenedRecording> {
  const header = headerOf(file);
  if (header.samples === 0)
    throw new InputError('there are no samples after the header', file.name, 'copy the file again');
  const { events, clipped } = scanned(file, header);
  const clock = clockFromRate(0, header.rateHz, header.samples);
  const signals = Array.from({ length: header.analog }, (_, a): Sampled => ({
    id: `analog_${a + 1}`,
    unit: 'V',
    clock,
    rows(from, to) {
      const words = wordsOf(file, header, from, to);
      return Float64Array.from({ length: words.length / header.stride }, (_, i) => voltsAt(words, header, i, a));
    },
    mayMiss: false,
    proposal: proposalOf(header, a),
    facts: header.facts,
  }));
  const warnings = warningsOf(file, header, clipped);
  return sampledRecording(signals, {
    events,
    units: [],
    tables: [],
    startsAt: header.startsAt,
    subject: header.subject,
    questions: [],
    warnings,
  });
}

/** Words of samples [from, to), which have the least byte first. */
function wordsOf(file: SourceFile, { start, stride, samples }: Header, from: number, to: number): Uint16Array {
  const [first, end] = [Math.max(0, from), Math.min(to, samples)];
  const bytes = file.read(start + first * stride * 2, start + Math.max(first, end) * stride * 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, true));
}

function voltsAt(words: Uint16Array, { stride, differences, voltsPerDivision }: Header, i: number, a: number): number {
  const at = i * stride + (differences ? 2 * a : a);
  const on = (words[at] as number) >> 1;
  // Without lamp-off samples the board has subtracted them.
  return (differences ? on - ((words[at + 1] as number) >> 1) : on) * voltsPerDivision;
}

/** Edges of digital lines and samples that clip, of all samples. */
function scanned(file: SourceFile, header: Header): { events: FoundEvents[]; clipped: number[] } {
  const { analog, digital, stride, differences, samples, rateHz, clipsAbove } = header;
  const lines = Array.from({ length: digital }, () => ({ high: true, starts: [] as number[], ends: [] as number[] }));
  const clipped = Array.from({ length: analog }, () => 0);
  for (let from = 0; from < samples; from += chunkSamples) {
    const words = wordsOf(file, header, from, from + chunkSamples);
    for (let i = 0; i * stride < words.length; i++) {
      for (let a = 0; a < analog; a++) {
        const at = i * stride + (differences ? 2 * a : a);
        const most = Math.max((words[at] as number) >> 1, differences ? (words[at + 1] as number) >> 1 : 0);
        if (most > clipsAbove) clipped[a] = (clipped[a] as number) + 1;
      }
      for (const [d, line] of lines.entries()) {
        const high = ((words[i * stride + (differences ? 2 * d : d)] as number) & 1) === 1;
        const time = (from + i) / rateHz;
        if (from + i > 0 && high && !line.high) line.starts.push(time);
        if (!high && line.high && line.ends.length < line.starts.length) line.ends.push(time);
        line.high = high;
      }
    }
  }
  const events = lines.map(({ starts, ends }, d): FoundEvents => {
    const id = `digital_${d + 1}`;
    const proposal = proposals.events(id);
    if (ends.length < starts.length) ends.push(NaN);
    return { id, times: Float64Array.from(starts), ends: Float64Array.from(ends), ...(proposal && { proposal }) };
  });
  return { events, clipped };
}

/** By the modes' names: one emission colour under two lamps is a signal and its isosbestic control. */
function proposalOf({ mode, analog }: Header, a: number): Proposal | undefined {
  const proposal = (role: Proposal['role'], reason: string): Proposal => ({ role, reason });
  if (a === 0) return proposal('signal', `it is the first signal of the mode '${mode}'`);
  if (a !== 1 || analog !== 2) return undefined;
  if (/^1 colour time div|1EM/.test(mode))
    return proposal(
      'control',
      `in the mode '${mode}' one colour is measured under two lamps, the second of which is isosbestic as a rule`,
    );
  return proposal('control', `in the mode '${mode}' the second colour is a reference as a rule`);
}

function warningsOf(file: SourceFile, header: Header, clipped: readonly number[]): string[] {
  const { pulsed, differences, samples, rateHz, startsAt, endsAt, start, stride } = header;
  const warnings: string[] = [];
  const over = file.bytes - start - samples * stride * 2;
  if (over > 0)
    warnings.push(`${file.name}: ends with ${over} bytes of a sample that is not whole, which are left out`);
  // Before version 1.1 the board subtracted lamp-off samples, which hides clipping.
  if (!pulsed || differences)
    clipped.forEach((count, a) => {
      if (count > 0) warnings.push(`${file.name}: analog_${a + 1} is at its limit in ${count} of ${samples} samples`);
    });
  const [from, to] = [secondsOfDate(startsAt ?? ''), secondsOfDate(endsAt ?? '')];
  const stated = from === undefined || to === undefined ? undefined : to - from;
  const lasts = samples / rateHz;
  if (stated !== undefined && Math.abs(lasts - stated) > Math.max(2, 0.01 * stated))
    warnings.push(`${file.name}: has ${lasts.toFixed(1)} s of samples, but its header states ${stated.toFixed(1)} s`);
  return warnings;
}
