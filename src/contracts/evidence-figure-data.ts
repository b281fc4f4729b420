/** Which trials speak for a model: it against others, trial by trial. */
export interface EvidenceFigureData {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
  /** What differences are of, with the sign in words, for the axis. */
  readonly axis: string;
  /** One against each other model: the sum of the differences up to each trial. */
  readonly curves: readonly {
    readonly label: string;
    /** Number of the model, for its colour. */
    readonly colour: number;
    readonly cumulative: readonly number[];
  }[];
  /** Differences from the second best model, of single trials; none where curves are sums over subjects. */
  readonly trials: readonly {
    /** From 1. */
    readonly trial: number;
    readonly difference: number;
    /** Number of its condition. */
    readonly condition: number;
  }[];
  readonly conditions: readonly string[];
}
