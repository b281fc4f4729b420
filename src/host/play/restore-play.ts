import { InputError } from '../../core/errors.ts';
import type { Saved, SavedParts } from '../../contracts/saved.ts';
import { differenceOf, misfitOf } from '../../storage/saved-tree.ts';
import type { PlayManifest } from '../../storage/play-folder.ts';
import type { PlayRun } from './play-run.ts';

const remedy = 'the run folder was changed or damaged: restore it, or train again';

/**
 * Takes a run that has not begun to a saved state, which is looked at as a whole: it must have the form of the run's own state; what is made of it must be
 * the very same state; and it must be where the manifest says. What restores each part can then take it as it is.
 * @throws InputError naming the place in the state
 */
export function restoreChecked(run: PlayRun, given: Saved, manifest: PlayManifest, folder: string): void {
  const { session, observer } = run;
  const file = `${folder}/${manifest.checkpoint.file}`;
  const wrong = (what: string): InputError => new InputError(what, file, remedy);
  const state = given as SavedParts;
  const now = () => ({ session: session.state(), observer: observer.state() });
  const begun = now();
  // What a world remembers may take any form on its way, and each world looks at it itself.
  const like = { ...begun, session: { ...begun.session, worlds: { ...(begun.session['worlds'] as SavedParts), worlds: [] } } };
  const misfit = misfitOf(state, like);
  if (misfit !== undefined) throw wrong(`this is not the state of this run: ${misfit}`);
  try {
    session.restore(state['session'] as SavedParts);
    observer.restore(state['observer'] as SavedParts);
  } catch (error) {
    throw wrong(`this is not the state of this run: ${error instanceof InputError ? `${error.where}: ${error.what}` : (error as Error).message}`);
  }
  const difference = differenceOf(state, now());
  if (difference !== undefined) throw wrong(`this is not the state of this run: ${difference}`);
  if (session.steps !== manifest.steps || session.episodes.count !== manifest.episodes) {
    throw wrong(`it stands at step ${session.steps} after ${session.episodes.count} episodes, the manifest says step ${manifest.steps} after ${manifest.episodes}`);
  }
  const { diverged } = manifest;
  if (diverged !== undefined) session.failure = { step: diverged.step, error: new InputError(diverged.what, diverged.where, diverged.remedy) };
}
