import type { Averages, DeclaredSignature } from './paradigm.ts';
import type { SummaryResult } from './result.ts';

/**
 * What a model says of a paradigm, by the findings that nothing but the agent puts in. A finding of which a control does not hold is not judged.
 * pass: every finding is shown; partly: some are; fail: none is, of those that are judged; controls-failed: none is judged, for a control;
 * undefined: none could be measured; not-applicable: the agent cannot live in the paradigm's world; error: it could not be run to its end.
 */
export type BenchVerdict = 'pass' | 'partly' | 'fail' | 'controls-failed' | 'undefined' | 'not-applicable' | 'error';

/** One signature over several seeds. */
export interface BenchSignature extends DeclaredSignature {
  /** What each seed measured, in their order; null where it is undefined. */
  readonly values: readonly (number | null)[];
  /** Mean over the seeds in which it is defined; null where there is none. */
  readonly measured: number | null;
  /** 95 % confidence interval of that mean, by bootstrap over seeds; null for fewer than two. */
  readonly interval: readonly [number, number] | null;
  /** Seeds in which it is defined. */
  readonly defined: number;
  /** Share of these that satisfy the expectation, each by itself; null where there is none. */
  readonly passRate: number | null;
  /** Whether the whole interval satisfies the expectation; null where it does and some seeds are undefined, or all are. */
  readonly pass: boolean | null;
}

/** Averages over seeds of one condition, for the figure behind a cell. */
export type BenchCondition = Pick<Averages, 'align' | 't' | 'n' | 'marks' | 'rpe'> & {
  readonly id: string;
  readonly title: string;
};

/** One cell of the matrix paradigm x agent. */
export interface BenchCell {
  readonly paradigm: string;
  readonly agent: string;
  /** How many seeds, from 1 on. */
  readonly seeds: number;
  readonly verdict: BenchVerdict;
  readonly signatures: readonly BenchSignature[];
  /** What the figure behind the cell shows: means over seeds, and the summaries of the first seed. */
  readonly conditions: readonly BenchCondition[];
  readonly summaries: readonly SummaryResult[];
  /** Computing time, all seeds. */
  readonly seconds: number;
  /** Why it could not be run to its end. */
  readonly error?: string;
}
