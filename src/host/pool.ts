import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Tinypool } from 'tinypool';
import { InputError } from '../core/errors.ts';
import { meanInterval } from '../contracts/design.ts';
import type { Result } from '../contracts/result.ts';
import type { Spec } from '../contracts/spec.ts';
import { find } from '../engine/registry.ts';
import { builtFile } from './package-root.ts';
import { runSeedJob, type SeedAnswer, type SeedJob } from './seed-job.ts';

export interface PoolOptions {
  /** Threads; all cores when absent. */
  readonly workers?: number | undefined;
  /** The built worker. */
  readonly workerFile?: string;
}

/** Below so many steps in all, starting threads takes longer than the work. */
const worthThreads = 300_000;
/** Chunks per worker: enough that no worker waits long for the last one. */
const chunksPerWorker = 4;
const maxChunk = 64;
const mostRounds = 5;

/**
 * Runs one experiment under several seeds. Results come in the order of the seeds and are the same for any number of
 * workers; only a few chunks are held at a time, so that many seeds need no more memory than some.
 * @throws InputError when learning diverges, naming the seed, or when a worker fails twice, naming its seeds
 */
export async function* runSeeds(spec: Spec, seeds: readonly number[], options: PoolOptions = {}): AsyncGenerator<Result, void> {
  const workers = Math.min(options.workers ?? availableParallelism(), seeds.length);
  const isSmall = expectedSteps(spec) * seeds.length < worthThreads;
  if (workers <= 1 || isSmall) {
    for (const seed of seeds) yield* resultsOf(runSeedJob({ spec, seeds: [seed] }));
    return;
  }
  yield* runInThreads(spec, seeds, workers, options.workerFile ?? builtFile('node', 'worker.js'));
}

function expectedSteps(spec: Spec): number {
  const { phases, iti, trialSeconds, stepSeconds } = find('paradigms', spec.paradigm.id).design(spec.paradigm.parameters as never);
  const trials = phases.reduce((sum, phase) => sum + phase.trials, 0);
  return (trials * (meanInterval(iti) + trialSeconds)) / stepSeconds;
}

async function* runInThreads(spec: Spec, seeds: readonly number[], workers: number, filename: string): AsyncGenerator<Result, void> {
  if (!existsSync(filename)) throw new InputError('the worker is not built', filename, 'run npm run build');
  const { Tinypool: Pool } = await import('tinypool');
  const pool = new Pool({ filename, minThreads: workers, maxThreads: workers });
  // A thread that fails before it has a job (no such file, no memory) tells the pool, and its job would wait for ever.
  const broken = watched(new Promise<never>((_, reject) => pool.on('error', reject)));
  const run = (job: SeedJob): Promise<SeedAnswer> => Promise.race([pool.run(job) as Promise<SeedAnswer>, broken]);
  const size = Math.min(maxChunk, Math.ceil(seeds.length / (workers * chunksPerWorker)));
  const jobs = Array.from({ length: Math.ceil(seeds.length / size) }, (_, i): SeedJob => ({ spec, seeds: seeds.slice(i * size, (i + 1) * size) }));
  const underWay: Promise<SeedAnswer>[] = [];
  try {
    for (let next = 0; next < jobs.length || underWay.length > 0; ) {
      while (next < jobs.length && underWay.length < workers + 2) underWay.push(watched(runTwice(run, jobs[next++] as SeedJob)));
      yield* resultsOf(await (underWay.shift() as Promise<SeedAnswer>));
    }
  } finally {
    await end(pool);
  }
}

// A failure is reported when its turn comes to be waited for, and until then is not unhandled.
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A worker that stops (out of memory, killed) gets its seeds once more in a fresh one. */
async function runTwice(run: (job: SeedJob) => Promise<SeedAnswer>, job: SeedJob): Promise<SeedAnswer> {
  try {
    return await run(job);
  } catch {
    return run(job).catch((error: unknown) => {
      const name = job.seeds.length === 1 ? `seed ${job.seeds[0]}` : `seeds ${job.seeds[0]} to ${job.seeds.at(-1)}`;
      throw new InputError(`the worker stopped twice (${error instanceof Error ? error.message : String(error)})`, name, 'run these seeds alone, with one worker, to see why');
    });
  }
}

function resultsOf(answer: SeedAnswer): readonly Result[] {
  if ('results' in answer) return answer.results;
  throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
}

/**
 * Ends all threads. Tinypool waits for their end with Node's events.once(), which takes its listener off a thread that fails just
 * then; tinypool's threads lack the method for that, and without it the failure would bring down the whole program. A thread that
 * fails is replaced, so it is looked whether any is left.
 */
async function end(pool: Tinypool): Promise<void> {
  for (let round = 0; round === 0 || (pool.threads.length > 0 && round < mostRounds); round++) {
    for (const thread of pool.threads) Object.assign(thread, { removeListener: () => thread });
    await pool.destroy().catch(() => undefined);
  }
}
