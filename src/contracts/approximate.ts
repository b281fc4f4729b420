/** Which times and numbers of a design may differ from the paper's. Anything not listed is as published. */
export interface Approximate {
  /**
   * Parameters, or a description of times and numbers, that are set to the best of our knowledge but were not checked
   * against the paper's methods.
   */
  readonly unchecked?: readonly string[];
  /** Values that differ from the paper's, by name, and why. */
  readonly changed?: Readonly<Record<string, string>>;
}
