/** Actor-critics that live through the same trials side by side, each with parameters of its own, one number an animal. */
export interface ChoicePopulationSetup {
  readonly animals: number;
  /** The design's states, and what can be learned about actions in them (contracts/choice-features.ts). */
  readonly states: number;
  readonly pairs: number;
  readonly criticRate: Float32Array;
  readonly actorRate: Float32Array;
  readonly traceDecay: Float32Array;
  /** γ per step. */
  readonly discount: Float32Array;
  /** β of a softmax over inclinations. */
  readonly inverseTemperature: Float32Array;
}

/** A trial with choices. Which stages an animal comes to depends on what it chooses; the draws by which it chooses are the same for all. */
export interface ChoicePopulationTrial {
  /** True where the animal is a new one: weights start at 0. */
  readonly isNaive: boolean;
  readonly plastic: boolean;
  /** The first is where the trial begins; a stage follows only on stages before it. */
  readonly stages: readonly ChoicePopulationStage[];
  readonly discount?: number | undefined;
  readonly traceDecay?: number | undefined;
}

export interface ChoicePopulationStage {
  readonly state: number;
  /** Steps since the stage before it; 1 for the first. */
  readonly sinceLast: number;
  /** Uniform on [0, 1): the option is that in whose share of the probabilities it falls. */
  readonly draw: number;
  readonly options: readonly {
    readonly pair: number;
    readonly next?: number | undefined;
    /** What it brings: steps after the stage, and how much. With none, and no next stage, nothing more is heard of it. */
    readonly outcomes: readonly { readonly after: number; readonly magnitude: number }[];
  }[];
}

/** One number an animal; none of them mean anything for animals that did not come to the stage. */
export interface StageSignals {
  /** Index of the chosen option; -1 where the animal did not come to the stage. */
  readonly option: Float32Array;
  /** Error at the stage, and at the end of what was chosen there, in units of worth at the choice that they are of. */
  readonly error: Float32Array;
  readonly endError: Float32Array;
  /** What is expected from the stage on. */
  readonly value: Float32Array;
}

export interface ChoicePopulation {
  runTrial(trial: ChoicePopulationTrial): Promise<readonly StageSignals[]>;
  /** Inclinations, pairs x animals. */
  weights(): Promise<Float32Array>;
  /** Σ |w| of each animal over inclinations and values: beyond all bounds, or no number, where learning diverged. */
  size(): Promise<Float32Array>;
  dispose(): void;
}
