import { InputError } from '../../core/errors.ts';
import { fitStart } from '../../fitting/fit.ts';
import type { Maximum } from '../../fitting/optimise/bfgs.ts';
import type { TrialRange } from '../../fitting/session/data-part.ts';
import type { RecoveryDraw } from '../../fitting/recovery/recovered.ts';
import { freeOfSpec } from '../../fitting/session/free-of-spec.ts';
import { heldOut, type HeldOut } from '../../fitting/session/held-out.ts';
import { recoverySet } from '../../fitting/session/recovery-set.ts';
import { sessionProblem, type SessionData, type SessionProblem } from '../../fitting/session/session-problem.ts';
import type { ErrorLine } from '../../protocol/messages.ts';

/** A fit of one agent to one session. */
export interface SessionFit {
  readonly data: SessionData;
  /** Names of the free parameters. */
  readonly free: readonly string[];
  readonly seed: number;
}

/** A piece of work on a fit that depends on nothing else. */
export type FitTask =
  /** One of its searches, by number. */
  | { readonly kind: 'search'; readonly start: number }
  /** A block of trials that is kept out, from the point of the whole fit. */
  | { readonly kind: 'block'; readonly trials: TrialRange; readonly point: readonly number[] }
  /** A simulated session with known parameters. */
  | { readonly kind: 'recovery'; readonly set: number; readonly solved: Readonly<Record<string, number>> };

/** What each gives. */
export interface FitResults {
  readonly search: Maximum;
  readonly block: HeldOut;
  readonly recovery: RecoveryDraw;
}

/** A task as sent to a worker. */
export interface FitJob extends SessionFit {
  readonly task: FitTask;
}

export type FitAnswer = { readonly result: FitResults[FitTask['kind']] } | { readonly error: ErrorLine };

export const problemOf = ({ data, free }: SessionFit): SessionProblem =>
  sessionProblem(data, freeOfSpec(data.spec, free));

/** Does a task. @param problem of the fit, made anew if absent */
export function fitTask(fit: SessionFit, task: FitTask, problem = problemOf(fit)): FitResults[FitTask['kind']] {
  if (task.kind === 'search') return fitStart(problem, fit.seed, task.start);
  if (task.kind === 'block') return heldOut(problem, task.point, task.trials);
  return recoverySet(fit.data, fit.free, { ...task, seed: fit.seed });
}

export async function runFitJob({ task, ...fit }: FitJob): Promise<FitAnswer> {
  try {
    return { result: fitTask(fit, task) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { what: error.what, where: error.where, remedy: error.remedy } };
  }
}
