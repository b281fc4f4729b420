/** Actor-critics that run through the same trials in parallel, each with its own parameters, one number per subject. */
export interface ChoicePopulationSetup {
  readonly subjects: number;
  /** The design's states, and the features of actions in them (contracts/choice-features.ts). */
  readonly states: number;
  readonly pairs: number;
  readonly criticRate: Float32Array;
  readonly actorRate: Float32Array;
  readonly traceDecay: Float32Array;
  /** γ per step. */
  readonly discount: Float32Array;
  /** β of a softmax over action preferences. */
  readonly inverseTemperature: Float32Array;
}

/**
 * A trial with choices. The stages that a subject reaches depend on its choices; the random draws behind the choices
 * are the same for all.
 */
export interface ChoicePopulationTrial {
  /** True if a new subject starts: weights start at 0. */
  readonly isNaive: boolean;
  readonly plastic: boolean;
  /** The first is where the trial begins; each stage comes after the stages it can follow. None if nothing is chosen. */
  readonly stages: readonly ChoicePopulationStage[];
  readonly discount?: number | undefined;
  readonly traceDecay?: number | undefined;
}

export interface ChoicePopulationStage {
  readonly state: number;
  /** Steps since the previous stage; 1 for the first. */
  readonly sinceLast: number;
  /** Uniform on [0, 1): picks the option whose interval of cumulative probability contains it. */
  readonly draw: number;
  /** Index of the option that all subjects take, whatever the draw. */
  readonly forced?: number | undefined;
  readonly options: readonly {
    readonly pair: number;
    readonly next?: number | undefined;
    /** Its outcomes: steps after the stage, and amounts. With no outcome and no next stage, no error follows. */
    readonly outcomes: readonly { readonly after: number; readonly magnitude: number }[];
  }[];
}

/** One number per subject; undefined for subjects that did not reach the stage. */
export interface StageSignals {
  /** Index of the chosen option; -1 if the subject did not reach the stage. */
  readonly option: Float32Array;
  /** The probability of each option under the subject's policy. */
  readonly probabilities: readonly Float32Array[];
  /** Error at the stage, and at the end of what was chosen there, in value units at the time of the choice. */
  readonly error: Float32Array;
  readonly endError: Float32Array;
  /** The value predicted from the stage on. */
  readonly value: Float32Array;
}

export interface ChoicePopulation {
  runTrial(trial: ChoicePopulationTrial): Promise<readonly StageSignals[]>;
  /** Action preferences, pairs x subjects. */
  weights(): Promise<Float32Array>;
  /** Σ |w| of each subject over preferences and values: huge or NaN if learning diverged. */
  size(): Promise<Float32Array>;
  dispose(): void;
}
