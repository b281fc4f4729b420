/**
 * Why some agents do not show what a paper reported, or show what they should not: displayed with the cells of the
 * matrix.
 */
export interface Note {
  /** Ids of the agents it is about. */
  readonly agents: readonly string[];
  /** Ids of the signatures it is about; the whole paradigm if absent. */
  readonly signatures?: readonly string[];
  /** One sentence or a few. */
  readonly why: string;
  /** Measured numbers that `why` quotes; a test reproduces each of them. */
  readonly numbers?: readonly NoteNumber[];
}

/** A number that a note quotes: the mean of a signature over seeds from 1 on, with the paradigm's bench parameters. */
export interface NoteNumber {
  /** As written in `why`, with as many digits as are reproducible, such as `0.25`. */
  readonly text: string;
  readonly agent: string;
  readonly signature: string;
  /** Number of seeds; the bench's if absent. */
  readonly seeds?: number;
  /** Non-default parameters, named as for `--set`. */
  readonly set?: Readonly<Record<string, number | string | boolean>>;
}
