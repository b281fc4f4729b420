import type { DeclaredSignature, LineFit, SummarySeries } from './paradigm.ts';
import type { Recorded } from './citation.ts';

export interface SignatureResult extends DeclaredSignature {
  /** null if undefined: there are no such trials, or it is a quotient whose denominator is close to 0. */
  readonly measured: number | null;
  /** null if undefined, which is neither a pass nor a failure. */
  readonly pass: boolean | null;
}

export interface SummaryResult {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Category names, if the x of the points is categorical: x is then an index, from 0. */
  readonly categories?: readonly string[];
  readonly xScale: 'linear' | 'log';
  readonly layout: 'tuning' | 'second-on-first';
  readonly series: readonly FittedSeries[];
  readonly recorded?: Recorded & { readonly series: readonly FittedSeries[] };
}

export interface FittedSeries extends SummarySeries {
  readonly fit?: LineFit;
}

/** How probable the policy of an agent makes choices that were recorded. */
export interface ChoiceLikelihood {
  /** Recorded choices between at least two options. */
  readonly choices: number;
  /** Σ ln P(choice); null if the policy excludes one of them. */
  readonly logLikelihood: number | null;
  /** The same if all options were equally probable. */
  readonly byChance: number;
}
