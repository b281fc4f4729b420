/** Where the times and numbers of a design are not known to be the paper's. What is not named is as published. */
export interface Approximate {
  /** Parameters, or times and numbers in words, that are as far as is known, but were not checked against the paper's methods. */
  readonly unchecked?: readonly string[];
  /** Those that are not the paper's, by name, and why. */
  readonly changed?: Readonly<Record<string, string>>;
}
