// Entry of a worker thread: tinypool calls the default export with each job.
import { constants, setPriority } from 'node:os';
import { runBenchJob } from './bench/bench-job.ts';
import { runSearchJob } from './bench/search/search-job.ts';
import type { JobKind, JobKinds, SentJob } from './job-kinds.ts';
import { backgroundFlag } from './job-pool.ts';
import { runSeedJob } from './seed-job.ts';
import { runSubjectsJob } from './sweep/subjects-job.ts';
import { runTrainJob } from './train/train-job.ts';
import { textsIn, withParts } from '../engine/with-parts.ts';
import { ownParts } from '../own-parts/load.ts';

// Only Linux has per-thread priorities; elsewhere it would apply to the whole program.
if (process.platform === 'linux' && process.argv.includes(backgroundFlag))
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// The process that the user started has already reported what is broken.
await ownParts();

type Answer = JobKinds[JobKind]['answer'];

/** The parts that a job names are loaded with the first job that names them. */
export default function run(sent: SentJob): Promise<Answer> {
  return withParts(textsIn(sent), () => answer(sent));
}

function answer(sent: SentJob): Answer | Promise<Answer> {
  switch (sent.kind) {
    case 'seeds':
      return runSeedJob(sent.job);
    case 'subjects':
      return runSubjectsJob(sent.job);
    case 'train':
      return runTrainJob(sent.job);
    case 'bench':
      return runBenchJob(sent.job);
    case 'search':
      return runSearchJob(sent.job);
  }
}
