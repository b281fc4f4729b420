import type { Features } from './features.ts';
import type { Moment } from './stream.ts';
import { dot, zeros, type Signals } from './signals.ts';

/**
 * d = r + γ V(x_t) - V(x_{t-1}); σ = max(σ_min, Σ_i x_i σ_i / Σ_i x_i) over x_{t-1}, σ_0 without active features; δ = d / σ; w += α δ x_{t-1};
 * σ_i += η x_i (|d| - σ_i).
 */
export function rangeNormalised(
  moments: readonly Moment[],
  x: Features,
  {
    alpha,
    eta,
    initial,
    least,
    gamma,
  }: {
    readonly alpha: number;
    readonly eta: number;
    readonly initial: number;
    readonly least: number;
    readonly gamma: number;
  },
): Signals {
  const size = x[0]?.length ?? 0;
  const signals: Signals = { rpe: [], value: [] };
  let [w, last, spreads] = [zeros(size), zeros(size), zeros(size).map(() => initial)];
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) [w, last, spreads] = [zeros(size), zeros(size), zeros(size).map(() => initial)];
    const now = x[t] as number[];
    const error = reward + gamma * dot(w, now) - dot(w, last);
    const seen = last.reduce((sum, one) => sum + one, 0);
    const spread = seen === 0 ? initial : Math.max(least, dot(last, spreads) / seen);
    signals.rpe.push(error / spread);
    signals.value.push(dot(w, now));
    if (plastic) {
      for (let i = 0; i < size; i++) {
        const on = last[i] as number;
        w[i] = (w[i] as number) + (alpha * error * on) / spread;
        spreads[i] = (spreads[i] as number) + eta * on * (Math.abs(error) - (spreads[i] as number));
      }
    }
    last = now;
  }
  return signals;
}
