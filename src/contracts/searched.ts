/**
 * Where a search for a setting that shows a finding looks for values of a number. What a parameter allows is wider: it keeps out what cannot be computed,
 * while these are values that somebody would defend, an order of magnitude or so about what is published.
 * linear: evenly between the ends; log: evenly by factors; rest: what is missing to 1 is even by factors, as of a discount, where .98 is as far from .99 as .8 from .9.
 */
export interface SearchedRange {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log' | 'rest';
}

/** Of a parameter in which nothing is searched: why. */
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

/** Discounts for a second: what is worth a half after .6 s, up to what is worth a half after 70 s. */
export const searchedDiscounts = towardsOne(0.3, 0.99);

/** Of how many predictors or sets there is room for: with fewer it learns the same more coarsely. */
export const onlyRoom = notSearched('room, and no part of the theory');
