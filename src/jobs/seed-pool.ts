import { availableParallelism } from 'node:os';
import { InputError } from '../core/errors.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { runJobs } from './job-pool.ts';
import { sessionSize } from '../session/size/session-size.ts';
import { runSeedJob, type SeedAnswer, type SeedJob, type SeedResult } from './seed-job.ts';

export interface PoolOptions {
  /** Number of threads; all cores if absent. */
  readonly workers?: number | undefined;
  /** Whether the recording is averaged too. */
  readonly rate?: boolean;
  /** The runs folder, if each run is saved. */
  readonly saveIn?: string | undefined;
  /** The built worker. */
  readonly workerFile?: string;
}

/** Below this total number of steps, starting threads takes longer than the work. */
const worthThreads = 300_000;
/** Chunks per worker: enough that no worker waits long for the last one. */
const chunksPerWorker = 4;
const maxChunk = 64;

/**
 * Runs one experiment under several seeds. Results come in the order of the seeds and are the same for any number of
 * workers.
 * @throws InputError if learning diverges, naming the seed, or if a worker fails twice, naming its seeds
 */
export async function* runSeeds(
  spec: TrialSpec,
  seeds: readonly number[],
  options: PoolOptions = {},
): AsyncGenerator<SeedResult, void> {
  const { rate = false, saveIn } = options;
  const workers = Math.min(options.workers ?? availableParallelism(), seeds.length);
  const isSmall = sessionSize(spec).steps * seeds.length < worthThreads;
  if (workers <= 1 || isSmall) {
    for (const seed of seeds) yield* resultsOf(await runSeedJob({ spec, seeds: [seed], rate, saveIn }));
    return;
  }
  const size = Math.min(maxChunk, Math.ceil(seeds.length / (workers * chunksPerWorker)));
  const jobs = Array.from({ length: Math.ceil(seeds.length / size) }, (_, i): SeedJob => ({
    spec,
    seeds: seeds.slice(i * size, (i + 1) * size),
    rate,
    saveIn,
  }));
  for await (const outcome of runJobs('seeds', jobs, {
    workers,
    workerFile: options.workerFile,
    name: seedsName,
  })) {
    if ('error' in outcome) throw outcome.error;
    yield* resultsOf(outcome.answer);
  }
}

const seedsName = ({ seeds }: SeedJob): string =>
  seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;

function resultsOf(answer: SeedAnswer): readonly SeedResult[] {
  if ('results' in answer) return answer.results;
  throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
}
