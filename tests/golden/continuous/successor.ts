import type { Features } from './features.ts';
import type { Moment } from './stream.ts';
import { dot, zeros, type Signals } from './signals.ts';

/**
 * V = x·M w. e <- γλ e + x_{t-1}; M_ij += α_M e_i f(x_{t-1} + γ x_t·M - x_{t-1}·M)_j; w += α_w f(r_t - w·x_{t-1}) x_{t-1}; f(δ) = δ for δ > 0,
 * g δ otherwise (Gardner, Schoenbaum & Gershman 2018). The signal is r + γ V(x_t) - V(x_{t-1}), before learning.
 */
export function successor(
  moments: readonly Moment[],
  x: Features,
  {
    alphaM,
    alphaW,
    g,
    lambda,
    gamma,
  }: {
    readonly alphaM: number;
    readonly alphaW: number;
    readonly g: number;
    readonly lambda: number;
    readonly gamma: number;
  },
): Signals {
  const size = x[0]?.length ?? 0;
  const signals: Signals = { rpe: [], value: [] };
  const square = (): number[][] => Array.from({ length: size }, () => zeros(size));
  const followed = (m: readonly number[][], by: readonly number[]): number[] => {
    const sum = zeros(size);
    for (let i = 0; i < size; i++) {
      const share = by[i] as number;
      if (share !== 0) for (let j = 0; j < size; j++) sum[j] = (sum[j] as number) + share * (m[i]?.[j] as number);
    }
    return sum;
  };
  const scaled = (error: number): number => (error > 0 ? error : g * error);
  let [w, e, last] = [zeros(size), zeros(size), zeros(size)];
  let m = square();
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      [w, e, last] = [zeros(size), zeros(size), zeros(size)];
      m = square();
    }
    const now = x[t] as number[];
    const [next, before] = [followed(m, now), followed(m, last)];
    const value = dot(next, w);
    signals.rpe.push(reward + gamma * value - dot(before, w));
    signals.value.push(value);
    for (let i = 0; i < size; i++) e[i] = gamma * lambda * (e[i] as number) + (last[i] as number);
    if (plastic) {
      const missing = before.map((one, j) => scaled((last[j] as number) + gamma * (next[j] as number) - one));
      const unpaid = scaled(reward - dot(w, last));
      for (let i = 0; i < size; i++) {
        const row = m[i] as number[];
        for (let j = 0; j < size; j++) row[j] = (row[j] as number) + alphaM * (e[i] as number) * (missing[j] as number);
        w[i] = (w[i] as number) + alphaW * unpaid * (last[i] as number);
      }
    }
    last = now;
  }
  return signals;
}
