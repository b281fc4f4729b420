import { InputError } from '../../core/errors.ts';
import type { AnimalResult, Sweep } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { specOf } from '../../engine/sweep.ts';
import { runJobs } from '../job-pool.ts';
import { runAnimal, type AnimalsJob } from './animals-job.ts';

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
const mostInJob = 256;

/**
 * Runs subjects of a sweep one after another on the typed-array engine, in worker threads if that pays off. Results
 * come in order.
 */
export async function* typedAnimals(
  sweep: Sweep,
  animals: readonly number[],
  { seed, workers, secondsEach }: TypedOptions,
): AsyncGenerator<AnimalResult, void> {
  const specFor = (animal: number): TrialSpec => ({ ...specOf(sweep, animal), seed });
  if (workers <= 1 || animals.length * secondsEach < worthThreads) {
    for (const animal of animals) yield runAnimal(animal, specFor(animal));
    return;
  }
  const size = Math.min(
    mostInJob,
    Math.max(1, Math.round(jobSeconds / secondsEach)),
    Math.ceil(animals.length / workers),
  );
  for await (const outcome of runJobs('animals', jobsOf(animals, size, specFor), {
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
  animals: readonly number[],
  size: number,
  specFor: (animal: number) => TrialSpec,
): Generator<AnimalsJob> {
  for (let from = 0; from < animals.length; from += size) {
    const some = animals.slice(from, from + size);
    yield { animals: some, specs: some.map(specFor) };
  }
}

const jobName = ({ animals: [first = 0, ...rest] }: AnimalsJob): string =>
  rest.length === 0 ? `subject ${first + 1}` : `subjects ${first + 1} to ${(rest.at(-1) ?? first) + 1}`;
