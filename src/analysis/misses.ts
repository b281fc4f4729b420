import type { BenchSignature } from '../contracts/bench.ts';
import type { Expectation } from '../contracts/paradigm.ts';
import type { Miss } from '../contracts/search.ts';
import { insideBy } from './closeness.ts';
import { bearing } from './verdict.ts';

/** The size of a limit of 0: the error of an animal that is not told from none, as in most paradigms. */
const smallest = 0.05;

/**
 * What keeps a cell from passing, the largest first: of the signatures that its letter depends on those that are missed,
 * with how far the farther end of the interval lies outside what is expected.
 */
export const missesOf = (signatures: readonly BenchSignature[]): readonly Miss[] =>
  bearing(signatures)
    .filter(({ pass }) => pass !== true)
    .map((one) => ({ id: one.id, limits: limitsOutside(one) }))
    .sort((one, other) => (other.limits ?? Infinity) - (one.limits ?? Infinity) || 0);

function limitsOutside(signature: BenchSignature): number | null {
  const inside = insideBy(signature);
  return inside === -Infinity ? null : Math.max(0, -inside) / limitOf(signature.expected);
}

/** What a limit measures: half the width of a range, or the distance of a bound from 0. */
function limitOf({ above, below, about, within = 0 }: Expectation): number {
  if (about !== undefined) return within || smallest;
  if (above !== undefined && below !== undefined) return (below - above) / 2 || smallest;
  return Math.abs(above ?? below ?? 0) || smallest;
}

/** `misses blocking by 40 % of its limit, extinction by 210 %; acquisition is undefined` */
export function missText(misses: readonly Miss[]): string {
  const measured = misses.flatMap(({ id, limits }) => (limits === null ? [] : [`${id} by ${percent(limits)}`]));
  const undefinedOnes = misses.filter(({ limits }) => limits === null).map(({ id }) => id);
  return [
    ...(measured.length === 0 ? [] : [`misses ${measured.join(', ').replace(' %', ' % of its limit')}`]),
    ...(undefinedOnes.length === 0 ? [] : [`undefined: ${undefinedOnes.join(', ')}`]),
  ].join('; ');
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
