/** Why some agents do not show what a paper reported, or show what they should not: said beside the cells of the matrix. */
export interface Note {
  /** Ids of the agents that it is about. */
  readonly agents: readonly string[];
  /** Ids of the signatures that it is about; the paradigm as a whole when absent. */
  readonly signatures?: readonly string[];
  /** One sentence or a few. */
  readonly why: string;
  /** Measured numbers that `why` names; a test runs each of them again. */
  readonly numbers?: readonly NoteNumber[];
}

/** A number that a note names: the mean of a signature over seeds from 1 on, with the paradigm's parameters of the bench. */
export interface NoteNumber {
  /** As `why` has it, with as many digits as hold, such as `0.25`. */
  readonly text: string;
  readonly agent: string;
  readonly signature: string;
  /** As many as in the bench when absent. */
  readonly seeds?: number;
  /** Parameters that are not the defaults, named as `--set` names them. */
  readonly set?: Readonly<Record<string, number | string | boolean>>;
}
