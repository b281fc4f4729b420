import type { Averages, DeclaredSignature } from './paradigm.ts';
import type { SummaryResult } from './result.ts';

/**
 * What a model says of a paradigm. pass: every signature is shown; fail: none of the findings is; partly: anything between;
 * undefined: none of the findings could be measured; not-applicable: the agent cannot live in the paradigm's world; error: it could not be
 * run to its end.
 */
export type BenchVerdict = 'pass' | 'partly' | 'fail' | 'undefined' | 'not-applicable' | 'error';

/** One signature over several seeds. */
export interface BenchSignature extends DeclaredSignature {
  /** Mean over the seeds in which it is defined; null where there is none. */
  readonly measured: number | null;
  /** 95 % confidence interval of the mean. */
  readonly interval: readonly [number, number] | null;
  /** Seeds in which it is defined. */
  readonly defined: number;
  /** Share of these that satisfy the expectation; null where there is none. */
  readonly passRate: number | null;
  /** null where it is undefined in all seeds, or in some while the others show it. */
  readonly pass: boolean | null;
}

/** Averages over seeds of one condition, for the figure behind a cell. */
export type BenchCondition = Pick<Averages, 'align' | 't' | 'n' | 'marks' | 'rpe'> & { readonly id: string; readonly title: string };

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
