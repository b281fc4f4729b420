import type { Approximate } from '../contracts/approximate.ts';

const asNamed = (name: string): string => name;

/**
 * What of a design is not known to be the paper's, in at most two sentences; none where all is as published.
 * @param labelOf how a parameter's name is shown; names that are words are shown as they are
 */
export function approximateWords(
  { unchecked = [], changed = {} }: Approximate,
  labelOf: (name: string) => string = asNamed,
): readonly string[] {
  const reasons = Object.entries(changed).map(([name, why]) => `${labelOf(name)} (${why})`);
  return [
    ...(unchecked.length === 0
      ? []
      : [`Approximate, not checked against the paper: ${unchecked.map(labelOf).join(', ')}.`]),
    ...(reasons.length === 0 ? [] : [`Not as in the paper: ${reasons.join('; ')}.`]),
  ];
}
