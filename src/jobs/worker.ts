// Entry of a worker thread: tinypool calls the default export with each job.
import { constants, setPriority } from 'node:os';
import { runBenchJob, type BenchAnswer, type BenchJob } from './bench/bench-job.ts';
import { backgroundFlag } from './job-pool.ts';
import { runSearchJob, type SearchJob } from './bench/search/search-job.ts';
import type { SearchedCell } from '../contracts/search.ts';
import { runTrainJob, type TrainAnswer, type TrainJob } from './train/train-job.ts';
import { runSeedJob, type SeedAnswer, type SeedJob } from './seed-job.ts';
import { runAnimalsJob, type AnimalsAnswer, type AnimalsJob } from './sweep/animals-job.ts';

// Linux alone gives a thread a priority of its own; elsewhere it would be the whole program's.
if (process.platform === 'linux' && process.argv.includes(backgroundFlag))
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export default function run(
  job: SeedJob | BenchJob | SearchJob | TrainJob | AnimalsJob,
): SeedAnswer | BenchAnswer | SearchedCell | AnimalsAnswer | Promise<TrainAnswer> {
  if ('animals' in job) return runAnimalsJob(job);
  if ('play' in job) return runTrainJob(job);
  if ('settings' in job) return runSearchJob(job);
  return 'agent' in job ? runBenchJob(job) : runSeedJob(job);
}
