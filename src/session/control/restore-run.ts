import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { Saved, SavedParts } from '../../contracts/saved.ts';
import { differenceOf, misfitOf } from '../../storage/saved-tree.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { damagedRemedy } from '../../storage/run-files.ts';
import { checkpointOf } from '../../storage/control-run.ts';
import type { ControlRun } from './start-run.ts';

/** The complete state of a run, except its episodes. */
export const stateOf = ({ session, observer, stepsHash }: ControlRun): SavedParts => ({
  session: session.state(),
  observer: observer.state(),
  stepsHash: stepsHash.state(),
});

/**
 * Restores a new run to a saved state after validating it as a whole: it must have the form of the run's own state;
 * saving the restored run must give the same state; and its step must match the manifest. The restore functions of the
 * parts can then trust it.
 * @throws InputError naming the place in the state
 */
export function restoreChecked(run: ControlRun, given: Saved, manifest: ControlManifest, folder: string): void {
  const { session, observer, stepsHash } = run;
  const parts = { session, observer, stepsHash };
  const file = join(folder, checkpointOf(manifest).name);
  const wrong = (what: string): InputError => new InputError(what, file, damagedRemedy);
  const state = given as SavedParts;
  const begun = stateOf(run);
  const beginning = begun['session'] as SavedParts;
  // An environment's state may change form during the run, so each environment validates its own.
  const like = { ...begun, session: { ...beginning, worlds: { ...(beginning['worlds'] as SavedParts), worlds: [] } } };
  const misfit = misfitOf(state, like);
  if (misfit !== undefined) throw wrong(`this is not the state of this run: ${misfit}`);
  const take = (name: keyof typeof parts): void => {
    try {
      parts[name].restore(state[name] as SavedParts);
    } catch (error) {
      throw wrong(
        `this is not the state of this run: ${error instanceof InputError ? `${error.where}: ${error.what}` : (error as Error).message}`,
      );
    }
  };
  take('session');
  if (session.steps !== manifest.steps || session.episodes.count !== manifest.episodes) {
    throw wrong(
      `it is at step ${session.steps} after ${session.episodes.count} episodes, the manifest says step ${manifest.steps} after ${manifest.episodes}`,
    );
  }
  take('observer');
  take('stepsHash');
  const difference = differenceOf(state, stateOf(run));
  if (difference !== undefined) throw wrong(`this is not the state of this run: ${difference}`);
  const { ended } = manifest;
  if (ended?.why === 'diverged')
    session.failure = { step: ended.at, error: new InputError(ended.what, ended.where, ended.remedy) };
}
