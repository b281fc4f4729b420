import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { NetworkMaker } from '../../contracts/network.ts';
import type { PlaySpec } from '../../contracts/play-spec.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { completePlaySpec, parsePartialPlaySpec } from '../../engine/play/play-spec.ts';
import { PlayObserver } from '../../engine/play/play-observer.ts';
import { PlaySession } from '../../engine/play/play-session.ts';
import { playVersions } from '../../engine/versions.ts';
import { noting } from '../../networks/noting.ts';
import { readPlayManifest, readPlayState, writePlay, type PlayManifest } from '../../storage/play-folder.ts';
import { version } from '../version.ts';

/** Episodes over which the return is averaged wherever one number is shown. */
export const meanOver = 100;

/** A session with what watches it. */
export interface PlayRun {
  readonly session: PlaySession;
  readonly observer: PlayObserver;
  /** The run whose state it began with, where it was planned longer than that one. */
  readonly continues?: PlayManifest['continues'];
  /** What computes its networks; `typed-arrays` where it has none. */
  backend(): string;
}

/** A run that has not begun. */
export function startPlay(spec: PlaySpec, networks: NetworkMaker): PlayRun {
  const noted = noting(networks);
  const session = new PlaySession(spec, noted);
  return { session, observer: new PlayObserver(session), backend: noted.backend };
}

/** Saves where the run stands. */
export async function savePlay(run: PlayRun, folder: string): Promise<void> {
  const { session, observer } = run;
  await writePlay(
    {
      phasic: version,
      spec: session.spec,
      versions: playVersions(session.spec),
      backend: run.backend(),
      steps: session.steps,
      continues: run.continues,
      episodes: session.episodes.columns(),
      meanReturn: session.episodes.meanReturn(meanOver),
      state: { session: session.state(), observer: observer.state() },
    },
    folder,
  );
}

/** @throws InputError for a spec that this program cannot run */
export const specOfPlay = (manifest: PlayManifest, folder: string): PlaySpec => completePlaySpec(parsePartialPlaySpec(manifest.spec, `${folder}, spec`));

export interface LoadOptions {
  /** Makes networks for a backend's name. */
  readonly networksFor: (backend: string) => Promise<NetworkMaker>;
  /** Other ones than the run was made with. */
  readonly backend?: string | undefined;
  readonly steps?: number | undefined;
}

/**
 * A saved run, at the step at which it was saved.
 * @throws InputError where the folder is damaged, or was made by other versions of the run's parts
 */
export async function loadPlay(folder: string, { networksFor, ...other }: LoadOptions): Promise<PlayRun> {
  const manifest = await readPlayManifest(folder);
  const saved = specOfPlay(manifest, folder);
  const spec = { ...saved, backend: other.backend ?? saved.backend, steps: other.steps ?? saved.steps };
  const versions = playVersions(spec);
  const changed = Object.keys(versions).find((name) => versions[name] !== manifest.versions[name]);
  if (changed !== undefined) throw new InputError(`the ${changed} has changed since the run was saved`, folder, 'train again with this version of the program');
  const state = await readPlayState(folder, manifest);
  const run = startPlay(spec, await networksFor(spec.backend));
  run.session.restore(state['session'] as SavedParts);
  run.observer.restore(state['observer'] as SavedParts);
  return spec.steps === saved.steps ? { ...run, continues: manifest.continues } : { ...run, continues: { run: basename(folder), steps: manifest.steps } };
}
