import type { NumberLeaf } from '../arrays/leaf.ts';
import { clockFromRate, clockFromTimes, type Clock } from '../sampled/clock.ts';
import { inFull } from '../sampled/words.ts';
import type { Stream } from './structure.ts';
import type { Folder } from './vectors.ts';

/** How a stream's sample numbers become seconds, for its events and spikes too. */
export interface StreamTime {
  readonly stream: Stream;
  readonly samples: number;
  readonly clock: Clock;
  /** Whether the program wrote seconds that all streams share. */
  readonly isSynchronised: boolean;
  /** Number of the first sample, which counts from the start of acquisition. */
  readonly first: number;
  readonly warnings: readonly string[];
}

/** Without synchronisation the program writes -1. */
async function synchronised(seconds: NumberLeaf | undefined, samples: number): Promise<NumberLeaf | undefined> {
  if (seconds === undefined || samples === 0 || seconds.rows < samples) return undefined;
  const [start = -1] = await seconds.read(0, 0, 1);
  const [end = -1] = await seconds.read(0, samples - 1, samples);
  return start >= 0 && end >= start ? seconds : undefined;
}

/**
 * From version 0.6 on sample_numbers.npy has the numbers and timestamps.npy the seconds; before, timestamps.npy had the
 * numbers and synchronized_timestamps.npy the seconds.
 * @param inFile samples that continuous.dat holds
 */
export async function streamTime(folder: Folder, stream: Stream, inFile: number): Promise<StreamTime> {
  const at = `continuous/${stream.folder}`;
  const isNew = folder.file(`${at}sample_numbers.npy`) !== undefined;
  const numbers = folder.vector(isNew ? `${at}sample_numbers.npy` : `${at}timestamps.npy`);
  const written = folder.vector(isNew ? `${at}timestamps.npy` : `${at}synchronized_timestamps.npy`);
  const samples = Math.min(inFile, numbers?.rows ?? inFile);
  const seconds = await synchronised(written, samples);
  const warnings: string[] = [];
  const said = (text: string): void => void warnings.push(`${stream.folder.slice(0, -1)}: ${text}`);
  if (numbers === undefined) said('no sample numbers, so samples are counted from 0 s and gaps are not known');
  else if (inFile > samples)
    said(`continuous.dat has ${inFull(inFile)} samples and ${inFull(samples)} sample numbers: the rest is left out`);
  else if (numbers.rows > samples)
    said(`continuous.dat has ${inFull(inFile)} of ${inFull(numbers.rows)} samples: it was cut off`);
  if (seconds === undefined) said('not synchronised: its times are counted from its own first sample');
  const [first = 0] = numbers === undefined || samples === 0 ? [0] : await numbers.read(0, 0, 1);
  const [last = 0] = numbers === undefined || samples === 0 ? [0] : await numbers.read(0, samples - 1, samples);
  const isWhole = numbers === undefined || last - first === samples - 1;
  const clock = await clockOf({ stream, samples, numbers, seconds, first, isWhole });
  clock.warnings.forEach((text) => said(text));
  return { stream, samples, clock, isSynchronised: seconds !== undefined, first, warnings };
}

interface Parts {
  readonly stream: Stream;
  readonly samples: number;
  readonly numbers: NumberLeaf | undefined;
  readonly seconds: NumberLeaf | undefined;
  readonly first: number;
  /** Whether no sample number is skipped. */
  readonly isWhole: boolean;
}

async function clockOf({ stream, samples, numbers, seconds, first, isWhole }: Parts): Promise<Clock> {
  const { rateHz } = stream;
  const counted = clockFromRate(0, rateHz, samples);
  if (seconds !== undefined && isWhole) {
    const [start = 0] = await seconds.read(0, 0, 1);
    const [end = 0] = await seconds.read(0, samples - 1, samples);
    return { ...counted, startSeconds: start, endSeconds: end, times: (from, to) => seconds.read(0, from, to) };
  }
  if (seconds !== undefined)
    return { ...(await clockFromTimes(samples, (from, to) => seconds.read(0, from, to))), rateHz };
  if (isWhole || numbers === undefined) return counted;
  const times = async (from: number, to: number): Promise<Float64Array> =>
    (await numbers.read(0, from, to)).map((number) => (number - first) / rateHz);
  return { ...(await clockFromTimes(samples, times)), rateHz };
}

/** Seconds of sample numbers of a stream, or as the program wrote them. */
export async function secondsOf(
  numbers: Float64Array,
  written: NumberLeaf | undefined,
  time: StreamTime | undefined,
  rateHz: number | undefined,
): Promise<Float64Array | undefined> {
  if (written !== undefined && written.rows >= numbers.length && (time === undefined || time.isSynchronised)) {
    const seconds = await written.read(0, 0, numbers.length);
    if (seconds.every((second) => second >= 0)) return seconds;
  }
  const rate = rateHz ?? time?.stream.rateHz;
  return rate === undefined ? undefined : numbers.map((number) => (number - (time?.first ?? 0)) / rate);
}
