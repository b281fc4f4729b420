import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { HeldError, lockFolder } from '../../storage/folder-lock.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { freeName, placesOf } from '../../storage/run-names.ts';
import { RunWriter } from '../../storage/run-writer.ts';
import { readControlManifest, controlRunName, type ControlIdentity } from '../../storage/control-run.ts';
import type { ControlRun } from './start-run.ts';
import { identityOf, loadControlRun, specOfControlRun, type LoadOptions } from './control-run.ts';

export interface PlaceOptions {
  /** What to do if this run already exists: use another folder, or refuse. */
  readonly again: boolean;
}

/**
 * Folder for a run that has not been saved.
 * @throws InputError that says how far the existing run is, or which process is about to save it
 */
export async function placeFor(
  identity: ControlIdentity,
  runsFolder: string,
  { again }: PlaceOptions,
): Promise<RunWriter> {
  const name = controlRunName(identity);
  // Started by other processes and not yet saved: they have a lock and no folder.
  const begun: string[] = [];
  for (;;) {
    const places = await placesOf(runsFolder, name);
    if (places.length > 0 && !again) throw await thereAlready(runsFolder, places);
    const free = freeName(name, [...places, ...begun]);
    try {
      return await RunWriter.fresh(join(runsFolder, free));
    } catch (error) {
      if (!again || !(error instanceof HeldError)) throw error;
      begun.push(free);
    }
  }
}

interface Standing {
  readonly folder: string;
  readonly manifest: ControlManifest;
  readonly planned: number;
}

async function thereAlready(runsFolder: string, places: readonly string[]): Promise<InputError> {
  const found = await Promise.all(places.map((place) => standingOf(join(runsFolder, place))));
  const unfinished = found.find(
    (one): one is Standing => !(one instanceof InputError) && one.manifest.ended?.why === 'stopped',
  );
  const told = unfinished ?? found.find((one) => !(one instanceof InputError)) ?? found[0];
  const often = places.length === 1 ? 'this run exists already' : `this run exists ${places.length} times already`;
  if (told === undefined || told instanceof InputError)
    return new InputError(
      `${often}, and cannot be read (${told?.what})`,
      told?.where ?? runsFolder,
      'move it away, or train again into another folder with --again',
    );
  const { folder, manifest, planned } = told;
  const [done, all] = [manifest.steps, planned].map((steps) => steps.toLocaleString('en-US'));
  const again = 'train again into another folder with --again';
  if (told === unfinished)
    return new InputError(
      `${often}, at step ${done} of ${all}`,
      folder,
      `continue it: phasic train --resume ${folder}, or ${again}`,
    );
  const { ended } = manifest;
  if (ended?.why === 'diverged')
    return new InputError(
      `${often}; its learning diverged at step ${ended.at} (${ended.what})`,
      folder,
      `${ended.remedy}, or ${again}`,
    );
  return new InputError(
    `${often}, finished with ${done} steps`,
    folder,
    `open it with phasic watch ${folder}, or ${again}`,
  );
}

export async function standingOf(folder: string): Promise<Standing | InputError> {
  try {
    const manifest = await readControlManifest(folder);
    return { folder, manifest, planned: specOfControlRun(manifest).steps };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** A run with its writer. */
export interface PlacedRun {
  readonly run: ControlRun;
  /** Absent if the run was already finished, so that there is nothing to save. */
  readonly writer?: RunWriter;
  readonly folder: string;
}

/**
 * Continues a saved run: in its folder if it is the same run; in a new one if a different number of steps or backend
 * makes it a different run.
 * @throws InputError if another process writes to it, it cannot continue, or it is damaged
 */
export async function resumeControlRun(folder: string, options: LoadOptions & PlaceOptions): Promise<PlacedRun> {
  const manifest = await readControlManifest(folder);
  const { steps, backend } = specOfControlRun(manifest);
  const { ended } = manifest;
  if (ended?.why === 'diverged')
    throw new InputError(
      `its learning diverged at step ${ended.at} (${ended.what}), so it cannot be continued`,
      folder,
      `${ended.remedy} and train again`,
    );
  const isSame = (options.steps ?? steps) === steps && (options.backend ?? backend) === backend;
  if (isSame && options.again)
    throw new InputError('a run is continued in its own folder', '--again', 'leave it out, or train again');
  if (isSame && manifest.steps >= steps) return { run: (await loadControlRun(folder, options)).run, folder };
  const lock = await lockFolder(folder);
  try {
    const { run, manifest: found, episodes } = await loadControlRun(folder, options);
    if (isSame) return { run, folder, writer: await RunWriter.existing(folder, found, episodes, lock) };
    const writer = await placeFor(identityOf(run), dirname(folder), options);
    await lock.release();
    return { run, folder: writer.folder, writer };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
