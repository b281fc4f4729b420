import { InputError } from '../../core/errors.ts';
import type { FoundSignal, OpenedRecording } from '../../contracts/reader.ts';
import { alignedRecordings } from '../aligned-recording.ts';
import type { Mapping } from '../mapping.ts';
import { correctedRecording } from '../photometry/corrected-recording.ts';
import { isRaw } from '../photometry/read-photometry.ts';
import { recordedSession } from '../session.ts';
import { sessionQuality, type SessionQuality } from '../session-quality.ts';
import { signalOf } from '../signal-of.ts';
import { trialColumns } from '../trial-columns.ts';
import type { AnimalRows } from '../../contracts/animal-rows.ts';
import { windowsOfSession, type SessionName } from './event-windows.ts';
import type { SetView } from './set-view.ts';

/** What is read of a session for a set. */
export interface WantedWindows {
  readonly name: SessionName;
  readonly mapping: Mapping;
  /** dF/F in place of a raw signal; a signal that is dF/F already stays as it is. */
  readonly isCorrected: boolean;
  readonly view: SetView;
}

/** A session of a set: its windows and its quality, without its samples. */
export interface SessionWindows {
  readonly name: SessionName;
  readonly windows: readonly AnimalRows[];
  /** What was aligned, and its unit; undefined if the file does not say. */
  readonly signal: string;
  readonly unit: string | undefined;
  readonly quality: SessionQuality;
  /** Windows that are cut off by the recording's ends, and events outside of it. */
  readonly cut: number;
  readonly outside: number;
}

/**
 * The windows of a session in the form of a set.
 * @throws InputError for a mapping without a session or a signal, and what the recording does not have
 */
export async function sessionWindows(
  recording: OpenedRecording,
  { name, mapping, isCorrected, view }: WantedWindows,
): Promise<SessionWindows> {
  const quality = await sessionQuality(recording, mapping);
  const { recording: shown, source, signal, unit } = await shownOf(recording, mapping, isCorrected);
  const session = recordedSession(recording.found, mapping);
  const columns = trialColumns(recording.found, mapping, session);
  const aligned = await alignedRecordings(shown, mapping, source, view);
  return {
    name,
    windows: aligned.map((one) => windowsOfSession(one, name, columns)),
    signal,
    unit,
    quality,
    cut: aligned.reduce((sum, one) => sum + one.cut, 0),
    outside: aligned.reduce((sum, one) => sum + one.outside, 0),
  };
}

interface Shown {
  readonly recording: OpenedRecording;
  readonly source: Parameters<typeof alignedRecordings>[2];
  readonly signal: string;
  readonly unit: string | undefined;
}

async function shownOf(recording: OpenedRecording, mapping: Mapping, isCorrected: boolean): Promise<Shown> {
  const { signal: id, control, unit } = mapping;
  if (unit !== undefined) return { recording, source: { unit }, signal: 'firing rate', unit: 'spikes/s' };
  const of = (recording: OpenedRecording, signal: FoundSignal): Shown => ({
    recording,
    source: { signal: signal.id },
    signal: signal.id,
    unit: signal.unit,
  });
  const raw = signalOf(recording.found, requireSignal(id));
  if (!isCorrected || !isRaw(raw)) return of(recording, raw);
  const corrected = await correctedRecording(recording, { signal: raw.id, control });
  return of(corrected.recording, corrected.signal);
}

function requireSignal(id: string | undefined): string {
  if (id !== undefined) return id;
  throw new InputError('no signal is named', 'mapping', 'say which signal shows dopamine');
}
