import { power } from '../core/power.ts';

/** A predictor with its own discount, and its response to a cue. */
export interface DiscountChannel {
  /** γ, per second. */
  readonly discount: number;
  readonly response: number;
}

/**
 * Weight of the penalty relative to the misfit: more than response noise of a few per cent requires, less than would
 * blur the times.
 */
const penalty = 1e-3;
const rounds = 5000;
/** Iterations stop once shares change by less than this fraction of the largest response. */
const settled = 1e-7;

/**
 * The time distribution of the reward that a cue predicts. A channel responds with Σ_t p(t) γ_k^t, a Laplace transform
 * of the times p, which is inverted by minimising Σ_k (response_k - Σ_t p(t) γ_k^t)² + λ Σ_t p(t)² over p >= 0: an
 * inverse Laplace transform with Tikhonov's penalty (after Masset et al. 2025, who regularise theirs as well). λ is a
 * thousandth of the largest |γ_k^t|² summed over channels.
 * @param seconds times to distinguish
 * @returns share of each time, adding up to 1; NaN if no channel responds
 */
export function decodeTimes(channels: readonly DiscountChannel[], seconds: readonly number[]): readonly number[] {
  const columns = seconds.map((time) => Float64Array.from(channels, ({ discount }) => power(discount, time)));
  const squares = columns.map((column) => column.reduce((sum, x) => sum + x * x, 0));
  const lambda = penalty * Math.max(...squares);
  const misfit = Float64Array.from(channels, ({ response }) => response);
  const p = new Float64Array(seconds.length);
  // Each share in turn is set to its optimum, given the others; the problem is convex, so this converges to its single
  // minimum.
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
