import type { Result } from '../spec/result.ts';
import type { TrialSession } from '../engine/trial-session.ts';

/** What can be exported: a session with what it has shown so far, and how many seconds it took. */
export interface DisplayedRun {
  readonly session: TrialSession;
  readonly result: Result;
  readonly seconds: number;
}
