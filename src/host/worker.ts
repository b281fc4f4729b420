// Entry of a worker thread: tinypool calls the default export with each job.
import { runBenchJob, type BenchAnswer, type BenchJob } from './bench/bench-job.ts';
import { runTrainJob, type TrainAnswer, type TrainJob } from './play/train-job.ts';
import { runSeedJob, type SeedAnswer, type SeedJob } from './seed-job.ts';

export default function run(job: SeedJob | BenchJob | TrainJob): SeedAnswer | BenchAnswer | Promise<TrainAnswer> {
  if ('play' in job) return runTrainJob(job);
  return 'agent' in job ? runBenchJob(job) : runSeedJob(job);
}
