import { changedManifest, isControlManifest, readClaims } from '../../storage/manifest.ts';
import { AlteredRun } from './repeatable.ts';
import { verifySteps, type VerifiedSteps } from './verify-steps.ts';
import { verifyTrials, type VerifiedTrials } from './verify-trials.ts';

export type VerifiedRun = VerifiedTrials | VerifiedSteps;

export interface VerifyOptions {
  /** Told now and then of a run in a stepped environment, which may take as long again as it took. */
  readonly onProgress?: (steps: number, all: number) => void;
}

/**
 * Repeats a saved run from its spec, whatever its world is, and compares all that was saved.
 * @throws AlteredRun with the first thing that is not as it was saved
 * @throws InputError where there is no run, or none that this program can repeat
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
