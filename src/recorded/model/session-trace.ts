import type { FoundSignal, OpenedRecording } from '../../contracts/reader.ts';
import { binsIn } from '../photometry/read-photometry.ts';

/** A signal of a whole session on equal bins. */
export interface SessionTrace {
  /** Start of the first bin, seconds on the recording's clock. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  /** Means of the samples in each bin; NaN where there are none. */
  readonly values: Float64Array;
}

/** Faster signals are taken as means at this rate: sensors of dopamine are slower. */
const maxRateHz = 20;

/** A signal from its start to its end, whatever its unit. */
export async function sessionTrace(recording: OpenedRecording, signal: FoundSignal): Promise<SessionTrace> {
  const { startSeconds, endSeconds, rateHz: own } = signal;
  const rateHz = Math.min(maxRateHz, own);
  const count = Math.floor((endSeconds - startSeconds) * rateHz) + 1;
  const grid = { startSeconds, stepSeconds: 1 / rateHz, count };
  const { values } = await binsIn(recording, signal, grid);
  return { startSeconds, binSeconds: grid.stepSeconds, values };
}
