/** The exponent of each option, and its derivatives by the parameters: [option * size + parameter]. */
export interface Exponents {
  readonly size: number;
  readonly of: Float64Array;
  readonly slopes: Float64Array;
}

/** What draws choices to options: a term of the exponents. */
export interface Pull {
  begin(values: Float64Array): void;
  restart(): void;
  /** Adds its term in a state, with its derivatives. */
  add(state: number, to: Exponents): void;
  learn(state: number, option: number, reward: number): void;
}
