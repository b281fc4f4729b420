import { InputError } from '../../core/errors.ts';
import type { FoundSignal, OpenedRecording } from '../../contracts/reader.ts';
import { binsOf, type Grid } from './bins.ts';
import { controlAt } from './control-at.ts';
import { signalOf } from '../signal-of.ts';
import type { Trace } from './trace.ts';

/** What a mapping says of photometry. */
export interface PhotometryIds {
  /** Ids of signals. */
  readonly signal: string;
  readonly control?: string | undefined;
}

/** A session's raw fluorescence. */
export interface Photometry {
  readonly signal: Trace;
  /** At the signal's times; undefined without one. */
  readonly control: Float64Array | undefined;
  /** As the file states it. */
  readonly unit: string | undefined;
}

/** Of sampling rates. */
const rounding = 1e-3;

/** Samples that are read at once. */
const sliceSamples = 1_000_000;

/**
 * Reads signal and control in slices.
 * @param rateHz means of the samples in bins of 1 / rateHz; absent: every sample, the control at the signal's times
 * @throws InputError for a signal that the recording does not have, one that is dF/F already, and one with a lower rate
 */
export async function readPhotometry(
  recording: OpenedRecording,
  { signal: id, control: other }: PhotometryIds,
  rateHz?: number,
): Promise<Photometry> {
  const found = signalOf(recording.found, id);
  requireRaw(found);
  const { unit, startSeconds, endSeconds } = found;
  const control = other === undefined ? undefined : signalOf(recording.found, other);
  if (rateHz === undefined) {
    const signal = await wholeOf(recording, found);
    return {
      signal,
      control: control === undefined ? undefined : controlAt(await wholeOf(recording, control), signal.times),
      unit,
    };
  }
  for (const { id: slow, rateHz: own } of control === undefined ? [found] : [found, control])
    if (rateHz > own * (1 + rounding))
      throw new InputError(
        `it has ${Number(own.toPrecision(4))} samples/s, fewer than ${rateHz}`,
        `signal ${slow}`,
        'give a lower rate',
      );
  const count = Math.floor((endSeconds - startSeconds) * rateHz) + 1;
  const grid = { startSeconds, stepSeconds: 1 / rateHz, count };
  return {
    signal: await binsIn(recording, found, grid),
    control: control === undefined ? undefined : (await binsIn(recording, control, grid)).values,
    unit,
  };
}

/** Whether a signal is neither dF/F nor a z-score, by its unit, or by its name where the file states no unit. */
export const isRaw = ({ id, unit }: Pick<FoundSignal, 'id' | 'unit'>): boolean =>
  unit === undefined
    ? !/(?<![a-z])(?:[dΔ][\W_]?f[\W_]?f|delta[\W_]?f|z[\W_]?scored?)(?![a-z])/i.test(id)
    : !/f\s*\/\s*f|^%$|^z/i.test(unit);

function requireRaw(found: FoundSignal): void {
  const { id, unit } = found;
  if (!isRaw(found))
    throw new InputError(
      `${unit === undefined ? 'its name says dF/F or a z-score' : `its unit is ${unit}`}: it is not raw fluorescence`,
      `signal ${id}`,
      'use it as it is, or name a raw signal in the mapping',
    );
}

/** Every sample of a signal. */
export async function wholeOf(recording: OpenedRecording, { id, samples }: FoundSignal): Promise<Trace> {
  const whole = { times: new Float64Array(samples), values: new Float64Array(samples) };
  for await (const { from, times, values } of slicesOf(recording, id, samples)) {
    whole.times.set(times, from);
    whole.values.set(values, from);
  }
  return whole;
}

/** Means of a signal's samples in the bins of a grid; NaN in a bin without samples. */
export async function binsIn(recording: OpenedRecording, { id, samples }: FoundSignal, grid: Grid): Promise<Trace> {
  const bins = binsOf(grid);
  for await (const slice of slicesOf(recording, id, samples)) bins.add(slice);
  return bins.trace();
}

async function* slicesOf(
  recording: OpenedRecording,
  id: string,
  samples: number,
): AsyncGenerator<Trace & { readonly from: number }> {
  for (let from = 0; from < samples; from += sliceSamples) {
    const to = Math.min(samples, from + sliceSamples);
    yield { from, times: await recording.times(id, from, to), values: await recording.values(id, from, to) };
  }
}
