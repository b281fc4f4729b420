import type { Trial } from '../../../src/contracts/trial.ts';
import { zeros, type Signals } from './signals.ts';

/** What a rule has learned of each stimulus. */
interface Learned {
  readonly v: number[];
  readonly excitatory: number[];
  readonly inhibitory: number[];
  readonly alpha: number[];
}

interface Outcome {
  readonly present: readonly number[];
  readonly lambda: number;
  readonly isRewarded: boolean;
}

/** One trial of a rule; `predicted` is Σ V of what is present, before the trial. */
export interface TrialLevel {
  /** α of a new stimulus. */
  readonly alpha: number;
  learn(learned: Learned, outcome: Outcome, predicted: number): void;
}

const at = (numbers: readonly number[], i: number): number => numbers[i] as number;

/** Rescorla & Wagner 1972: ΔV_i = αβ (λ - ΣV), with β smaller without reward. */
export const rescorlaWagner = (rate: number, omissionRatio: number): TrialLevel => ({
  alpha: 0,
  learn({ v }, { present, lambda, isRewarded }, predicted) {
    for (const i of present) v[i] = at(v, i) + rate * (isRewarded ? 1 : omissionRatio) * (lambda - predicted);
  },
});

/** Mackintosh 1975: ΔV_i = α_i β (λ - V_i); Δα_i = θ (|λ - Σ_{j≠i} V_j| - |λ - V_i|), within bounds. */
export const mackintosh = (rate: number, attention: number, theta: number, least: number): TrialLevel => ({
  alpha: attention,
  learn({ v, alpha }, { present, lambda }, predicted) {
    const before = [...v];
    for (const i of present) {
      const [own, others] = [lambda - at(before, i), lambda - (predicted - at(before, i))];
      v[i] = at(before, i) + at(alpha, i) * rate * own;
      alpha[i] = Math.min(1, Math.max(least, at(alpha, i) + theta * (Math.abs(others) - Math.abs(own))));
    }
  },
});

/** Pearce & Hall 1980, Pearce, Kaye & Hall 1982: ΔV^E_i = β_E α_i λ if λ > ΣV, else ΔV^I_i = β_I α_i |λ - ΣV|; α_i <- γ |λ - ΣV| + (1 - γ) α_i. */
export const pearceHall = (
  betaE: number,
  betaI: number,
  associability: number,
  gamma: number,
  ceiling: number,
): TrialLevel => ({
  alpha: associability,
  learn({ v, excitatory, inhibitory, alpha }, { present, lambda }, predicted) {
    const error = lambda - predicted;
    for (const i of present) {
      if (error > 0) excitatory[i] = at(excitatory, i) + betaE * at(alpha, i) * lambda;
      else inhibitory[i] = at(inhibitory, i) + betaI * at(alpha, i) * Math.abs(error);
      v[i] = at(excitatory, i) - at(inhibitory, i);
      alpha[i] = Math.min(ceiling, gamma * Math.abs(error) + (1 - gamma) * at(alpha, i));
    }
  },
});

/** Li et al. 2011: ΔV_i = κ α_i (λ - ΣV); α_i <- η |λ - ΣV| + (1 - η) α_i. */
export const hybrid = (kappa: number, associability: number, eta: number, ceiling: number): TrialLevel => ({
  alpha: associability,
  learn({ v, alpha }, { present, lambda }, predicted) {
    const error = lambda - predicted;
    for (const i of present) {
      v[i] = at(v, i) + kappa * at(alpha, i) * error;
      alpha[i] = Math.min(ceiling, eta * Math.abs(error) + (1 - eta) * at(alpha, i));
    }
  },
});

/**
 * One error per trial, λ - ΣV with λ the sum of its outcomes, at the last outcome; without outcomes, λ = 0 at the end of its cues. A cue is present from
 * its onset to the last outcome, or, if none follows, to the end of all cues of the trial; a context from the interval before the trial to the last of
 * these, and throughout a trial without events. Value is ΣV of the present stimuli.
 */
export function trialLevel(
  trials: readonly Trial[],
  { cues, contexts }: { readonly cues: number; readonly contexts: number },
  { alpha, learn }: TrialLevel,
): Signals {
  const size = cues + contexts;
  const all = (number: number): number[] => zeros(size).map(() => number);
  const fresh = (): Learned => ({ v: all(0), excitatory: all(0), inhibitory: all(0), alpha: all(alpha) });
  const signals: Signals = { rpe: [], value: [] };
  let learned = fresh();
  for (const [n, trial] of trials.entries()) {
    if (n > 0 && trial.group !== trials[n - 1]?.group) learned = fresh();
    const window = trial.steps - trial.zeroStep;
    const last = trial.outcomes.at(-1)?.step ?? -1;
    const cuesEnd = Math.max(-1, ...trial.cues.map(({ onset, steps }) => onset + steps - 1));
    const leaves = (onset: number): number => (last >= onset ? last : cuesEnd);
    const placeEnds = Math.max(last, ...trial.cues.map(({ onset }) => leaves(onset)));
    const presentAt = (step: number): number[] => {
      const shown = trial.cues.filter(({ onset }) => onset <= step && step <= leaves(onset)).map(({ cue }) => cue);
      return [
        ...new Set(shown),
        ...(trial.context >= 0 && step <= (placeEnds < 0 ? window : placeEnds) ? [cues + trial.context] : []),
      ];
    };
    const steps = Array.from({ length: window }, (_, step) => step);
    const ends = last >= 0 ? last : (steps.findLast((step) => presentAt(step).length > 0) ?? -1);
    const valueAt = (step: number): number => presentAt(step).reduce((sum, i) => sum + at(learned.v, i), 0);
    for (let step = -trial.zeroStep; step < window; step++) {
      signals.rpe.push(0);
      signals.value.push(valueAt(step));
    }
    if (ends < 0) continue;
    const predicted = valueAt(ends);
    const lambda = trial.outcomes.reduce((sum, { magnitude }) => sum + magnitude, 0);
    signals.rpe[signals.rpe.length - window + ends] = lambda - predicted;
    if (trial.plastic)
      learn(
        learned,
        { present: presentAt(ends), lambda, isRewarded: trial.outcomes.some(({ delivered }) => delivered) },
        predicted,
      );
  }
  return signals;
}
