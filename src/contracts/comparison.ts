import type { Averages } from './paradigm.ts';

/** How far the predictions of several arms lie apart, trial by trial. */
export interface Differences {
  /**
   * Of each trial: the largest root mean square difference of RPE between any two arms, over the steps from time zero to the
   * trial's end; reward units.
   */
  readonly perTrial: readonly number[];
  /**
   * The most different trial of each kind (group, phase, type), by index, the most different first; what differs by rounding alone is
   * left out.
   */
  readonly most: readonly number[];
}

/** What one arm of a comparison (a model, a manipulated animal, its control) shows. */
export interface ComparedArm {
  readonly id: string;
  readonly title: string;
  /** Id of the agent, or the ids of its parts. */
  readonly agent: string;
  /** Ids of what is done to it, in order; none for a control. */
  readonly manipulations: readonly string[];
  /** The same conditions, in the same order, in every arm. */
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly averages: Averages }[];
}

export interface MarkedTrial {
  /** Index, from 0. */
  readonly trial: number;
  readonly label: string;
}

/** Runs of one schedule beside one another, as plain data for a figure. */
export interface ComparisonData {
  /** What a file of it is called, without an ending. */
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly arms: readonly ComparedArm[];
  readonly differences: Differences;
  /** What the trials are in which the arms differ most, the most different first. */
  readonly marked: readonly MarkedTrial[];
  readonly provenance: string;
}
