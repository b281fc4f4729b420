import type { DeclaredSignature, LineFit, SummarySeries } from './paradigm.ts';
import type { Citation } from './citation.ts';

export interface SignatureResult extends DeclaredSignature {
  /** null where it is undefined: there are no such trials, or it is a quotient of which the denominator is next to nothing. */
  readonly measured: number | null;
  /** null where it is undefined, which is neither a pass nor a failure. */
  readonly pass: boolean | null;
}

export interface SummaryResult {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Names that the x of points counts, from 0, where it is no amount. */
  readonly categories?: readonly string[];
  readonly xScale: 'linear' | 'log';
  readonly layout: 'tuning' | 'second-on-first';
  readonly series: readonly FittedSeries[];
  readonly recorded?: { readonly citation: Citation; readonly n: string; readonly series: readonly FittedSeries[] };
}

export interface FittedSeries extends SummarySeries {
  readonly fit?: LineFit;
}
