import { power } from '../core/power.ts';

/** A predictor with a discount of its own, and what it answered to a cue. */
export interface DiscountChannel {
  /** γ, per second. */
  readonly discount: number;
  readonly response: number;
}

/** Weight of the penalty against that of the misfit: more than noise of a few per cent in the responses asks for, less than blurs the time. */
const penalty = 1e-3;
const rounds = 5000;
/** Shares that change by less than this part of the largest response have come to where they stay. */
const settled = 1e-7;

/**
 * When the reward that a cue foretells will come. A channel answers Σ_t p(t) γ_k^t, a Laplace transform of the times p, which is undone by
 * minimising Σ_k (response_k - Σ_t p(t) γ_k^t)² + λ Σ_t p(t)² over p >= 0: an inverse Laplace transform with Tikhonov's penalty (after
 * Masset et al. 2025, who regularise theirs as well). λ is a thousandth of the largest |γ_k^t|² summed over channels.
 * @param seconds times that are told apart
 * @returns share of each time, adding up to 1; NaN where no channel answers
 */
export function decodeTimes(channels: readonly DiscountChannel[], seconds: readonly number[]): readonly number[] {
  const columns = seconds.map((time) => Float64Array.from(channels, ({ discount }) => power(discount, time)));
  const squares = columns.map((column) => column.reduce((sum, x) => sum + x * x, 0));
  const lambda = penalty * Math.max(...squares);
  const misfit = Float64Array.from(channels, ({ response }) => response);
  const p = new Float64Array(seconds.length);
  // Each time in turn takes its best share, given the others; the problem is convex, so this ends at its one minimum.
  const least = settled * Math.max(...channels.map(({ response }) => Math.abs(response)));
  let moved = Infinity;
  for (let round = 0; round < rounds && moved > least; round++) {
    moved = 0;
    for (let t = 0; t < p.length; t++) {
      const column = columns[t] as Float64Array;
      const old = p[t] as number;
      let overlap = 0;
      for (let k = 0; k < column.length; k++) overlap += (column[k] as number) * (misfit[k] as number);
      const best = Math.max(0, (overlap + (squares[t] as number) * old) / ((squares[t] as number) + lambda));
      if (best === old) continue;
      for (let k = 0; k < column.length; k++) misfit[k] = (misfit[k] as number) - (best - old) * (column[k] as number);
      p[t] = best;
      moved = Math.max(moved, Math.abs(best - old));
    }
  }
  const total = p.reduce((sum, share) => sum + share, 0);
  return Array.from(p, (share) => share / total);
}
