import type { OpenedRecording } from '../../contracts/reader.ts';
import type { SensedSignal } from '../../contracts/sensed.ts';
import type { Grid } from '../photometry/bins.ts';
import { readPhotometry, type PhotometryIds } from '../photometry/read-photometry.ts';
import type { Trace } from '../photometry/trace.ts';
import { signalOf } from '../signal-of.ts';
import { signalMeans } from './signal-means.ts';

/** A session's raw photometry for a comparison of models under many ways to preprocess it. */
export interface RawSession {
  readonly signal: Trace;
  readonly control: Float64Array | undefined;
  readonly rateHz: number;
}

/** Faster signals are taken as means at this rate. */
const maxRateHz = 20;

/** @throws InputError for a signal that is dF/F already */
export async function rawSession(recording: OpenedRecording, ids: PhotometryIds): Promise<RawSession> {
  const rates = [ids.signal, ...(ids.control === undefined ? [] : [ids.control])].map(
    (id) => signalOf(recording.found, id).rateHz,
  );
  const rateHz = Math.min(maxRateHz, ...rates);
  const { signal, control } = await readPhotometry(recording, ids, rateHz);
  return { signal, control, rateHz };
}

/**
 * Models in the bins of a recording, as far as all of them are known.
 * @param startSeconds of the models' session, on the recording's clock
 * @param delaySeconds by which the recording follows the sensor
 */
export function modelsInBins(
  { signal: { times }, rateHz }: RawSession,
  models: readonly SensedSignal[],
  startSeconds: number,
  delaySeconds: number,
): { readonly grid: Grid; readonly values: readonly Float64Array[] } {
  const stepSeconds = 1 / rateHz;
  const begin = times[0] as number;
  const end = startSeconds + delaySeconds + Math.min(...models.map(({ all, stepSeconds: own }) => all.length * own));
  const count = Math.max(0, Math.min(times.length, Math.floor((end - begin) / stepSeconds)));
  const zero = begin - startSeconds - delaySeconds;
  return {
    grid: { startSeconds: begin, stepSeconds, count },
    values: models.map(({ all, stepSeconds: own }) => {
      const mean = signalMeans({ stepSeconds: own, values: all });
      return Float64Array.from({ length: count }, (_, i) => mean(zero + i * stepSeconds, zero + (i + 1) * stepSeconds));
    }),
  };
}
