import { InputError } from '../../core/errors.ts';
import type { SubjectResult, Sweep } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { specOf } from '../../engine/sweep.ts';
import { runJobs } from '../job-pool.ts';
import { runSubject, type SubjectsJob } from './subjects-job.ts';

export interface TypedOptions {
  readonly seed: number;
  readonly workers: number;
  /** Seconds per subject. */
  readonly secondsEach: number;
}

/** Less work than this, in seconds, is done before threads have started. */
const worthThreads = 0.5;
/** Seconds of work per job: short enough that no worker waits long for the last one. */
const jobSeconds = 0.25;
const maxInJob = 256;

/**
 * Runs subjects of a sweep one after another on the typed-array engine, in worker threads if that pays off. Results
 * come in order.
 */
export async function* typedSubjects(
  sweep: Sweep,
  subjects: readonly number[],
  { seed, workers, secondsEach }: TypedOptions,
): AsyncGenerator<SubjectResult, void> {
  const specFor = (subject: number): TrialSpec => ({ ...specOf(sweep, subject), seed });
  if (workers <= 1 || subjects.length * secondsEach < worthThreads) {
    for (const subject of subjects) yield runSubject(subject, specFor(subject));
    return;
  }
  const size = Math.min(
    maxInJob,
    Math.max(1, Math.round(jobSeconds / secondsEach)),
    Math.ceil(subjects.length / workers),
  );
  for await (const outcome of runJobs('subjects', jobsOf(subjects, size, specFor), {
    workers,
    name: jobName,
  })) {
    if ('error' in outcome) throw outcome.error;
    const { answer } = outcome;
    if ('error' in answer) throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
    yield* answer.results;
  }
}

function* jobsOf(
  subjects: readonly number[],
  size: number,
  specFor: (subject: number) => TrialSpec,
): Generator<SubjectsJob> {
  for (let from = 0; from < subjects.length; from += size) {
    const some = subjects.slice(from, from + size);
    yield { subjects: some, specs: some.map(specFor) };
  }
}

const jobName = ({ subjects: [first = 0, ...rest] }: SubjectsJob): string =>
  rest.length === 0 ? `subject ${first + 1}` : `subjects ${first + 1} to ${(rest.at(-1) ?? first) + 1}`;
