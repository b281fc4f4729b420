import { observe, type Observer } from '../engine/run.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { maxUnitNumbers, recordedUnits } from '../engine/unit-columns.ts';
import { recordingToArrow, unitsToArrow } from '../storage/columns.ts';
import { extraFiles, type ExtraFile } from '../storage/manifest.ts';

/** Maximum count of numbers in one additional file of a run: 400 MB, which fit into memory in addition to the run. */
const maxNumbers = maxUnitNumbers;

/**
 * The bytes of a run's additional column files: the recorded units of the agent, and the output of each recording unit
 * if that is not the RPE itself. The same run gives the same bytes. A file that would be too large is left out: see
 * leftOut.
 * @param session a finished session
 * @param observer if there is one, which has cached recorded trials
 */
export async function extraColumns(
  session: TrialSession,
  observer: Observer = observe(session),
): Promise<Partial<Record<ExtraFile, Uint8Array>>> {
  const numbers = numbersOf(session, observer);
  const isSaved = (file: ExtraFile): boolean => numbers[file] > 0 && numbers[file] <= maxNumbers;
  return {
    ...(isSaved('units.arrow') ? { 'units.arrow': await unitsToArrow(recordedUnits(session)) } : {}),
    ...(isSaved('recording.arrow') ? { 'recording.arrow': await recordingBytes(session, observer) } : {}),
  };
}

/** One line about the column files that are too large to save; undefined if there are none. */
export function leftOut(session: TrialSession): string | undefined {
  const numbers = numbersOf(session, observe(session));
  const large = extraFiles.filter((file) => numbers[file] > maxNumbers);
  if (large.length === 0) return undefined;
  const told = large.map((file) => `${file} (${numbers[file].toLocaleString('en-US')} numbers)`);
  return `without ${told.join(' and ')}: more than the ${maxNumbers.toLocaleString('en-US')} that a file may hold; use fewer trials, channels or units`;
}

/** Count of numbers in each file; 0 for one that the run does not have. */
function numbersOf(session: TrialSession, { recorded }: Observer): Readonly<Record<ExtraFile, number>> {
  const { spec, trials } = session;
  const [first] = trials;
  // The identity recording equals the RPE, which is in signals.arrow.
  const isPlain = spec.recording.id === 'identity' || first === undefined;
  return {
    'units.arrow': recordedUnits(session).reduce((sum, { column }) => sum + column.length, 0),
    'recording.arrow': isPlain ? 0 : recorded.trial(first).length * trials.length,
  };
}

function recordingBytes({ design, trials }: TrialSession, { recorded, spiking }: Observer): Promise<Uint8Array> {
  const { units, firstStep } = recorded;
  const shown = trials.map((trial) => recorded.trial(trial));
  // A rate is a count divided by the step duration.
  const counts = (rates: Float64Array): Float64Array => rates.map((rate) => Math.round(rate * design.stepSeconds));
  return recordingToArrow({ units, firstStep, trials: spiking ? shown.map(counts) : shown, spikes: spiking });
}
