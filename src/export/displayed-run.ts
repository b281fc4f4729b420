import type { Result } from '../spec/result.ts';
import type { TrialSession } from '../engine/trial-session.ts';

/** The input of an export: a session with its current results, and its computing time in seconds. */
export interface DisplayedRun {
  readonly session: TrialSession;
  readonly result: Result;
  readonly seconds: number;
}
