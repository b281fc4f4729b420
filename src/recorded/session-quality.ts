import { InputError } from '../core/errors.ts';
import type { OpenedRecording } from '../contracts/reader.ts';
import { photometryQuality } from './photometry/quality.ts';
import { readPhotometry, type PhotometryIds } from './photometry/read-photometry.ts';
import type { QualityLine } from './quality-line.ts';
import { recordedSpan } from './recorded-span.ts';
import { unitQuality } from './unit-quality.ts';

/** What can be said of the quality of a session. */
export interface SessionQuality {
  readonly lines: readonly QualityLine[];
  /** Why there are none of its photometry; undefined if there are some, or no signal is named. */
  readonly missing: string | undefined;
}

/** Photometry is judged by its means at this rate, or at its own if that is lower. */
const maxRateHz = 20;
/** More samples take longer to read than one waits for a report. */
const maxSamples = 20_000_000;

/** Of the named photometry, and of every unit. */
export async function sessionQuality(
  recording: OpenedRecording,
  { signal, control }: { readonly [K in keyof PhotometryIds]?: PhotometryIds[K] | undefined },
): Promise<SessionQuality> {
  const units = unitLines(recording);
  if (signal === undefined) return { lines: units, missing: undefined };
  const found = recording.found.signals.find(({ id }) => id === signal);
  if (found !== undefined && found.samples > maxSamples)
    return { lines: units, missing: `${signal} has more than ${maxSamples.toLocaleString('en-US')} samples` };
  try {
    const slower = recording.found.signals.find(({ id }) => id === control)?.rateHz ?? Infinity;
    const rateHz = found !== undefined && found.rateHz > maxRateHz ? Math.min(maxRateHz, slower) : undefined;
    const read = await readPhotometry(recording, { signal, control }, rateHz);
    return { lines: [...photometryQuality(read.signal, read.control, signal), ...units], missing: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { lines: units, missing: error.message };
  }
}

const unitLines = ({ found }: OpenedRecording): readonly QualityLine[] =>
  found.units.flatMap((unit) => unitQuality(unit, recordedSpan(found)));
