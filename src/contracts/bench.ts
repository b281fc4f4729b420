import type { Averages, DeclaredSignature } from './paradigm.ts';
import type { SummaryResult } from './result.ts';

/**
 * The verdict on a model in a paradigm, from the findings that only the agent can produce. A finding whose control does
 * not hold is not judged. pass: every finding is shown; partly: some are; fail: none of the judged ones is;
 * controls-failed: none is judged, because a control failed; undefined: none could be measured; not-applicable: the
 * agent cannot run in the paradigm; error: the run failed.
 */
export type BenchVerdict = 'pass' | 'partly' | 'fail' | 'controls-failed' | 'undefined' | 'not-applicable' | 'error';

/** One signature over several seeds. */
export interface BenchSignature extends DeclaredSignature {
  /** The measured value of each seed, in order; null if undefined. */
  readonly values: readonly (number | null)[];
  /** Mean over the seeds in which it is defined; null if there are none. */
  readonly measured: number | null;
  /** 95 % confidence interval of the mean, by bootstrap over seeds; null for fewer than two seeds. */
  readonly interval: readonly [number, number] | null;
  /** Number of seeds in which it is defined. */
  readonly defined: number;
  /** Fraction of these that satisfy the expectation individually; null if there are none. */
  readonly passRate: number | null;
  /**
   * Whether the whole interval satisfies the expectation; null if it does but some seeds are undefined, or if all are.
   */
  readonly pass: boolean | null;
}

/** Averages over seeds of one condition, for the figure behind a matrix cell. */
export type BenchCondition = Pick<Averages, 'align' | 't' | 'n' | 'marks' | 'rpe'> & {
  readonly id: string;
  readonly title: string;
};

/** One cell of the matrix paradigm x agent. */
export interface BenchCell {
  readonly paradigm: string;
  readonly agent: string;
  /** Number of seeds, counted from 1. */
  readonly seeds: number;
  readonly verdict: BenchVerdict;
  readonly signatures: readonly BenchSignature[];
  /** Data of the figure behind the cell: means over seeds, and the summaries of the first seed. */
  readonly conditions: readonly BenchCondition[];
  readonly summaries: readonly SummaryResult[];
  /** Computing time of all seeds. */
  readonly seconds: number;
  /** Why the run failed. */
  readonly error?: string;
}
