/**
 * Probability that two samples whose numbers are drawn alike differ in their ranks at least as much as these, in either
 * direction: the exact test of Mann & Whitney (1947, Annals of Mathematical Statistics 18:50-60). Equal numbers count as
 * half.
 */
export function rankTest(one: readonly number[], other: readonly number[]): number {
  const whole = one.length * other.length;
  const larger = one.reduce(
    (sum, a) => sum + other.reduce((count, b) => count + (a > b ? 1 : a === b ? 0.5 : 0), 0),
    0,
  );
  const ways = waysOf(one.length, other.length);
  const all = ways.reduce((sum, count) => sum + count, 0);
  const distance = Math.abs(larger - whole / 2);
  const asFar = ways.reduce((sum, count, u) => sum + (Math.abs(u - whole / 2) >= distance ? count : 0), 0);
  return asFar / all;
}

/** In how many orders of m and n numbers U pairs have the one of the m larger, for U from 0 to m n. */
function waysOf(m: number, n: number): readonly number[] {
  // For i of the m, with each number of the n from 0 on; none of the m are larger than any.
  let ways = Array.from({ length: n + 1 }, (): readonly number[] => [1]);
  for (let i = 1; i <= m; i++) {
    const more: (readonly number[])[] = [[1]];
    // The largest is one of the i, and larger than all j; or one of the j.
    for (let j = 1; j <= n; j++) more.push(added(ways[j] as readonly number[], j, more[j - 1] as readonly number[]));
    ways = more;
  }
  return ways[n] as readonly number[];
}

/** Sums of `one`, moved up by `shift`, and `other`. */
const added = (one: readonly number[], shift: number, other: readonly number[]): readonly number[] =>
  Array.from({ length: one.length + shift }, (_, u) => (one[u - shift] ?? 0) + (other[u] ?? 0));
