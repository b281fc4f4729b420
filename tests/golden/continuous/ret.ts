import type { Moment } from './stream.ts';
import { zeros, type Signals } from './signals.ts';

/** Rounds in which reinforcements are attributed. */
const rounds = 20;

/**
 * r̄ = Σ_i λ_i x_i, with the background as one of the stimuli; the signal in each step is r_t - r̄ dt, with r̄ of the previous step. At every change of stimuli, from
 * all observations so far: λ_i = R_i / N_i, N_i = n0 + seconds with i, R_i = r0 + the share λ_i / r̄ of the reinforcements with i (Gallistel & Gibbon
 * 2000; Gershman 2025). A punishment is not a reinforcement.
 */
export function rateEstimation(
  moments: readonly Moment[],
  { cues, contexts, stepSeconds }: { readonly cues: number; readonly contexts: number; readonly stepSeconds: number },
  r0: number,
  n0: number,
): Signals {
  const size = cues + contexts;
  const signals: Signals = { rpe: [], value: [] };
  let rates: number[] = [];
  /** Sets of simultaneous stimuli: seconds and reinforcements. */
  let together = new Map<string, { readonly there: readonly number[]; seconds: number; reinforcements: number }>();
  let last: readonly number[] = [size];
  const expected = (there: readonly number[]): number => there.reduce((sum, i) => sum + (rates[i] as number), 0);
  for (const moment of moments) {
    if (moment.isNaive) {
      rates = zeros(size + 1).map(() => r0 / n0);
      together = new Map();
      last = [size];
    }
    signals.rpe.push(moment.reward - expected(last) * stepSeconds);
    const there = [...moment.on, ...(moment.context < 0 ? [] : [cues + moment.context]), size].sort((a, b) => a - b);
    if (moment.plastic) {
      const key = last.join();
      const known = together.get(key) ?? { there: last, seconds: 0, reinforcements: 0 };
      known.seconds += stepSeconds;
      known.reinforcements += Math.max(0, moment.reward);
      together.set(key, known);
    }
    const isQuiet = there.join() === last.join() && moment.reward === 0;
    last = there;
    const times = isQuiet || !moment.plastic ? 0 : rounds;
    for (let round = 0; round < times; round++) {
      const [shares, seconds] = [zeros(size + 1).map(() => r0), zeros(size + 1).map(() => n0)];
      for (const { there: company, seconds: spent, reinforcements } of together.values()) {
        const rate = expected(company);
        for (const i of company) {
          shares[i] = (shares[i] as number) + (reinforcements * (rates[i] as number)) / rate;
          seconds[i] = (seconds[i] as number) + spent;
        }
      }
      rates = shares.map((share, i) => share / (seconds[i] as number));
    }
    signals.value.push(expected(there));
  }
  return signals;
}
