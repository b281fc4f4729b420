import type { ChoicePopulation, ChoicePopulationSetup } from './choice-population.ts';
import type { FeatureTable } from './architecture.ts';
import type { Channels } from './td-terms.ts';

/**
 * Subjects that run through the same trials in parallel, each with its own parameters. A column is one predictor of one
 * subject: columns are numbered channel x subjects + subject.
 */
export interface PopulationSetup {
  readonly subjects: number;
  /** Predictors per subject. */
  readonly channels: number;
  /** γ per step, one per column. */
  readonly discount: Float32Array;
  /** λ, one per column. */
  readonly traceDecay: Float32Array;
  /** α times the gain for positive errors, and for the others; one per column. */
  readonly positiveRate: Float32Array;
  readonly negativeRate: Float32Array;
  /** What is learned from: the error itself, or its sign. */
  readonly statistic: Channels['statistic'];
  readonly tie?: Channels['tie'];
  /**
   * Groups of features that occur together, directly or through others: features x 1, numbered from 0. A table has
   * features of one group only.
   */
  readonly groupOf: Int32Array;
  /** Length of the window of each average, in steps. */
  readonly windows: readonly number[];
}

/** The part of a window that lies in a trial: active rows [from, to) are added to the window from `at` on. */
export interface WindowPiece {
  readonly window: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** δ <- gain δ + added, with separate gains for positive and negative δ; one number per active row each. */
export interface RowIntervention {
  readonly gainPositive: Float32Array;
  readonly gainNegative: Float32Array;
  readonly added: Float32Array;
}

/**
 * A trial as all subjects run it: its active rows, from the first one with features to the last one from which they
 * learn, which may be the first step of the next trial. In all other steps V = 0 for all subjects and the error is the
 * reward.
 */
export interface PopulationTrial {
  /** Only the active rows. Trials with the same rows share one object. */
  readonly table: FeatureTable;
  /** True if the first active row is the trial's first step, which then ends no transition. */
  readonly isFirstStep: boolean;
  /** True if a new subject starts: weights start at 0. */
  readonly isNaive: boolean;
  readonly plastic: boolean;
  /** 1 for active rows with learning and 0 for others, if they differ. */
  readonly learns?: Float32Array | undefined;
  /** r_t, one per active row. */
  readonly reward: Float32Array;
  readonly interventions: readonly RowIntervention[];
  /** Values that apply to all subjects in this trial. */
  readonly discount?: number | undefined;
  readonly traceDecay?: number | undefined;
  /**
   * Offset around the ring of channels from which errors bootstrap, one per active row; if absent, each channel uses
   * its own next value.
   */
  readonly followers?: Int32Array | undefined;
  readonly pieces: readonly WindowPiece[];
  /** What is read back from the trial: nothing, means over channels, or every channel. */
  readonly keep: 'nothing' | 'means' | 'channels';
}

/** Signals of a trial's active rows: rows x subjects, or rows x columns if every channel is kept. */
export interface KeptSignals {
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** Sums over trials of the signals in a window, means over channels: steps x subjects. */
export interface WindowSums {
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/** State of a population on its compute backend. */
export interface Population {
  /** Runs a trial for all subjects at once. @returns the signals that are kept */
  runTrial(trial: PopulationTrial): Promise<KeptSignals | undefined>;
  sums(): Promise<readonly WindowSums[]>;
  /** Features x columns. */
  weights(): Promise<Float32Array>;
  /** Σ |w| over a subject's weights, now and each time a new subject replaced it: huge or NaN if learning diverged. */
  size(): Promise<Float32Array>;
  dispose(): void;
}

/** Creates populations. Passed in, so that the engine does not depend on a library. */
export interface PopulationMaker {
  /** Name of the compute backend. */
  readonly backend: string;
  create(setup: PopulationSetup): Population;
  createChoosing(setup: ChoicePopulationSetup): ChoicePopulation;
}
