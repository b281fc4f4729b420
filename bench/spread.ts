import { median, quantile } from 'simple-statistics';
import type { Usage } from './usage.ts';

/** Several measurements of one thing. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median([...values]),
  lowerQuartile: quantile([...values], 0.25),
  upperQuartile: quantile([...values], 0.75),
});

/** Such as `1.20 (1.18 to 1.31)`: the median and the quartiles. */
export function spreadText(values: readonly number[], shown = significant): string {
  const { median: middle, lowerQuartile, upperQuartile } = spreadOf(values);
  return `${shown(middle)} (${shown(lowerQuartile)} to ${shown(upperQuartile)})`;
}

/** Three digits, or all of a larger whole number. */
export const significant = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);

/** Such as `2.10 x numpy (2.05 to 2.20)`: ratios of measurements that were made one right after the other. */
export function ratioText(pairs: readonly (readonly [numerator: number, denominator: number])[], name: string): string {
  const ratios = pairs.map(([numerator, denominator]) => numerator / denominator);
  const { median: middle, lowerQuartile, upperQuartile } = spreadOf(ratios);
  return `${significant(middle)} x ${name} (${significant(lowerQuartile)} to ${significant(upperQuartile)})`;
}

/** How much slower is too slow. */
const tolerated = 1.05;

/**
 * Whether ours is over 5 % slower beyond the spread: the lower quartile of our times is above the upper quartile of
 * theirs by more than 5 %.
 */
export const isSlower = (ours: readonly number[], theirs: readonly number[]): boolean =>
  spreadOf(ours).lowerQuartile > tolerated * spreadOf(theirs).upperQuartile;

/** Processor time, time and peak memory, each with its spread. */
export function usageText(runs: readonly Usage[]): string {
  const of = (name: keyof Usage) => spreadText(runs.map((run) => run[name]));
  return `${of('cpu')} CPU s; ${of('wall')} s; peak ${of('megabytes')} MB`;
}

/** How many times as fast as another program, in processor time and by the clock, and what that one used. */
export function againstUsage(
  { ours, theirs }: Readonly<Record<'ours' | 'theirs', readonly Usage[]>>,
  name: string,
): string {
  const ratio = (time: 'cpu' | 'wall', words: string) =>
    ratioText(
      theirs.map((one, round) => [one[time], (ours[round] as Usage)[time]]),
      words,
    );
  return `${ratio('cpu', `as fast as ${name} in CPU`)}; ${ratio('wall', 'by the clock')}; ${name}: ${usageText(theirs)}`;
}

/**
 * Measures each thing once a round, in turn; every other round in the reverse order, so that what follows what is not
 * always the same.
 */
export function alternated<K extends string, T>(
  rounds: number,
  measures: Readonly<Record<K, () => T>>,
): Readonly<Record<K, readonly T[]>> {
  const names = Object.keys(measures) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) found[name].push(measures[name]());
  return found;
}
