import type { Features } from './features.ts';
import { dot, zeros, type Signals } from './signals.ts';
import type { Moment } from './stream.ts';

/**
 * δ_t = r_t + γ V(x_t) - V(x_{t-1}); e <- γλ e + x_{t-1} (accumulating), max(γλ e, x_{t-1}) (replacing, Singh & Sutton 1996), or
 * γλ e + (1 - α γλ e·x_{t-1}) x_{t-1} (dutch, true online TD(λ): van Seijen & Sutton 2014); w += α δ e, with dutch traces
 * w += α (δ + V - V_old) e - α (V - V_old) x_{t-1}. While learning is off α is 0, also in the dutch trace.
 */
export function td(
  moments: readonly Moment[],
  x: Features,
  {
    alpha,
    gamma,
    lambda,
    trace,
  }: { readonly alpha: number; readonly gamma: number; readonly lambda: number; readonly trace: string },
): Signals {
  const size = x[0]?.length ?? 0;
  const signals: Signals = { rpe: [], value: [] };
  let [w, e, last] = [zeros(size), zeros(size), zeros(size)];
  let old = 0;
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      [w, e, last] = [zeros(size), zeros(size), zeros(size)];
      old = 0;
    }
    const now = x[t] as number[];
    const [next, before] = [dot(w, now), dot(w, last)];
    const delta = reward + gamma * next - before;
    signals.rpe.push(delta);
    signals.value.push(next);
    const rate = plastic ? alpha : 0;
    const traced = gamma * lambda * dot(e, last);
    for (let i = 0; i < size; i++) {
      const faded = gamma * lambda * (e[i] as number);
      const seen = last[i] as number;
      e[i] =
        trace === 'accumulating'
          ? faded + seen
          : trace === 'replacing'
            ? Math.max(faded, seen)
            : faded + (1 - rate * traced) * seen;
    }
    for (let i = 0; i < size; i++) {
      const step =
        trace === 'dutch'
          ? (delta + before - old) * (e[i] as number) - (before - old) * (last[i] as number)
          : delta * (e[i] as number);
      w[i] = (w[i] as number) + rate * step;
    }
    old = next;
    last = now;
  }
  return signals;
}

/** δ_t = r_t - ρ + V(x_t) - V(x_{t-1}); w += α δ x_{t-1}; ρ += η (r_t - ρ), in every step (Tsitsiklis & Van Roy 1999; Daw & Touretzky 2002). */
export function averageReward(
  moments: readonly Moment[],
  x: Features,
  { alpha, eta }: { readonly alpha: number; readonly eta: number },
): Signals {
  const size = x[0]?.length ?? 0;
  const signals: Signals = { rpe: [], value: [] };
  let [w, last] = [zeros(size), zeros(size)];
  let rho = 0;
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      [w, last] = [zeros(size), zeros(size)];
      rho = 0;
    }
    const now = x[t] as number[];
    const next = dot(w, now);
    const delta = reward - rho + next - dot(w, last);
    signals.rpe.push(delta);
    signals.value.push(next);
    if (plastic) {
      for (let i = 0; i < size; i++) w[i] = (w[i] as number) + alpha * delta * (last[i] as number);
      rho += eta * (reward - rho);
    }
    last = now;
  }
  return signals;
}
