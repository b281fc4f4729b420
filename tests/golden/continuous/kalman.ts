import type { Features } from './features.ts';
import type { Moment } from './stream.ts';
import { dot, zeros, type Signals } from './signals.ts';

const identity = (size: number, scale: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? scale : 0)));

/**
 * h = x_{t-1} - γ x_t; Σ <- Σ + q I; K = Σh / (h·Σh + s); δ_t = r_t - h·w; w += K δ; Σ <- Σ - K (Σh)ᵀ; from w = 0, Σ = c I (Gershman 2015).
 * While learning is off, Σ does not change. A step without previous features is an observation only if onsets teach.
 */
export function kalmanTd(
  moments: readonly Moment[],
  x: Features,
  {
    c,
    s,
    q,
    gamma,
    onsetsTeach,
  }: {
    readonly c: number;
    readonly s: number;
    readonly q: number;
    readonly gamma: number;
    readonly onsetsTeach: boolean;
  },
): Signals {
  const size = x[0]?.length ?? 0;
  const signals: Signals = { rpe: [], value: [] };
  let [w, last] = [zeros(size), zeros(size)];
  let sigma = identity(size, c);
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      [w, last] = [zeros(size), zeros(size)];
      sigma = identity(size, c);
    }
    const now = x[t] as number[];
    const delta = reward + gamma * dot(w, now) - dot(w, last);
    signals.rpe.push(delta);
    signals.value.push(dot(w, now));
    if (plastic) for (let i = 0; i < size; i++) (sigma[i] as number[])[i] = (sigma[i]?.[i] as number) + q;
    if (plastic && (onsetsTeach || last.some((one) => one !== 0))) {
      const h = last.map((one, i) => one - gamma * (now[i] as number));
      const sh = sigma.map((row) => dot(row, h));
      const spread = dot(h, sh) + s;
      for (let i = 0; i < size; i++) {
        const gain = (sh[i] as number) / spread;
        w[i] = (w[i] as number) + gain * delta;
        const row = sigma[i] as number[];
        for (let j = 0; j < size; j++) row[j] = (row[j] as number) - gain * (sh[j] as number);
      }
    }
    last = now;
  }
  return signals;
}
