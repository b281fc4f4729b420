/** Posteriors of the same parameters from several kinds of data. */
export interface PosteriorFigureData {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
  readonly panels: readonly PosteriorPanel[];
}

export interface PosteriorPanel {
  /** With symbol and unit. */
  readonly title: string;
  readonly isLog: boolean;
  readonly curves: readonly {
    readonly label: string;
    /** Number of the label among all, for the colour. */
    readonly colour: number;
    readonly values: readonly number[];
    /** Per unit of the value. */
    readonly density: readonly number[];
  }[];
}
