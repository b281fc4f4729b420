import type { ChoicePopulation, ChoicePopulationSetup } from './choice-population.ts';
import type { FeatureTable } from './architecture.ts';
import type { Channels } from './td-terms.ts';

/**
 * Animals that live through the same trials side by side, each with parameters of its own. A column is one predictor of one animal:
 * columns are numbered channel x animals + animal.
 */
export interface PopulationSetup {
  readonly animals: number;
  /** Predictors of each animal. */
  readonly channels: number;
  /** γ per step, one a column. */
  readonly discount: Float32Array;
  /** λ, one a column. */
  readonly traceDecay: Float32Array;
  /** α times the gain for errors above 0, and for the others; one a column. */
  readonly positiveRate: Float32Array;
  readonly negativeRate: Float32Array;
  /** What is learned of an error: itself, or its sign. */
  readonly statistic: Channels['statistic'];
  readonly tie?: Channels['tie'];
  /** Which features are shown together, directly or by others: features x 1, numbers from 0 on. A table has features of one group only. */
  readonly groupOf: Int32Array;
  /** Length of the window of each average, in steps. */
  readonly windows: readonly number[];
}

/** A part of a window that lies in a trial: live rows [from, to) are added to the window from `at` on. */
export interface WindowPiece {
  readonly window: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** δ <- gain δ + added, with a gain for each sign; one number a live row each. */
export interface RowIntervention {
  readonly gainPositive: Float32Array;
  readonly gainNegative: Float32Array;
  readonly added: Float32Array;
}

/**
 * A trial as all animals live through it: its live rows, from the first one with features to the last that teaches them anything, which may
 * be the first step of the next trial. In all other steps V = 0 for everyone and the error is the reward.
 */
export interface PopulationTrial {
  /** The live rows alone. Trials with the same rows have the same object. */
  readonly table: FeatureTable;
  /** True where the first live row is the trial's first step, which then ends no transition. */
  readonly isFirstStep: boolean;
  /** True where the animal is a new one: weights start at 0. */
  readonly isNaive: boolean;
  readonly plastic: boolean;
  /** 1 for live rows that teach and 0 for others, where they differ. */
  readonly learns?: Float32Array | undefined;
  /** r_t, one a live row. */
  readonly reward: Float32Array;
  readonly interventions: readonly RowIntervention[];
  /** Values that hold in this trial for all animals. */
  readonly discount?: number | undefined;
  readonly traceDecay?: number | undefined;
  /** How far round the ring of channels errors look for their next value, one a live row; their own when absent. */
  readonly followers?: Int32Array | undefined;
  readonly pieces: readonly WindowPiece[];
  /** What is read back of the trial: nothing, means over channels, or every channel. */
  readonly keep: 'nothing' | 'means' | 'channels';
}

/** Signals of a trial's live rows: rows x animals, or rows x columns where every channel is kept. */
export interface KeptSignals {
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** Sums over trials of the signals in a window, means over channels: steps x animals. */
export interface WindowSums {
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** State of a population, on whatever computes it. */
export interface Population {
  /** Live through a trial, all at once. @returns what is kept of it */
  runTrial(trial: PopulationTrial): Promise<KeptSignals | undefined>;
  sums(): Promise<readonly WindowSums[]>;
  /** Features x columns. */
  weights(): Promise<Float32Array>;
  /** Σ |w| over an animal's weights, of now and of each time that a new animal took its place: beyond all bounds, or no number, where learning diverged. */
  size(): Promise<Float32Array>;
  dispose(): void;
}

/** Where populations come from. Passed in, so that the engine knows of no library. */
export interface PopulationMaker {
  /** Names what computes. */
  readonly backend: string;
  create(setup: PopulationSetup): Population;
  createChoosing(setup: ChoicePopulationSetup): ChoicePopulation;
}
