import type { SubjectResult } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { InputError } from '../../core/errors.ts';
import { subjectResult, divergedResult } from '../../engine/population/subject-results.ts';
import { createTrialSession, DivergedError } from '../../engine/trial-session.ts';
import type { ErrorLine } from '../../protocol/messages.ts';

/** Some subjects of a sweep, as sent to a worker. */
export interface SubjectsJob {
  /** Index into the sweep, one per spec. */
  readonly subjects: readonly number[];
  readonly specs: readonly TrialSpec[];
}

export type SubjectsAnswer = { readonly results: readonly SubjectResult[] } | { readonly error: ErrorLine };

/** Runs subjects on the typed-array engine. A subject that diverges is a result; any other error ends the job. */
export function runSubjectsJob({ subjects, specs }: SubjectsJob): SubjectsAnswer {
  const results: SubjectResult[] = [];
  for (const [i, subject] of subjects.entries()) {
    try {
      results.push(runSubject(subject, specs[i] as TrialSpec));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { error: { what: error.what, where: `subject ${subject + 1}, ${error.where}`, remedy: error.remedy } };
    }
  }
  return { results };
}

export function runSubject(subject: number, spec: TrialSpec): SubjectResult {
  try {
    const session = createTrialSession(spec);
    session.advance(session.trials.length);
    return subjectResult(subject, session);
  } catch (error) {
    if (error instanceof DivergedError) return divergedResult(subject, spec);
    throw error;
  }
}
