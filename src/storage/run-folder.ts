import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { isFileOfRun, readManifest, type Manifest } from './manifest.ts';

export interface RunEntry {
  /** Name of the run's folder. */
  readonly run: string;
  readonly manifest: Manifest;
}

/**
 * The runs in a folder, of either kind of world, by name; damaged ones are listed separately, and folders without a run
 * are ignored. A folder that does not exist has none.
 */
export async function listRuns(
  runsFolder: string,
): Promise<{ readonly runs: readonly RunEntry[]; readonly damaged: readonly InputError[] }> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const runs: RunEntry[] = [];
  const damaged: InputError[] = [];
  for (const run of names.sort()) {
    if (!(await readdir(join(runsFolder, run)).catch(() => [])).some(isFileOfRun)) continue;
    try {
      runs.push({ run, manifest: await readManifest(join(runsFolder, run)) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push(error);
    }
  }
  return { runs, damaged };
}
