import type { File } from 'h5wasm';
import { nwbFile, groupOf, regularFrom, table, typed } from '../../tests/readers/hdf5-writer.ts';

/** A session as labs have it: an hour of two wavelengths at 1 kHz, and 500 trials. */
export const hour = { seconds: 3600, rateHz: 1000, trials: 500, signal: 'dLight 465', control: 'dLight 405' } as const;

/** One-sample spikes, far above all else: their times, seconds. */
export const spikeSeconds: readonly number[] = Array.from({ length: 12 }, (_, i) => 150.0625 + 300 * i);
const spikeHeight = 60;

const apart = hour.seconds / hour.trials;
/** In each trial, seconds after its start. */
const [toneAfter, waterAfter] = [2, 3.5];
const decaySeconds = 0.5;

/** @param how gzip: in chunks of 64 KiB samples, as neuroconv writes */
export const hourFile = (how: 'plain' | 'gzip'): Promise<Uint8Array> =>
  nwbFile((file) => {
    writeHour(file, how);
    writeTrials(file);
  });

const gzip: { chunks: number[]; compression: 'gzip'; compression_opts: number[] } = {
  chunks: [1 << 16],
  compression: 'gzip',
  compression_opts: [4],
};

export function writeHour(file: File, how: 'plain' | 'gzip'): void {
  for (const name of [hour.signal, hour.control]) {
    const group = typed(groupOf(file, 'acquisition'), name, 'TimeSeries');
    const data = samplesOf(name === hour.signal);
    group.create_dataset({ name: 'data', data, shape: [data.length], dtype: '<d', ...(how === 'gzip' && gzip) });
    groupOf(group, 'data').create_attribute('unit', 'V');
    regularFrom(group, hour.rateHz);
  }
}

/** Noise with 16 bits, as from a converter; in the signal also a response to each tone and each reward, and the spikes. */
function samplesOf(isSignal: boolean): Float64Array {
  const { rateHz, seconds } = hour;
  const samples = new Float64Array(seconds * rateHz);
  let state = isSignal ? 1 : 2;
  let response = 0;
  const keep = Math.exp(-1 / (rateHz * decaySeconds));
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const inTrial = i % (apart * rateHz);
    response *= keep;
    if (isSignal && (inTrial === toneAfter * rateHz || inTrial === waterAfter * rateHz)) response += 5;
    samples[i] = 100 + response + ((state >>> 16) - 32_768) / 32_768;
  }
  if (isSignal) for (const at of spikeSeconds) samples[Math.round(at * rateHz)] = 100 + spikeHeight;
  return samples;
}

/** The trials of the hour, in a file of NWB. */
export function writeTrials(file: File): void {
  const at = (seconds: number): Float64Array =>
    Float64Array.from({ length: hour.trials }, (_, i) => apart * i + seconds);
  table(groupOf(file, 'intervals'), 'trials', 'TimeIntervals', {
    start_time: at(0),
    stop_time: at(apart),
    tone: at(toneAfter),
    water: at(waterAfter),
  });
}
