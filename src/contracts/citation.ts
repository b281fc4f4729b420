/** Where a claim, a model or a number comes from. */
export interface Citation {
  /** Authors, year, journal, as one would print it. */
  readonly text: string;
  readonly doi?: string;
}
