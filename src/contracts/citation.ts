/** Where a claim, a model or a number comes from. */
export interface Citation {
  /** Authors, year, journal, as one would print it. */
  readonly text: string;
  readonly doi?: string;
}

/** The licence of data whose source states none. Such data are not copied: the program has figures derived from them, and cites them. */
export const noneStated = 'none stated: derived figures, cited';

/** Where recorded numbers were read. */
export interface DataSource {
  /** A repository with its commit, or a paper's figure. */
  readonly from: string;
  /** The source's own, by its SPDX name where it has one; `noneStated` if it states none. */
  readonly licence: string;
}

/** What is said of all recorded numbers. */
export interface Recorded {
  /** Who recorded them. */
  readonly citation: Citation;
  readonly sources: readonly DataSource[];
  /** Of what, and how many. */
  readonly n: string;
}
