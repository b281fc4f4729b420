import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { SavedParts } from '../contracts/saved.ts';
import {
  checkpointPattern,
  isControlManifest,
  readManifest,
  type ControlFacts,
  type ControlManifest,
} from './manifest.ts';
import { readSaved, sha256, type SavedFile } from './run-files.ts';
import { runName } from './run-names.ts';
import { decodeSafetensors } from './safetensors.ts';

/** The identity of a run before its first step; a difference in any of it makes another run with another name. */
export type ControlIdentity = Pick<ControlFacts, 'spec' | 'versions' | 'continues' | 'stepsWithoutLearning'>;

export function controlRunName({ spec, versions, continues, stepsWithoutLearning }: ControlIdentity): string {
  const identity = {
    spec,
    versions,
    continues,
    ...(stepsWithoutLearning === undefined ? {} : { learnedThroughout: false }),
  };
  return runName(spec, sha256(JSON.stringify(identity)));
}

/** @throws InputError for a run in a paradigm, and for the reasons of readManifest */
export async function readControlManifest(folder: string): Promise<ControlManifest> {
  const manifest = await readManifest(folder);
  if (isControlManifest(manifest)) return manifest;
  throw new InputError(
    'this is a run of a paradigm, which cannot be continued',
    folder,
    'name a run that phasic train saved',
  );
}

/** The file with the complete state. */
export function checkpointOf({ files }: ControlManifest): SavedFile & { readonly name: string } {
  const [name, saved] = Object.entries(files).find(([name]) => checkpointPattern.test(name)) as [string, SavedFile];
  return { name, ...saved };
}

/**
 * The state of the last save.
 * @throws InputError naming the file that is missing, truncated or changed
 */
export async function readState(folder: string, manifest: ControlManifest): Promise<SavedParts> {
  const checkpoint = checkpointOf(manifest);
  const file = join(folder, checkpoint.name);
  return decodeSafetensors(await readSaved(file, checkpoint), file) as SavedParts;
}
