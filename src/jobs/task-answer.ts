import { InputError } from '../core/errors.ts';
import type { ErrorLine } from '../protocol/messages.ts';

/** What a job that does one task answers. */
export type TaskAnswer<Result> = { readonly result: Result } | { readonly error: ErrorLine };

/** Answers an error that the user can mend; others stop the worker. */
export function taskAnswer<Result>(work: () => Result): TaskAnswer<Result> {
  try {
    return { result: work() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { what: error.what, where: error.where, remedy: error.remedy } };
  }
}
