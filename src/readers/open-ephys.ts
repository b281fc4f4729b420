import { InputError } from '../core/errors.ts';
import { defineReader, type Claim, type Source, type SourceFile } from '../contracts/reader.ts';
import { lineEvents, messages, spikeUnits } from './open-ephys/lines.ts';
import { streamTime, type StreamTime } from './open-ephys/stream-clock.ts';
import { isJson, readStructure } from './open-ephys/structure.ts';
import { folderIn, type Folder } from './open-ephys/vectors.ts';
import { isoFromUnix } from './sampled/civil-time.ts';
import { holds } from './sampled/holds.ts';
import { decoded } from './sampled/numbers.ts';
import { proposals } from './sampled/propose.ts';
import { sampledRecording, type Sampled } from './sampled/recording.ts';

const structureName = 'structure.oebin';
/** Bytes of continuous.dat that are read at a time. */
const readBytes = 1 << 22;
const sampleBytes = 2;

const baseOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);

/** Samples of all channels are together, as little-endian int16. */
function channelValues(file: SourceFile, channels: number, channel: number, scale: number) {
  return (from: number, to: number): Float64Array => {
    const into = new Float64Array(Math.max(0, to - from));
    const perRead = Math.max(1, Math.floor(readBytes / (sampleBytes * channels)));
    for (let at = from; at < to; at += perRead) {
      const until = Math.min(to, at + perRead);
      const bytes = file.read(at * channels * sampleBytes, until * channels * sampleBytes);
      into.set(decoded(bytes.subarray(channel * sampleBytes), 'int16', true, channels), at - from);
    }
    for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) * scale;
    return into;
  };
}

function signalsOf({ stream, clock }: StreamTime, file: SourceFile, isOnly: boolean): Sampled[] {
  const prefix = isOnly ? '' : stream.folder;
  const seen = new Map<string, number>();
  return stream.channels.map(({ name, bitVolts, unit }, k) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const proposal = proposals.signal(name);
    return {
      id: `${prefix}${name}${count === 1 ? '' : ` (${count})`}`,
      clock,
      unit,
      mayMiss: false,
      rows: channelValues(file, stream.channels.length, k, bitVolts),
      ...(proposal && { proposal }),
    };
  });
}

/** `Software Time (milliseconds since midnight Jan 1st 1970 UTC): 1660948389101`, in sync_messages.txt. */
function startOf(folder: Folder): string | undefined {
  const file = folder.file('sync_messages.txt');
  const text = file === undefined ? '' : new TextDecoder().decode(file.read(0, 1 << 16));
  const milliseconds = /1970 UTC\):\s*(\d{10,15})/.exec(text)?.[1];
  return milliseconds === undefined ? undefined : isoFromUnix(Number(milliseconds) / 1000);
}

async function open(claim: Claim, source: Source) {
  const oebin = claim.files[0] as SourceFile;
  const structure = readStructure(oebin);
  const folder = folderIn(source, baseOf(oebin.name));
  const warnings: string[] = [];
  const streams: { time: StreamTime; file: SourceFile }[] = [];
  for (const stream of structure.streams) {
    const file = folder.file(`continuous/${stream.folder}continuous.dat`);
    if (file === undefined) {
      warnings.push(`continuous/${stream.folder}continuous.dat is not there: its signals are missing`);
      continue;
    }
    const time = await streamTime(folder, stream, Math.floor(file.bytes / (sampleBytes * stream.channels.length)));
    warnings.push(...time.warnings);
    if (time.samples > 0) streams.push({ time, file });
    else warnings.push(`${file.name} has no samples`);
  }
  const times = streams.map(({ time }) => time);
  const lines = await lineEvents(folder, structure, times);
  const spikes = await spikeUnits(folder, structure, times);
  const tables = await messages(folder, structure, times);
  if (streams.length + lines.events.length + spikes.units.length + tables.length === 0)
    throw new InputError('nothing that it lists is there', oebin.name, 'open the folder with all of its files');
  return sampledRecording(
    streams.flatMap(({ time, file }) => signalsOf(time, file, streams.length === 1)),
    {
      events: lines.events,
      units: spikes.units,
      tables,
      startsAt: startOf(folder),
      questions: [],
      warnings: [...warnings, ...lines.warnings, ...spikes.warnings],
    },
  );
}

/**
 * A structure.oebin with the files of its folder; also one that is damaged, so that this is told: without it, its arrays
 * would be opened as if nothing else were there.
 */
function detect({ files }: Source): Claim[] {
  return files
    .filter(({ name }) => name.slice(baseOf(name).length) === structureName)
    .filter(
      (file) =>
        holds(() => /"(continuous|events)"/.test(new TextDecoder().decode(file.read(0, 1 << 16)))) || !isJson(file),
    )
    .map((file) => {
      const others = files.filter((one) => one !== file && one.name.startsWith(baseOf(file.name)));
      return { files: [file, ...others], certainty: 'certain' };
    });
}

export default defineReader({
  id: 'open-ephys',
  title: 'Open Ephys (binary)',
  summary: 'Recordings of the Open Ephys GUI in its binary format, of versions 0.5 and from 0.6 on',
  extensions: ['.oebin'],
  source:
    'Open Ephys, Binary format, https://open-ephys.github.io/gui-docs/User-Manual/Recording-data/Binary-format.html; package open-ephys-python-tools 1.0.1 (analysis/formats/BinaryRecording.py)',
  detect,
  open: async (claim, source) => open(claim, source),
});
