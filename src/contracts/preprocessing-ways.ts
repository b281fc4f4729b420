/** One of many ways to preprocess a session, and how models fare with the signal that it gives. */
interface PreprocessingWay {
  /** What is chosen at each step that ways differ in, in the order of the steps. */
  readonly choices: readonly string[];
  /** In the order of the models. Those of different ways cannot be compared: their signals differ. */
  readonly logLikelihoods: readonly number[];
  /** Index of the model that wins; undefined if the second is too near, or it fits only upside down. */
  readonly winner: number | undefined;
}

/** Models under many ways to preprocess a session. */
export interface PreprocessingWays {
  /** Titles of the models. */
  readonly models: readonly string[];
  /** Index of the model that the others are compared with: the one that wins most often. */
  readonly leading: number;
  /** Names of the steps that ways differ in, e.g. `fit of the control`. */
  readonly steps: readonly string[];
  readonly ways: readonly PreprocessingWay[];
  /** A model wins if its log-likelihood exceeds the second by this. */
  readonly minMargin: number;
}
