import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { lookup } from '../../engine/registry.ts';
import { versions } from '../../spec/versions.ts';
import { lockFolder } from '../../storage/folder-lock.ts';
import { placesOf } from '../../storage/run-names.ts';
import { controlRunName } from '../../storage/control-run.ts';
import { runJobs } from '../job-pool.ts';
import { needProcess } from '../../compute/backends.ts';
import { placeFor, standingOf } from '../../session/control/run-places.ts';
import type { TrainedSeed, TrainJob } from './train-job.ts';

/** How to treat existing seeds: continue them, train them again in new folders, or refuse. */
type SeedsThere = 'continue' | 'again' | 'refuse';

export interface TrainSeedsOptions {
  readonly runsFolder: string;
  readonly there: SeedsThere;
  /** Number of threads; all cores if absent. */
  readonly workers?: number | undefined;
  /** The built worker. */
  readonly workerFile?: string | undefined;
  /** Stops all seeds; each is saved at its current step. */
  readonly signal: AbortSignal;
}

interface Place {
  readonly folder: string;
  release(): Promise<void>;
}

/**
 * Trains one agent under several seeds, each in its own thread or process with its own networks. Results come in the
 * order of the seeds; those stopped before their first step are omitted.
 * @throws InputError naming the seed that failed, after the others have been stopped and saved; or naming existing
 * seeds
 */
export async function* trainSeeds(
  spec: ControlSpec,
  seeds: readonly number[],
  options: TrainSeedsOptions,
): AsyncGenerator<TrainedSeed, void> {
  const specs = seeds.map((seed): ControlSpec => ({ ...spec, seed }));
  const places = await placesFor(specs, options);
  const processes = needProcess(spec.backend);
  // Only threads can share memory.
  const stop = new Int32Array(processes ? new ArrayBuffer(4) : new SharedArrayBuffer(4));
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  signal.addEventListener('abort', () => Atomics.store(stop, 0, 1));
  function* jobs(): Generator<TrainJob, void> {
    for (const [i, spec] of specs.entries())
      if (!signal.aborted) yield { spec, folder: (places[i] as Place).folder, stop };
  }
  const workers = Math.min(options.workers ?? availableParallelism(), seeds.length);
  let failure: InputError | undefined;
  try {
    for await (const outcome of runJobs('train', jobs(), {
      workers,
      processes,
      signal,
      ahead: 0,
      workerFile: options.workerFile,
      name: ({ spec }) => `seed ${spec.seed}`,
    })) {
      const error = 'error' in outcome ? outcome.error : 'error' in outcome.answer ? outcome.answer.error : undefined;
      if (error !== undefined) {
        failure ??= new InputError(error.what, error.where, error.remedy);
        stopping.abort();
      } else if ('answer' in outcome && 'steps' in outcome.answer && outcome.answer.steps > 0 && failure === undefined)
        yield outcome.answer;
    }
  } finally {
    for (const place of places) await place.release();
  }
  if (failure !== undefined) throw failure;
}

/** One folder per seed, whose lock is held. */
async function placesFor(
  specs: readonly ControlSpec[],
  { runsFolder, there }: TrainSeedsOptions,
): Promise<readonly Place[]> {
  const identities = specs.map((spec) => ({ spec, versions: versions(lookup, spec) }));
  const found = await Promise.all(identities.map((identity) => placesOf(runsFolder, controlRunName(identity))));
  const begun = found.filter((places) => places.length > 0).length;
  if (begun > 0 && there === 'refuse') {
    throw new InputError(
      `${begun} of ${specs.length} seeds exist already`,
      runsFolder,
      'continue them and train the others with --continue, or train all again into other folders with --again',
    );
  }
  const held: Place[] = [];
  try {
    for (const [i, identity] of identities.entries()) {
      const places = there === 'continue' ? (found[i] as readonly string[]) : [];
      held.push(
        places.length > 0
          ? await placeThere(runsFolder, places)
          : await placeFor(identity, runsFolder, { again: there === 'again' }),
      );
    }
    return held;
  } catch (error) {
    for (const place of held) await place.release();
    throw error;
  }
}

/** @throws InputError if it is damaged, or learning diverged in it */
async function placeThere(runsFolder: string, places: readonly string[]): Promise<Place> {
  const standings = await Promise.all(places.map((place) => standingOf(join(runsFolder, place))));
  const best =
    standings.find((one) => !(one instanceof InputError) && one.manifest.ended?.why !== 'diverged') ?? standings[0];
  if (best === undefined || best instanceof InputError) throw best ?? new Error('no place');
  const { folder, manifest, planned } = best;
  const { ended } = manifest;
  if (ended?.why === 'diverged')
    throw new InputError(`its learning diverged at step ${ended.at} (${ended.what})`, folder, ended.remedy);
  // Finished runs are only read.
  if (manifest.steps >= planned) return { folder, release: () => Promise.resolve() };
  const lock = await lockFolder(folder);
  return { folder, release: lock.release };
}
