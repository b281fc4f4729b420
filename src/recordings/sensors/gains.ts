/** What a sensor shows of errors that its response has filtered, as a change from its level without errors. */
export interface Gains {
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Lowest change. */
  readonly floor: number;
  /** Change when saturated; Infinity if it is linear. */
  readonly ceiling: number;
}

/** max(floor, x / (1 + x / ceiling) - gainNegative n), x = gainPositive p, of filtered positive and negative errors. */
export function changeOf({ gainPositive, gainNegative, floor, ceiling }: Gains, p: number, n: number): number {
  const rise = gainPositive * p;
  return Math.max(floor, rise / (1 + rise / ceiling) - gainNegative * n);
}
