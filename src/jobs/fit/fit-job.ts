import { InputError } from '../../core/errors.ts';
import { fitTask, type FitResults, type FitTask, type SessionFit } from '../../fitting/session/fit-task.ts';
import type { ErrorLine } from '../../protocol/messages.ts';

/** A task as sent to a worker. */
export interface FitJob extends SessionFit {
  readonly task: FitTask;
}

export type FitAnswer = { readonly result: FitResults[FitTask['kind']] } | { readonly error: ErrorLine };

export async function runFitJob({ task, ...fit }: FitJob): Promise<FitAnswer> {
  try {
    return { result: fitTask(fit, task) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { what: error.what, where: error.where, remedy: error.remedy } };
  }
}
