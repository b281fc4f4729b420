import type { SearchedCell } from '../contracts/search.ts';
import type { BenchAnswer, BenchJob } from './bench/bench-job.ts';
import type { SearchJob } from './bench/search/search-job.ts';
import type { AnimalAnswer, AnimalJob } from './fit/animal-job.ts';
import type { ChoiceAnswer, ChoiceJob } from './choices/choice-job.ts';
import type { DiscriminateAnswer, DiscriminateJob } from './discriminate/discriminate-job.ts';
import type { FitAnswer, FitJob } from './fit/fit-job.ts';
import type { SeedAnswer, SeedJob } from './seed-job.ts';
import type { SubjectsAnswer, SubjectsJob } from './sweep/subjects-job.ts';
import type { TrainAnswer, TrainJob } from './train/train-job.ts';

/** The kinds of jobs of a worker, and their answers. */
export interface JobKinds {
  readonly seeds: { readonly job: SeedJob; readonly answer: SeedAnswer };
  readonly subjects: { readonly job: SubjectsJob; readonly answer: SubjectsAnswer };
  readonly train: { readonly job: TrainJob; readonly answer: TrainAnswer };
  readonly bench: { readonly job: BenchJob; readonly answer: BenchAnswer };
  readonly fit: { readonly job: FitJob; readonly answer: FitAnswer };
  readonly animals: { readonly job: AnimalJob; readonly answer: AnimalAnswer };
  readonly choices: { readonly job: ChoiceJob; readonly answer: ChoiceAnswer };
  readonly discriminate: { readonly job: DiscriminateJob; readonly answer: DiscriminateAnswer };
  readonly search: { readonly job: SearchJob; readonly answer: SearchedCell };
}

export type JobKind = keyof JobKinds;

/** A job as sent to a worker. */
export type SentJob = { readonly [K in JobKind]: { readonly kind: K; readonly job: JobKinds[K]['job'] } }[JobKind];
