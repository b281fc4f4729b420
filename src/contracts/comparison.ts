import type { Averages } from './paradigm.ts';

/** Differences between the predictions of several arms, trial by trial. */
export interface Differences {
  /**
   * For each trial: the largest root mean square difference in RPE between any two arms, from time zero to the trial's
   * end; reward units.
   */
  readonly perTrial: readonly number[];
  /**
   * The trial with the largest difference of each kind (group, phase, type), by index, largest first; differences due
   * only to rounding are left out.
   */
  readonly most: readonly number[];
}

/** The results of one arm of a comparison (a model, a manipulated subject, its control). */
interface ComparedArm {
  readonly id: string;
  readonly title: string;
  /** Id of the agent, or the ids of its parts. */
  readonly agent: string;
  /** Ids of its manipulations, in order; none for a control. */
  readonly manipulations: readonly string[];
  /** Unit of the recorded signal. */
  readonly rateUnit: string;
  /** Name of its sensor; absent for neurons. */
  readonly recording?: string | undefined;
  /** The same conditions, in the same order, in every arm. */
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly averages: Averages }[];
}

export interface MarkedTrial {
  /** Index, from 0. */
  readonly trial: number;
  readonly label: string;
}

/** Runs of one schedule side by side, as plain data for a figure. */
export interface ComparisonData {
  /** The file name for it, without an extension. */
  readonly name: string;
  readonly title: string;
  /** What the averages are over. */
  readonly nOf: 'trials' | 'seeds';
  readonly note: string;
  /** What the arms are compared in: what their sensor shows, or the RPE. */
  readonly signal: 'rpe' | 'rate';
  readonly arms: readonly ComparedArm[];
  readonly differences: Differences;
  /** The trials in which the arms differ most, largest difference first. */
  readonly marked: readonly MarkedTrial[];
  readonly provenance: string;
}
