import { fitStart, type Fit } from '../fit.ts';
import { withCheckedIntervals } from '../intervals.ts';
import type { Maximum } from '../optimise/bfgs.ts';
import { heightsOf } from '../posterior/grid.ts';
import type { Profile } from '../posterior/profile.ts';
import { fitProfile } from '../posterior/profile-posterior.ts';
import type { RecoveryDraw } from '../recovery/recovered.ts';
import type { HeldOut, TrialRange } from '../held-out.ts';
import type { Solved } from './data-part.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { heldOut } from './held-out.ts';
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
  /** Its intervals, when the searches have ended. */
  | { readonly kind: 'intervals'; readonly fit: Fit }
  /** A block of trials that is kept out, from the point of the whole fit. */
  | { readonly kind: 'block'; readonly trials: TrialRange; readonly point: readonly number[] }
  /** The profile by one parameter, by number. */
  | { readonly kind: 'profile'; readonly fit: Fit; readonly index: number }
  /** Log likelihoods of rows of values. */
  | { readonly kind: 'heights'; readonly values: Float64Array }
  /** A simulated session with known parameters. */
  | { readonly kind: 'recovery'; readonly set: number; readonly solved: readonly Solved[] };

/** What each gives. */
export interface FitResults {
  readonly search: Maximum;
  readonly intervals: Fit;
  readonly block: HeldOut;
  readonly profile: Profile;
  readonly heights: Float64Array;
  readonly recovery: RecoveryDraw;
}

export const problemOf = ({ data, free }: SessionFit): SessionProblem =>
  sessionProblem(data, freeOfSpec(data.spec, free));

/** Does a task. @param problem of the fit, made anew if absent */
export function fitTask(fit: SessionFit, task: FitTask, problem = problemOf(fit)): FitResults[FitTask['kind']] {
  if (task.kind === 'search') return fitStart(problem, fit.seed, task.start);
  if (task.kind === 'intervals') return withCheckedIntervals(problem, task.fit, fit.seed);
  if (task.kind === 'block') return heldOut(problem, task.point, task.trials);
  if (task.kind === 'profile') return fitProfile(problem, task.fit, task.index);
  if (task.kind === 'heights') return heightsOf(problem.likelihood, task.values, problem.parameters.length);
  return recoverySet(fit.data, fit.free, { ...task, seed: fit.seed });
}

/** A task in words, for messages. */
export function taskName(task: FitTask): string {
  if (task.kind === 'search') return `search ${task.start + 1} of the fit`;
  if (task.kind === 'intervals') return 'the intervals of the fit';
  if (task.kind === 'block') return `the fit without trials ${task.trials[0] + 1} to ${task.trials[1]}`;
  if (task.kind === 'profile') return `the profile of parameter ${task.index + 1}`;
  if (task.kind === 'heights') return 'a part of the grid';
  return `simulated session ${task.set + 1}`;
}
