import { availableParallelism } from 'node:os';
import { InputError } from '../../core/errors.ts';
import type { PlaySpec } from '../../contracts/play-spec.ts';
import { runJobs } from '../job-pool.ts';
import { needProcess } from '../networks.ts';
import type { TrainAnswer, TrainedSeed, TrainJob } from './train-job.ts';

export interface TrainSeedsOptions {
  readonly runsFolder: string;
  /** Threads; all cores when absent. */
  readonly workers?: number | undefined;
  /** The built worker. */
  readonly workerFile?: string | undefined;
}

/**
 * Trains one agent under several seeds, each in a thread or process of its own with networks of its own. Seeds come in order.
 * @throws InputError naming the seed that failed
 */
export async function* trainSeeds(spec: PlaySpec, seeds: readonly number[], options: TrainSeedsOptions): AsyncGenerator<TrainedSeed, void> {
  const jobs = seeds.map((seed): TrainJob => ({ play: { ...spec, seed }, runsFolder: options.runsFolder }));
  const workers = Math.min(options.workers ?? availableParallelism(), seeds.length);
  for await (const outcome of runJobs<TrainJob, TrainAnswer>(jobs, { workers, processes: needProcess(spec.backend), ahead: 0, workerFile: options.workerFile, name: ({ play }) => `seed ${play.seed}` })) {
    if ('error' in outcome) throw outcome.error;
    const { answer } = outcome;
    if ('error' in answer) throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
    yield answer;
  }
}
