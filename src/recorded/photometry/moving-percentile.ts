import { intervalOf, type Trace } from './trace.ts';

/** A window of which less than this share has values gives none. */
const minShare = 1 / 3;

/**
 * A percentile of the values in a window around each sample, or of those up to it. Gaps are not bridged: the window
 * holds what was sampled in its seconds.
 * @param share from 0 to 1: of m sorted values, number floor(share (m - 1)) from 0
 * @returns NaN where less than a third of the window has values
 */
export function movingPercentile(
  { times, values }: Trace,
  share: number,
  windowSeconds: number,
  placed: 'centred' | 'trailing',
): Float64Array {
  const [before, after] = placed === 'centred' ? [windowSeconds / 2, windowSeconds / 2] : [windowSeconds, 0];
  const least = (minShare * windowSeconds) / intervalOf(times);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const counts = countsByRank(sorted.length);
  const rankOf = (value: number): number => firstAtLeast(sorted, value);
  let [from, to, inside] = [0, 0, 0];
  return times.map((time) => {
    for (; to < times.length && (times[to] as number) <= time + after; to++) {
      if (Number.isNaN(values[to])) continue;
      counts.add(rankOf(values[to] as number), 1);
      inside++;
    }
    for (; (times[from] as number) < time - before; from++) {
      if (Number.isNaN(values[from])) continue;
      counts.add(rankOf(values[from] as number), -1);
      inside--;
    }
    return inside < least || inside === 0
      ? Number.NaN
      : (sorted[counts.rankOf(Math.floor(share * (inside - 1)))] as number);
  });
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts by rank whose partial sums take log n steps (Fenwick 1994, Software: Practice and Experience 24:327). */
function countsByRank(size: number): {
  add(rank: number, count: number): void;
  /** The rank of number k, from 0, of what is counted. */
  rankOf(k: number): number;
} {
  const tree = new Int32Array(size + 1);
  let top = 1;
  while (top * 2 <= size) top *= 2;
  return {
    add(rank, count) {
      for (let i = rank + 1; i <= size; i += i & -i) tree[i] = (tree[i] as number) + count;
    },
    rankOf(k) {
      let at = 0;
      let rest = k;
      for (let step = top; step > 0; step >>= 1) {
        const next = at + step;
        if (next > size || (tree[next] as number) > rest) continue;
        at = next;
        rest -= tree[next] as number;
      }
      return at;
    },
  };
}
