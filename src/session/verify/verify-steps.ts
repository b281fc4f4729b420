import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { completeControlSpec } from '../../engine/complete-spec.ts';
import type { Episodes } from '../../engine/control/episodes.ts';
import { fusedNetworks } from '../../compute/networks/fused/fused-networks.ts';
import { EpisodesFile, episodesSum } from '../../storage/episodes-file.ts';
import { manifestName } from '../../storage/manifest-name.ts';
import { episodesName, type Ended, type ControlManifest } from '../../storage/manifest.ts';
import { readPieces, readSaved, type SavedFile } from '../../storage/run-files.ts';
import { decodeSafetensors, encodeSafetensors, requireLayout } from '../../storage/safetensors.ts';
import { differenceOf } from '../../storage/saved-tree.ts';
import { checkpointOf } from '../../storage/control-run.ts';
import { startControlRun, type ControlRun } from '../control/start-run.ts';
import { recordOf } from '../control/control-run.ts';
import { stateOf } from '../control/restore-run.ts';
import {
  altered,
  repeatableNetworks,
  repeatableSpec,
  requireBackend,
  requireCount,
  requireEnd,
  requireHash,
  restore,
  restoreFile,
} from './repeatable.ts';

export interface VerifiedSteps {
  readonly folder: string;
  readonly hash: string;
  readonly episodes: number;
  readonly steps: number;
  /** For a run that ended before its plan. */
  readonly ended?: Ended;
}

/**
 * Repeats a run in a stepped environment on its backend, and compares its episodes, its complete state, and the hash
 * over its steps.
 * @throws AlteredRun with the first difference
 * @throws InputError if this program cannot repeat it, or its spec alone does not determine it
 */
export async function verifySteps(
  folder: string,
  manifest: ControlManifest,
  onProgress: (steps: number, all: number) => void,
): Promise<VerifiedSteps> {
  const place = join(folder, manifestName);
  const checkpoint = checkpointOf(manifest);
  const checkpointFile = join(folder, checkpoint.name);
  const saved = await altered(async () => {
    await readPieces(join(folder, episodesName), manifest.files[episodesName] as SavedFile, () => undefined);
    return readSaved(checkpointFile, checkpoint);
  });
  requireLayout(saved, checkpointFile);
  requireOwn(manifest, place);
  const spec = repeatableSpec(manifest, completeControlSpec, place);
  const run = startControlRun(spec, (await repeatableNetworks(manifest, place)) ?? fusedNetworks);
  try {
    requireBackend(manifest, run.session.backend, place);
    return await altered(async () => {
      live(run, manifest, place, onProgress);
      await compareEpisodes(run.session.episodes, manifest, folder);
      compareState(run, saved, checkpointFile);
      const { facts, files } = recordOf(run);
      requireHash(manifest, facts.hash, place);
      if (!('episodes' in facts)) throw new Error('not a run in a stepped environment');
      requireCount(manifest.episodes, facts.episodes, 'episodes', place);
      requireCount(manifest.meanReturn, facts.meanReturn, 'meanReturn', place);
      requireEnd(manifest, facts.ended, place);
      if (!(checkpoint.name in files))
        throw new InputError(
          `the checkpoint is named ${checkpoint.name}, and would be ${Object.keys(files).join()}`,
          place,
          restore,
        );
      const { ended } = manifest;
      return {
        folder,
        hash: facts.hash,
        episodes: facts.episodes,
        steps: run.session.steps,
        ...(ended === undefined ? {} : { ended }),
      };
    });
  } finally {
    run.session.dispose();
  }
}

/** @throws InputError if more than its spec determined a run */
function requireOwn({ continues, stepsWithoutLearning }: ControlManifest, place: string): void {
  if (continues !== undefined) {
    throw new InputError(
      `the run began with the state of ${continues.run} at step ${continues.steps}, so its spec alone does not reproduce it`,
      `${place}, continues`,
      'its files are as they were saved; verify the run that it continues',
    );
  }
  if (stepsWithoutLearning !== undefined) {
    throw new InputError(
      `in ${stepsWithoutLearning} of its steps learning was off, so its spec alone does not reproduce it`,
      `${place}, stepsWithoutLearning`,
      'its files are as they were saved; train again to have one that can be verified',
    );
  }
}

/** Ticks between looks at the clock, and milliseconds between reports. */
const ticksPerLook = 8;
const tellMs = 200;

/** Runs the saved steps. If learning diverged after them, it must do so again. */
function live(
  { session }: ControlRun,
  { steps, ended }: ControlManifest,
  place: string,
  onProgress: (steps: number, all: number) => void,
): void {
  const ticks = steps / session.spec.worlds;
  if (!Number.isInteger(ticks))
    throw new InputError(
      `the manifest says ${steps} steps, and ${session.spec.worlds} environments are stepped in parallel`,
      `${place}, steps`,
      restore,
    );
  let told = performance.now();
  try {
    while (session.done < ticks) {
      session.advance(Math.min(ticksPerLook, ticks - session.done));
      if (performance.now() - told < tellMs) continue;
      told = performance.now();
      onProgress(session.steps, steps);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `the manifest says ${steps} steps, and learning diverges before (${error.where}: ${error.what})`,
      `${place}, steps`,
      restore,
    );
  }
  if (ended?.why === 'diverged' && !diverges(session))
    throw new InputError(
      `the manifest says that learning diverged at step ${ended.at}, and it does not`,
      `${place}, ended`,
      restore,
    );
}

function diverges(session: ControlRun['session']): boolean {
  try {
    session.advance(1);
    return false;
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

async function compareEpisodes(episodes: Episodes, { files }: ControlManifest, folder: string): Promise<void> {
  const saved = files[episodesName] as SavedFile;
  if (episodesSum(episodes, episodes.count).sha256 === saved.sha256) return;
  const file = join(folder, episodesName);
  let row = 0;
  await EpisodesFile.read(file, saved, (...given) => {
    const found: number[] = [];
    if (row < episodes.count) episodes.visit(row, row + 1, (...one) => void found.push(...one));
    row += 1;
    if (given.some((value, i) => !Object.is(value, found[i])))
      throw new InputError(
        `episode ${row} is ${given.join(',')}, computed again it is ${found.join(',') || 'not there'}`,
        file,
        restoreFile,
      );
  });
  throw new InputError(`the table has ${row} episodes, the spec makes ${episodes.count}`, file, restoreFile);
}

function compareState(run: ControlRun, saved: Uint8Array, file: string): void {
  const bytes = encodeSafetensors(stateOf(run));
  if (Buffer.from(bytes).equals(saved)) return;
  const difference = differenceOf(decodeSafetensors(saved, file), decodeSafetensors(bytes, file));
  throw new InputError(
    `the state differs from that of the spec and seed: ${difference ?? 'it is written differently'}`,
    file,
    restoreFile,
  );
}
