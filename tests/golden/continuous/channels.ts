import type { Features } from './features.ts';
import type { Moment } from './stream.ts';
import { dot, zeros } from './signals.ts';

/** One of many predictors: its discount per step, and what it learns from an error. */
export interface Predictor {
  readonly gamma: number;
  learned(error: number): number;
}

/** Dabney et al. 2020: α α⁺ δ above 0, α α⁻ δ below, with τ = α⁺ / (α⁺ + α⁻) at the middles of equal parts and α⁺ + α⁻ the largest gain. */
export const expectiles = (count: number, alpha: number, gamma: number, largest: number): readonly Predictor[] =>
  Array.from({ length: count }, (_, i) => {
    const tau = (i + 0.5) / count;
    return { gamma, learned: (error) => alpha * largest * (error > 0 ? tau : 1 - tau) * error };
  });

/** α τ above 0, -α (1 - τ) below; 0 at 0 (Dabney et al. 2020), or α τ (τ - 1[δ < 0]: Dabney et al. 2018). */
export const quantiles = (count: number, alpha: number, gamma: number, tie: string): readonly Predictor[] =>
  Array.from({ length: count }, (_, i) => {
    const tau = (i + 0.5) / count;
    return {
      gamma,
      learned: (error) =>
        error > 0 || (error === 0 && tie === 'up') ? alpha * tau : error < 0 ? -alpha * (1 - tau) : 0,
    };
  });

/** Discounts per second from the smallest to the largest, both included, evenly spaced (Masset et al. 2025; Sousa et al. 2025). */
export const timescales = (
  count: number,
  alpha: number,
  smallest: number,
  largest: number,
  stepSeconds: number,
): readonly Predictor[] =>
  Array.from({ length: count }, (_, i) => ({
    gamma: (smallest + ((largest - smallest) * i) / (count - 1)) ** stepSeconds,
    learned: (error) => alpha * error,
  }));

/** δ_i = r_t + γ_i V_i(x_t) - V_i(x_{t-1}), each predictor separately, step by step. */
export function channels(
  moments: readonly Moment[],
  x: Features,
  predictors: readonly Predictor[],
): { readonly rpe: number[]; readonly value: number[] } {
  const size = x[0]?.length ?? 0;
  const signals: { rpe: number[]; value: number[] } = { rpe: [], value: [] };
  let weights = predictors.map(() => zeros(size));
  let last = zeros(size);
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      weights = predictors.map(() => zeros(size));
      last = zeros(size);
    }
    const now = x[t] as number[];
    for (const [i, { gamma, learned }] of predictors.entries()) {
      const w = weights[i] as number[];
      const value = dot(w, now);
      const delta = reward + gamma * value - dot(w, last);
      signals.rpe.push(delta);
      signals.value.push(value);
      if (!plastic) continue;
      const step = learned(delta);
      for (let k = 0; k < size; k++) w[k] = (w[k] as number) + step * (last[k] as number);
    }
    last = now;
  }
  return signals;
}

/** The mean over predictors in each step, which is the signal. */
export const means = (each: readonly number[], count: number): number[] =>
  Array.from(
    { length: each.length / count },
    (_, t) => each.slice(t * count, (t + 1) * count).reduce((sum, one) => sum + one, 0) / count,
  );
