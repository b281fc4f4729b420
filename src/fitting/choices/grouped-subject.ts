import type { ChoiceTrials } from './choice-trials.ts';

/** One of several subjects of a task. */
export interface GroupedSubject {
  readonly subject: string;
  readonly trials: ChoiceTrials;
}
