import type { BenchSignature } from '../contracts/bench.ts';
import type { Expectation } from '../contracts/paradigm.ts';
import { bearing, controlsAgainst, countFindings } from './verdict.ts';

/**
 * Orders settings of one agent in one paradigm by how close they are to showing every finding. First those that show
 * more of the counted findings, then those in which fewer controls fail, then those further inside the expected range,
 * or less far outside it.
 * @param judged the signatures of each setting, in the same order
 * @returns indices, the closest first; ties in input order
 */
export function closestFirst(judged: readonly (readonly BenchSignature[])[]): readonly number[] {
  const scales = scalesOf(judged);
  const ranked = judged.map((signatures, index) => ({
    index,
    shown: countFindings(signatures).shown,
    against: controlsAgainst(signatures).length,
    margin: marginOf(signatures, scales),
  }));
  return ranked
    .sort(
      (one, other) =>
        other.shown - one.shown || one.against - other.against || other.margin - one.margin || one.index - other.index,
    )
    .map(({ index }) => index);
}

/**
 * By the signature's id: the median distance from its bound over settings, which makes signatures with different units
 * comparable.
 */
function scalesOf(judged: readonly (readonly BenchSignature[])[]): ReadonlyMap<string, number> {
  return new Map(
    (judged[0] ?? []).map(({ id }, i) => [
      id,
      middle(judged.map((signatures) => Math.abs(insideBy(signatures[i] as BenchSignature)))),
    ]),
  );
}

function middle(distances: readonly number[]): number {
  const known = distances.filter((one) => Number.isFinite(one) && one > 0).sort((one, other) => one - other);
  return known[known.length >> 1] ?? 1;
}

/** From -1 to 1: if all are as expected, the smallest of the signatures; otherwise their mean. */
function marginOf(signatures: readonly BenchSignature[], scales: ReadonlyMap<string, number>): number {
  const margins = bearing(signatures).map((one) => saturated(insideBy(one), scales.get(one.id) as number));
  const least = Math.min(...margins);
  return least > 0 ? least : margins.reduce((sum, one) => sum + one, 0) / margins.length;
}

/** One hopeless signature must not hide differences in the others. */
const saturated = (distance: number, scale: number): number =>
  distance === -Infinity ? -1 : distance / (Math.abs(distance) + scale);

/** Smallest distance inside the expected range; below 0 outside, -Infinity if a seed is undefined. */
export function insideBy({
  measured,
  interval,
  expected,
  defined,
  values,
}: Pick<BenchSignature, 'measured' | 'interval' | 'expected' | 'defined' | 'values'>): number {
  if (measured === null || defined < values.length) return -Infinity;
  return Math.min(...(interval ?? [measured]).map((end) => distanceInside(end, expected)));
}

function distanceInside(
  measured: number,
  { above = -Infinity, below = Infinity, about, within = 0 }: Expectation,
): number {
  const distance = Math.min(
    measured - above,
    below - measured,
    about === undefined ? Infinity : within - Math.abs(measured - about),
  );
  // A number that is not finite satisfies no expectation.
  return Number.isFinite(distance) ? distance : -Infinity;
}
