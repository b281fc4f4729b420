import { changedManifest, isControlManifest, readClaims } from '../../storage/manifest.ts';
import { AlteredRun } from './repeatable.ts';
import { verifySteps, type VerifiedSteps } from './verify-steps.ts';
import { verifyTrials, type VerifiedTrials } from './verify-trials.ts';

export type VerifiedRun = VerifiedTrials | VerifiedSteps;

export interface VerifyOptions {
  /** Called periodically for a run in a stepped environment, which may take as long as the original. */
  readonly onProgress?: (steps: number, all: number) => void;
}

/**
 * Repeats a saved run from its spec, in either kind of world, and compares everything that was saved.
 * @throws AlteredRun with the first difference
 * @throws InputError if there is no run, or this program cannot repeat it
 */
export async function verifyRun(
  folder: string,
  { onProgress = () => undefined }: VerifyOptions = {},
): Promise<VerifiedRun> {
  const { manifest, isWhole } = await readClaims(folder);
  if (!isWhole) {
    const { what, where, remedy } = changedManifest(folder);
    throw new AlteredRun(what, where, remedy);
  }
  return isControlManifest(manifest) ? verifySteps(folder, manifest, onProgress) : verifyTrials(folder, manifest);
}
