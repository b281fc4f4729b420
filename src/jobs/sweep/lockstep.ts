import type { SubjectResult } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';

/** A method for running the same trials with many subjects in parallel. */
export interface Lockstep {
  /** Name of the compute backend. */
  readonly backend: string;
  /** Trials of a session. */
  readonly trials: number;
  /** Subjects in parallel: further ones run afterwards, so that memory is bounded. */
  readonly chunk: number;
  /**
   * Whole sessions. @param specs one per subject, of one seed. @returns a function that judges the subject at an index
   */
  runAll(specs: readonly TrialSpec[]): Promise<(place: number, subject: number, spec: TrialSpec) => SubjectResult>;
  /** Mean seconds per trial, over some of them. */
  secondsATrial(specs: readonly TrialSpec[]): Promise<number>;
  /** Judges a subject without results, to measure how long that takes. */
  judgeBlank(spec: TrialSpec): void;
}
