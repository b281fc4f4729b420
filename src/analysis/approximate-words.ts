import type { Approximate } from '../contracts/approximate.ts';

const asNamed = (name: string): string => name;

/**
 * What in a design may differ from the paper's, in at most two sentences; none if all is as published.
 * @param labelOf how a parameter's name is displayed; names that are words are displayed unchanged
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
