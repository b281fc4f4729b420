import type { Averages, Expectation } from './paradigm.ts';
import type { SummaryResult } from './result.ts';

/**
 * What a model says of a paradigm. pass: every signature is shown; fail: none of the findings is; partly: anything between;
 * not-applicable: the agent cannot live in the paradigm's world; error: it could not be run to its end.
 */
export type BenchVerdict = 'pass' | 'partly' | 'fail' | 'not-applicable' | 'error';

/** One signature over several seeds. */
export interface BenchSignature {
  readonly id: string;
  readonly role: 'finding' | 'control';
  readonly claim: string;
  readonly source: string;
  readonly quantity: string;
  readonly expected: Expectation;
  /** Mean over seeds; null where it could not be measured. */
  readonly measured: number | null;
  /** 95 % confidence interval of the mean. */
  readonly interval: readonly [number, number] | null;
  /** Share of seeds that satisfy the expectation. */
  readonly passRate: number;
  readonly pass: boolean;
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
