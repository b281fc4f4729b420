import { basename, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { NetworkMaker } from '../../contracts/network.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { completeControlSpec } from '../../engine/complete-spec.ts';
import { lookup } from '../../engine/registry.ts';
import { versions } from '../../spec/versions.ts';
import { typedArrays } from '../../compute/networks/noting.ts';
import { EpisodesFile } from '../../storage/episodes-file.ts';
import { checkpointName, episodesName, type Ended, type ControlManifest } from '../../storage/manifest.ts';
import type { SavedFile } from '../../storage/run-files.ts';
import type { RunRecord } from '../../storage/run-writer.ts';
import { encodeSafetensors } from '../../storage/safetensors.ts';
import { readState, readControlManifest, type ControlIdentity } from '../../storage/control-run.ts';
import { backendNameOf } from '../../compute/backends.ts';
import { commit } from '../../install/commit.ts';
import { version } from '../../install/version.ts';
import { restoreChecked, stateOf } from './restore-run.ts';
import { startControlRun, type ControlRun } from './start-run.ts';

/** Number of episodes over which the return is averaged for display. */
export const meanOver = 100;

/** The identity of a run so far. */
export function identityOf({ session, continues }: ControlRun): ControlIdentity {
  const { spec, ticksWithoutLearning } = session;
  return {
    spec,
    versions: versions(lookup, spec),
    ...(continues === undefined ? {} : { continues }),
    ...(ticksWithoutLearning === 0 ? {} : { stepsWithoutLearning: ticksWithoutLearning * spec.worlds }),
  };
}

/** Snapshot of a run, to be saved: its state is encoded, because the run may continue during writing. */
export function recordOf(run: ControlRun): RunRecord {
  const { session, stepsHash } = run;
  const { failure, episodes, steps } = session;
  const meanReturn = episodes.meanReturn(meanOver);
  const ended = endOf(run);
  return {
    facts: {
      ...identityOf(run),
      phasic: version,
      commit,
      backend: session.backend,
      hash: stepsHash.hex(),
      steps,
      episodes: episodes.count,
      meanReturn: Number.isNaN(meanReturn) ? null : meanReturn,
      ...(ended === undefined ? {} : { ended }),
    },
    files: { [checkpointName(failure?.step ?? steps)]: encodeSafetensors(stateOf(run)) },
    episodes: { rows: episodes, count: episodes.count },
  };
}

/** Nothing if it has finished its plan. */
function endOf({ session: { spec, failure, finished } }: ControlRun): Ended | undefined {
  const planned = spec.steps;
  if (failure === undefined) return finished ? undefined : { why: 'stopped', planned };
  const { what, where, remedy } = failure.error;
  return { why: 'diverged', planned, at: failure.step, what, where, remedy };
}

/** @throws InputError for a spec that this program cannot run */
export const specOfControlRun = ({ spec }: ControlManifest): ControlSpec => completeControlSpec(spec);

export interface LoadOptions {
  /** Network backends by name. */
  readonly networksFor: (backend: string) => Promise<NetworkMaker>;
  /** A different network backend than the run was made with. */
  readonly backend?: string | undefined;
  readonly steps?: number | undefined;
  /** For display: if the original backend does not work here, any other will do. */
  readonly anyBackend?: boolean;
}

/** A saved run, at the step at which it was saved. */
export interface LoadedControlRun {
  readonly run: ControlRun;
  readonly manifest: ControlManifest;
  /** The table of its episodes, positioned at the end. */
  readonly episodes: EpisodesFile;
}

/**
 * Loads a saved run. With a different number of steps or backend it is a different run, which continues the saved one.
 * @throws InputError if the folder is damaged, or was made by other versions of the run's parts
 */
export async function loadControlRun(folder: string, options: LoadOptions): Promise<LoadedControlRun> {
  const manifest = await readControlManifest(folder);
  const saved = specOfControlRun(manifest);
  const spec = { ...saved, backend: options.backend ?? saved.backend, steps: options.steps ?? saved.steps };
  const now = versions(lookup, spec);
  const changed = Object.keys(now).find((name) => now[name] !== manifest.versions[name]);
  if (changed !== undefined)
    throw new InputError(
      `the ${changed} has changed since the run was saved`,
      folder,
      'train again with this version of the program',
    );
  const state = await readState(folder, manifest);
  const run = startControlRun(spec, await networksOf(spec, manifest, options));
  const episodes = await EpisodesFile.read(
    join(folder, episodesName),
    manifest.files[episodesName] as SavedFile,
    (endStep, length, total) => run.session.episodes.add(endStep, length, total),
  );
  restoreChecked(run, state, manifest, folder);
  const isSame = spec.steps === saved.steps && spec.backend === saved.backend;
  const continues = isSame ? manifest.continues : { run: basename(folder), steps: manifest.steps };
  return { run: { ...run, ...(continues === undefined ? {} : { continues }) }, manifest, episodes };
}

/** Continues on the same backend, even if that was chosen by a measurement that might now choose another. */
async function networksOf(
  { backend }: ControlSpec,
  manifest: ControlManifest,
  { networksFor, anyBackend = false, backend: asked }: LoadOptions,
): Promise<NetworkMaker> {
  const isOne = manifest.backend !== typedArrays && !manifest.backend.includes(', ');
  if (backend !== 'auto' || asked !== undefined || !isOne) return networksFor(backend);
  const used = networksFor(backendNameOf(manifest.backend));
  return anyBackend ? used.catch(() => networksFor(backend)) : used;
}
