import { fitStart } from '../fit.ts';
import type { Maximum } from '../optimise/bfgs.ts';
import type { RecoveryDraw } from '../recovery/recovered.ts';
import type { Solved, TrialRange } from './data-part.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { heldOut, type HeldOut } from './held-out.ts';
import { recoverySet } from './recovery-set.ts';
import { sessionProblem, type SessionData, type SessionProblem } from './session-problem.ts';

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
  | { readonly kind: 'recovery'; readonly set: number; readonly solved: readonly Solved[] };

/** What each gives. */
export interface FitResults {
  readonly search: Maximum;
  readonly block: HeldOut;
  readonly recovery: RecoveryDraw;
}

export const problemOf = ({ data, free }: SessionFit): SessionProblem =>
  sessionProblem(data, freeOfSpec(data.spec, free));

/** Does a task. @param problem of the fit, made anew if absent */
export function fitTask(fit: SessionFit, task: FitTask, problem = problemOf(fit)): FitResults[FitTask['kind']] {
  if (task.kind === 'search') return fitStart(problem, fit.seed, task.start);
  if (task.kind === 'block') return heldOut(problem, task.point, task.trials);
  return recoverySet(fit.data, fit.free, { ...task, seed: fit.seed });
}

/** A task in words, for messages. */
export function taskName(task: FitTask): string {
  if (task.kind === 'search') return `search ${task.start + 1} of the fit`;
  if (task.kind === 'block') return `the fit without trials ${task.trials[0] + 1} to ${task.trials[1]}`;
  return `simulated session ${task.set + 1}`;
}
