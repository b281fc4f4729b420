import { firstTrials } from '../engine/first-trials.ts';
import { hashRun, observe } from '../engine/run.ts';
import type { DivergedError, TrialSession } from '../engine/trial-session.ts';
import { recordedUnits } from '../engine/unit-columns.ts';
import { lookup } from '../engine/registry.ts';
import { versions } from '../spec/versions.ts';
import type { Ended } from '../storage/manifest.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { writeTrialRun, type SavedRun } from '../storage/trial-run.ts';
import { extraColumns } from './extra-columns.ts';
import { sha256 } from './sha256.ts';
import { stepColumns } from './step-columns.ts';
import { commit } from '../install/commit.ts';
import { version } from '../install/version.ts';

/**
 * Saves a finished session in the runs folder.
 * @throws InputError if it cannot be written
 */
export const saveRun = (
  session: TrialSession,
  hash: string,
  runsFolder: string = defaultRunsFolder(),
): Promise<SavedRun> => save(session, hash, runsFolder);

/**
 * Saves the trials that a session has run so far, at least one, as a run that ended early.
 * @param the error that ended it; none if it was stopped
 * @throws InputError if it cannot be written
 */
export async function savePart(
  session: TrialSession,
  error: DivergedError | undefined,
  runsFolder: string = defaultRunsFolder(),
): Promise<SavedRun> {
  const part = firstTrials(session, session.done);
  return save(part, hashRun(part, sha256()), runsFolder, endOf(session, error));
}

/** How a session ended before its last trial. */
export function endOf({ trials, done }: TrialSession, error: DivergedError | undefined): Ended {
  const planned = trials.length;
  if (error === undefined) return { why: 'stopped', planned };
  const { what, where, remedy } = error;
  return { why: 'diverged', planned, at: done + 1, what, where, remedy };
}

async function save(session: TrialSession, hash: string, runsFolder: string, ended?: Ended): Promise<SavedRun> {
  const { spec, backend, trials } = session;
  const observer = observe(session);
  const extra = await extraColumns(session, observer);
  const units =
    extra['units.arrow'] === undefined ? {} : { units: recordedUnits(session).map(({ group }) => group.id) };
  const facts = {
    phasic: version,
    commit,
    spec,
    versions: versions(lookup, spec),
    backend,
    hash,
    ...(ended === undefined ? {} : { ended }),
    ...units,
  };
  return writeTrialRun({ facts, trials, signals: stepColumns(session, observer), extra }, runsFolder);
}
