/** One number that a fit has to give. */
export interface Check {
  readonly what: string;
  readonly measured: string;
  /** What it has to be, and where that is from. */
  readonly expected: string;
  /** Undefined for a number that is reported without being required. */
  readonly passes?: boolean;
}

export const fixed = (value: number, digits = 3): string => value.toFixed(digits);
