import { timeConstant } from '../../contracts/parameters.ts';
import { searchedDiscounts } from '../../contracts/searched.ts';

/** Common to all objectives that learn a distribution of return. */
export const populationParameters = {
  discount: timeConstant({
    perSecond: 'kept',
    default: 0.9,
    defaultPerStep: 0.98,
    min: 0,
    max: 1,
    symbol: 'γ',
    searched: searchedDiscounts,
    help: 'Discount per second of delay of a reward; in stepped environments, per step',
  }),
};

/** The middles of `count` equal parts of [from, to], in order. */
export const evenly = (count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);

/** `count` numbers, at least two, from `from` to `to`, both included, at equal distances. */
export const endToEnd = (count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from * (1 - i / (count - 1)) + to * (i / (count - 1)));
