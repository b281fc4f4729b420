import { firstTrials } from '../engine/first-trials.ts';
import { hashRun } from '../engine/run.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { recordedUnits } from '../engine/unit-columns.ts';
import { versions } from '../engine/versions.ts';
import { writeRun, type RunRecord, type SavedRun } from '../storage/run-folder.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { extraColumns } from './extra-columns.ts';
import { sha256 } from './sha256.ts';
import { version } from './version.ts';

/**
 * Saves a finished session in the runs folder.
 * @throws InputError where it cannot be written
 */
export async function saveRun(session: TrialSession, hash: string, runsFolder: string = defaultRunsFolder()): Promise<SavedRun> {
  const { spec, backend, trials, signals } = session;
  return writeRun({ phasic: version, spec, versions: versions(spec), backend, hash, trials, signals, ...(await furtherOf(session)) }, runsFolder);
}

/**
 * Saves the trials that a session has run so far, at least one, as a run that ended early.
 * @throws InputError where it cannot be written
 */
export async function savePart(session: TrialSession, why: 'stopped' | 'diverged', runsFolder: string = defaultRunsFolder()): Promise<SavedRun> {
  const part = firstTrials(session, session.done);
  const { spec, backend, trials, signals } = part;
  const ended = { why, planned: session.trials.length };
  return writeRun({ phasic: version, spec, versions: versions(spec), backend, hash: hashRun(part, sha256()), trials, signals, ...(await furtherOf(part)), ended }, runsFolder);
}

async function furtherOf(session: TrialSession): Promise<Pick<RunRecord, 'units' | 'extra'>> {
  const extra = await extraColumns(session);
  return { extra, units: extra['units.arrow'] === undefined ? [] : recordedUnits(session).map(({ group }) => group.id) };
}
