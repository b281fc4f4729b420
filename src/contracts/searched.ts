/**
 * The range in which a search for a setting looks for a number. A parameter's allowed range is wider: it excludes only
 * what cannot be computed, while this is the defensible range, about an order of magnitude around published values.
 * linear: uniform; log: log-uniform; rest: 1 - x is log-uniform, as for a discount, where .98 is as far from .99 as .8
 * is from .9.
 */
export interface SearchedRange {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log' | 'rest';
}

/** Why a parameter is not searched. */
export interface NotSearched {
  readonly never: string;
}

export type Searched = SearchedRange | NotSearched;

export const evenly = (min: number, max: number): SearchedRange => ({ min, max, scale: 'linear' });
export const byFactors = (min: number, max: number): SearchedRange => ({ min, max, scale: 'log' });
export const towardsOne = (min: number, max: number): SearchedRange => ({ min, max, scale: 'rest' });
export const notSearched = (never: string): NotSearched => ({ never });

/** Learning rates: from a thousand trials to one. */
export const searchedRates = byFactors(0.002, 1);

/** Discounts per second: from a half-life of .6 s to one of 70 s. */
export const searchedDiscounts = towardsOne(0.3, 0.99);

/** Capacities (number of predictors or sets): with fewer the agent learns the same thing more coarsely. */
export const onlyRoom = notSearched('capacity, not part of the theory');
