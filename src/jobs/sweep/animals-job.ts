import type { AnimalResult } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { InputError } from '../../core/errors.ts';
import { animalResult, divergedResult } from '../../engine/population/animal-results.ts';
import { createTrialSession, DivergedError } from '../../engine/trial-session.ts';
import type { ErrorLine } from '../../protocol/messages.ts';

/** Some subjects of a sweep, as sent to a worker. */
export interface AnimalsJob {
  /** Index into the sweep, one per spec. */
  readonly animals: readonly number[];
  readonly specs: readonly TrialSpec[];
}

export type AnimalsAnswer = { readonly results: readonly AnimalResult[] } | { readonly error: ErrorLine };

/** Runs subjects on the typed-array engine. A subject that diverges is a result; any other error ends the job. */
export function runAnimalsJob({ animals, specs }: AnimalsJob): AnimalsAnswer {
  const results: AnimalResult[] = [];
  for (const [i, animal] of animals.entries()) {
    try {
      results.push(runAnimal(animal, specs[i] as TrialSpec));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { error: { what: error.what, where: `subject ${animal + 1}, ${error.where}`, remedy: error.remedy } };
    }
  }
  return { results };
}

export function runAnimal(animal: number, spec: TrialSpec): AnimalResult {
  try {
    const session = createTrialSession(spec);
    session.advance(session.trials.length);
    return animalResult(animal, session);
  } catch (error) {
    if (error instanceof DivergedError) return divergedResult(animal, spec);
    throw error;
  }
}
