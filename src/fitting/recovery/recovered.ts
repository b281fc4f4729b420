import type { FreeParameter } from '../free-parameter.ts';

/** One simulated recording, fitted by the model that made it. Plain data. */
export interface RecoveryDraw {
  /** Values. */
  readonly truth: readonly number[];
  readonly estimate: readonly number[];
  /** Whether the 95 % interval of each holds the truth; null if there are no intervals. */
  readonly covered: readonly boolean[] | null;
  readonly atBound: readonly boolean[];
  /** Searches that ended at the maximum, of so many. */
  readonly agreeing: number;
  readonly starts: number;
  /** Number of maxima that are nearly as good. */
  readonly modes: number;
  /** Of the fit. */
  readonly failure?: string;
}

/** How well one parameter is recovered. Null where a number is none, as with estimates that are all the same. */
export interface RecoveredParameter extends Pick<FreeParameter, 'id' | 'title' | 'symbol' | 'unit'> {
  /** Correlation of estimates with the truth. */
  readonly r: number | null;
  /** Of their ranks (Spearman). */
  readonly rankR: number | null;
  /** Of estimates on the truth: below 1 they are drawn to the middle. */
  readonly slope: number | null;
  /** Mean of estimate - truth. */
  readonly bias: number | null;
  /** Share of estimates that are off by more than `farOff` says. */
  readonly off: number | null;
  readonly farOff: string;
  /** Share of 95 % intervals that hold the truth. */
  readonly coverage: number | null;
  /** Share of estimates at an end of the range. */
  readonly atBound: number;
}
