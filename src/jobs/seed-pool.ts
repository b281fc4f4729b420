import { availableParallelism } from 'node:os';
import { InputError } from '../core/errors.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { findTrialRule } from '../engine/registry.ts';
import { runJobs } from './job-pool.ts';
import { sessionSize } from '../session/size/session-size.ts';
import { runSeedJob, type SeedAnswer, type SeedJob, type SeedResult } from './seed-job.ts';

export interface PoolOptions {
  /** Number of threads; as many as pay if absent. */
  readonly workers?: number | undefined;
  /** Whether the recording is averaged too. */
  readonly rate?: boolean;
  /** The runs folder, if each run is saved. */
  readonly saveIn?: string | undefined;
  /** The built worker. */
  readonly workerFile?: string;
}

/** Below this total number of steps no threads are started, even if they are asked for. */
const worthThreads = 300_000;
/**
 * A thread takes most of a second to load the program and to compile it: it should have clearly more work than that, also where
 * what was measured of a seed is half compiling.
 */
const secondsPerThread = 2;
/** How long seeds are measured before threads are started: until their code is compiled, they take several times as long. */
const measuredSeconds = 0.3;
/** A session of so many steps takes longer than a thread's start, and is not measured first. */
const longSession = 1_000_000;
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
  const rest = [...seeds];
  const taken: number[] = [];
  let isMeasured = options.workers === undefined;
  let workers = firstWorkers(spec, seeds.length, options.workers);
  while (rest.length > 0) {
    if (workers > 1) {
      yield* inThreads({ spec, seeds: rest, rate, saveIn }, workers, options.workerFile);
      return;
    }
    const began = processorSeconds();
    const answer = await runSeedJob({ spec, seeds: rest.splice(0, 1), rate, saveIn });
    if (isMeasured) {
      taken.push(processorSeconds() - began);
      isMeasured = total(taken) < measuredSeconds;
      if (!isMeasured) workers = worthWorkers(Math.min(...taken), rest.length);
    }
    yield* resultsOf(answer);
  }
}

const total = (seconds: readonly number[]): number => seconds.reduce((sum, one) => sum + one, 0);

/** How many threads to begin with, before anything has been measured. */
function firstWorkers(spec: TrialSpec, seeds: number, asked: number | undefined): number {
  const { steps } = sessionSize(spec);
  if (asked !== undefined) return steps * seeds < worthThreads ? 1 : Math.min(asked, seeds);
  const { slow, timescale } = findTrialRule(spec.agent.learningRule.id);
  const isWorth = slow === true || (timescale !== 'trial' && steps >= longSession);
  return isWorth ? Math.min(availableParallelism(), seeds) : 1;
}

/** Not by the clock: other programs may have the processors. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** How many threads pay for seeds that take so long. */
const worthWorkers = (secondsEach: number, seeds: number): number =>
  Math.min(availableParallelism(), seeds, Math.floor((secondsEach * seeds) / secondsPerThread));

async function* inThreads(
  { seeds, ...shared }: SeedJob,
  workers: number,
  workerFile: string | undefined,
): AsyncGenerator<SeedResult, void> {
  const size = Math.min(maxChunk, Math.ceil(seeds.length / (workers * chunksPerWorker)));
  const jobs = Array.from({ length: Math.ceil(seeds.length / size) }, (_, i): SeedJob => ({
    ...shared,
    seeds: seeds.slice(i * size, (i + 1) * size),
  }));
  for await (const outcome of runJobs('seeds', jobs, { workers, workerFile, name: seedsName })) {
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
