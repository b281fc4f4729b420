// Entry of a worker thread: tinypool calls the default export with each job.
import { constants, setPriority } from 'node:os';
import type { JobKind, JobKinds, SentJob } from './job-kinds.ts';
import { backgroundFlag } from './job-pool.ts';
import { textsIn, withParts } from '../engine/with-parts.ts';
import { ownParts } from '../own-parts/load.ts';

// Only Linux has per-thread priorities; elsewhere it would apply to the whole program.
if (process.platform === 'linux' && process.argv.includes(backgroundFlag))
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// The process that the user started has already reported what is broken.
const partsThere = ownParts();

type Answer = JobKinds[JobKind]['answer'];

/** The parts that a job names are loaded with the first job that names them. */
export default async function run(sent: SentJob): Promise<Answer> {
  await partsThere;
  return withParts(textsIn(sent), () => answer(sent));
}

/** A worker loads the program of the jobs that it gets: that is most of its start. */
async function answer(sent: SentJob): Promise<Answer> {
  switch (sent.kind) {
    case 'seeds':
      return (await import('./seed-job.ts')).runSeedJob(sent.job);
    case 'subjects':
      return (await import('./sweep/subjects-job.ts')).runSubjectsJob(sent.job);
    case 'train':
      return (await import('./train/train-job.ts')).runTrainJob(sent.job);
    case 'bench':
      return (await import('./bench/bench-job.ts')).runBenchJob(sent.job);
    case 'fit':
      return (await import('./fit/fit-job.ts')).runFitJob(sent.job);
    case 'animals':
      return (await import('./fit/animal-job.ts')).runAnimalJob(sent.job);
    case 'choices':
      return (await import('./choices/choice-job.ts')).runChoiceJob(sent.job);
    case 'discriminate':
      return (await import('./discriminate/discriminate-job.ts')).runDiscriminateJob(sent.job);
    case 'search':
      return (await import('./bench/search/search-job.ts')).runSearchJob(sent.job);
  }
}
