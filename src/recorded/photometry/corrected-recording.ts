import type { FoundSignal, OpenedRecording } from '../../contracts/reader.ts';
import { signalOf } from '../signal-of.ts';
import { corrector, lookAhead, usualPipeline, type Corrected, type Pipeline } from './pipeline.ts';
import { readPhotometry, type PhotometryIds } from './read-photometry.ts';

/** A recording with dF/F beside its raw signals. */
export interface CorrectedRecording {
  readonly recording: OpenedRecording;
  readonly signal: FoundSignal;
  /** Of the control; undefined without one. */
  readonly fit: Corrected['fit'];
  /** How it came about. */
  readonly pipeline: Pipeline;
  /** What its values know of later samples, one clause each. */
  readonly looksAhead: readonly string[];
}

/** A longer signal is corrected as means at this rate. */
const maxSamples = 2_000_000;
const slowerHz = 100;

/**
 * dF/F by the given steps, or the default ones: without a control bleaching alone is corrected for.
 * @throws InputError for a signal that is dF/F already, or cannot be corrected
 */
export async function correctedRecording(
  recording: OpenedRecording,
  { signal: id, control }: PhotometryIds,
  pipeline: Pipeline = usualPipeline(control !== undefined),
): Promise<CorrectedRecording> {
  const raw = signalOf(recording.found, id);
  const rateHz = raw.samples > maxSamples && raw.rateHz > slowerHz ? slowerHz : undefined;
  const read = await readPhotometry(recording, { signal: id, control }, rateHz);
  const { values, fit } = corrector(read.signal, read.control)(pipeline);
  const { times } = read.signal;
  const signal: FoundSignal = {
    ...raw,
    id: `dF/F of ${id}`,
    unit: 'dF/F',
    samples: values.length,
    rateHz: rateHz ?? raw.rateHz,
    parts: [0],
  };
  return {
    recording: {
      ...recording,
      found: { ...recording.found, signals: [...recording.found.signals, signal] },
      values: (asked, from, to) =>
        asked === signal.id ? Promise.resolve(values.slice(from, to)) : recording.values(asked, from, to),
      times: (asked, from, to) =>
        asked === signal.id ? Promise.resolve(times.slice(from, to)) : recording.times(asked, from, to),
      close: () => recording.close(),
    },
    signal,
    fit,
    pipeline,
    looksAhead: lookAhead(pipeline),
  };
}
