import type { AnimalResult } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';

/** A way of letting animals live side by side through the same trials. */
export interface Lockstep {
  /** Names what computes. */
  readonly backend: string;
  /** Trials of a session. */
  readonly trials: number;
  /** Animals side by side: more than these follow after them, so that memory is bounded whatever their number. */
  readonly chunk: number;
  /** Whole sessions. @param specs one an animal, of one seed. @returns how to judge the animal at a place */
  runAll(specs: readonly TrialSpec[]): Promise<(place: number, animal: number, spec: TrialSpec) => AnimalResult>;
  /** Seconds that a trial takes, the mean over some of them. */
  secondsATrial(specs: readonly TrialSpec[]): Promise<number>;
  /** Judges an animal that has shown nothing, to see how long that takes. */
  judgeBlank(spec: TrialSpec): void;
}
