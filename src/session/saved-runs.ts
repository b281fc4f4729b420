import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Spec } from '../spec/spec.ts';
import { completeSpec, completeTrialSpec } from '../engine/complete-spec.ts';
import { lookup } from '../engine/registry.ts';
import { versions } from '../spec/versions.ts';
import type { SavedRun } from '../protocol/messages.ts';
import { isControlManifest, readManifest, type Manifest } from '../storage/manifest.ts';
import { listRuns } from '../storage/run-folder.ts';
import { specOfControlRun } from './control/control-run.ts';

/**
 * The runs in a folder, of every kind.
 * @param onDamaged called for each run that cannot be read
 */
export async function savedRuns(runsFolder: string, onDamaged: (error: unknown) => void): Promise<readonly SavedRun[]> {
  const { runs, damaged } = await listRuns(runsFolder);
  damaged.forEach(onDamaged);
  return runs.flatMap(({ run, manifest }): readonly SavedRun[] => {
    try {
      return [lineOf(run, manifest)];
    } catch (error) {
      onDamaged(error);
      return [];
    }
  });
}

function lineOf(run: string, manifest: Manifest): SavedRun {
  const { hash, ended } = manifest;
  if (isControlManifest(manifest))
    return { run, spec: specOfControlRun(manifest), hash, steps: manifest.steps, meanReturn: manifest.meanReturn };
  return {
    run,
    spec: completeTrialSpec(manifest.spec),
    hash,
    ...(ended === undefined ? {} : { ended: { why: ended.why, planned: ended.planned, trials: manifest.trials } }),
  };
}

/**
 * The spec of a saved run to be opened.
 * @param run the name of its folder
 * @throws InputError for a name that points outside the runs folder, a damaged run, or one whose parts have changed
 * since, which would make it a different run
 */
export async function savedSpec(runsFolder: string, run: string): Promise<Spec> {
  const folder = join(runsFolder, folderName(run));
  const manifest = await readManifest(folder);
  const spec = completeSpec(manifest.spec);
  const now = versions(lookup, spec);
  const changed = Object.keys(now).find((part) => now[part] !== manifest.versions[part]);
  if (changed !== undefined)
    throw new InputError(
      `the ${changed} has changed since the run was saved`,
      folder,
      `make it again, or open it with phasic ${manifest.phasic}`,
    );
  return spec;
}

function folderName(run: string): string {
  if (/^[\w.+-]+$/u.test(run) && !run.startsWith('.')) return run;
  throw new InputError(`'${run}' is not the name of a run`, 'open', 'choose one that is listed');
}
