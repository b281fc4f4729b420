import type { Session } from '../engine/session.ts';
import { versions } from '../engine/versions.ts';
import { writeRun } from '../storage/run-folder.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { extraColumns } from './extra-columns.ts';
import { version } from './version.ts';

/**
 * Saves a finished session in the runs folder.
 * @returns the run's own folder
 * @throws InputError where it cannot be written
 */
export async function saveRun(session: Session, hash: string, runsFolder: string = defaultRunsFolder()): Promise<string> {
  const { spec, backend, trials, signals } = session;
  return writeRun({ phasic: version, spec, versions: versions(session), backend, hash, trials, signals, extra: await extraColumns(session) }, runsFolder);
}
