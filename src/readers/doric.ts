import { type Claim, defineReader, type FoundEvents, type Proposal, type SourceFile } from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { startedAt } from './doric/started.ts';
import { namesOf, type Stream, streamsOfFive, streamsOfSix } from './doric/streams.ts';
import { edgesOf } from './hdf5/edges.ts';
import type { Hdf5Group } from './hdf5/nodes.ts';
import { openHdf5 } from './hdf5/open.ts';
import { hdf5Start, namesIn } from './hdf5/recognise.ts';
import { timesClock } from './hdf5/times-clock.ts';
import type { Clock } from './sampled/clock.ts';
import { proposals } from './sampled/propose.ts';
import { type Sampled, sampledRecording } from './sampled/recording.ts';

export default defineReader({
  id: 'doric',
  title: 'Doric (.doric)',
  summary: 'Files of Doric Neuroscience Studio: of version 6, and of version 5 and before.',
  extensions: ['.doric'],
  source:
    'https://github.com/LernerLab/GuPPy, doric_recording_extractor.py; https://github.com/catalystneuro/neuroconv, doricfiberphotometrydatainterface.py and doriceventsdatainterface.py',
  detect({ files }) {
    return files.flatMap((file): Claim[] => {
      if (hdf5Start(file) === undefined) return [];
      const names = namesIn(file, ['DataAcquisition', 'Configurations', 'Doric', 'Traces', 'Console']);
      const isSix = names.has('DataAcquisition') && (names.has('Configurations') || names.has('Doric'));
      if (isSix) return [{ files: [file], certainty: 'certain' }];
      const isNamed = file.name.toLowerCase().endsWith('.doric');
      return isNamed || (names.has('Traces') && names.has('Console')) ? [{ files: [file], certainty: 'likely' }] : [];
    });
  },
  async open(claim, source) {
    const file = claim.files[0] as SourceFile;
    const hdf5 = await openHdf5(source);
    try {
      const root = hdf5.root(file);
      const warnings: string[] = [];
      const streams = await streamsOf(root, warnings);
      if (streams.length === 0)
        throw new InputError('it has no signals with times', file.name, 'open it as another kind of HDF5 file');
      const { signals, events } = await readStreams(streams, warnings);
      const startsAt = startedAt(root.attributes.text('Created'));
      const rest = { events, units: [], tables: [], questions: [], startsAt, warnings };
      return await sampledRecording(signals, rest, () => hdf5.close());
    } catch (error) {
      hdf5.close();
      throw error;
    }
  },
});

async function streamsOf(root: Hdf5Group, warnings: string[]): Promise<Stream[]> {
  if (root.names.includes('Traces')) return streamsOfFive(root);
  return streamsOfSix(root, (text) => warnings.push(text));
}

async function readStreams(streams: readonly Stream[], warnings: string[]) {
  const clocks = new Map<string, Clock>();
  const signals: Sampled[] = [];
  const events: FoundEvents[] = [];
  const names = namesOf(streams);
  for (const [i, stream] of streams.entries()) {
    const name = names[i] as string;
    try {
      const clock = await clockOf(stream, clocks, warnings);
      const values = async (from: number, to: number): Promise<Float64Array> =>
        stream.data.numbers([from], [Math.max(0, to - from)]);
      if (isDigital(stream)) {
        const edges = await edgesOf(clock, async (from, to) => clock.ofSamples(values, from, to));
        const proposal = proposals.events(name);
        events.push({ id: name, ...edges, ...(proposal && { proposal }) });
      } else {
        await values(0, 1);
        const unit = stream.data.attributes.text('Unit') ?? stream.data.attributes.text('Units');
        const isFloat = stream.data.isFloat;
        signals.push({ id: name, clock, rows: values, mayMiss: isFloat, unit, proposal: proposalOf(name) });
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      warnings.push(`${error.where}: ${error.what}; left out`);
    }
  }
  return { signals, events };
}

async function clockOf({ data, times }: Stream, clocks: Map<string, Clock>, warnings: string[]): Promise<Clock> {
  const [rows, timed] = [data.shape[0] as number, times.shape[0] as number];
  if (rows !== timed)
    warnings.push(`${data.path} has ${rows} samples, but ${timed} times: only those with both are read`);
  const count = Math.min(rows, timed);
  const key = `${times.identity} ${count}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const clock = await timesClock(times, count);
  warnings.push(...clock.warnings.map((warning) => `${times.path}: ${warning}`));
  clocks.set(key, clock);
  return clock;
}

const digitalName = /(^|\/)(DI-?-?\/?O|DIO|DI|DO|TTL|Camera)[-_ ]?-?\d*$/i;

/** A line of 0 and 1. */
const isDigital = ({ path }: Stream): boolean => path.includes('DigitalIO') || digitalName.test(path.at(-1) ?? '');

/** By the output that drives the lamp: a habit of labs, since the file does not name wavelengths. */
function proposalOf(name: string): Proposal | undefined {
  const lamp = /(?:AIn-?\d+.*AOut-?|CAM\d+EXC)0*(\d)\b/i.exec(name)?.[1] ?? /EXC0*(\d)\//i.exec(name)?.[1];
  if (/raw/i.test(name)) return undefined;
  if (lamp === '1')
    return { role: 'control', reason: 'output 1 drives the lamp of 405 or 415 nm in most labs; the file does not say' };
  if (lamp === '2')
    return { role: 'signal', reason: 'output 2 drives the lamp of 465 or 470 nm in most labs; the file does not say' };
  return /^(AOut|.*AnalogOut)/i.test(name) ? undefined : proposals.signal(name);
}
