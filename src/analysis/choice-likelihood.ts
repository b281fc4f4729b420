import type { ChoiceLikelihood } from '../contracts/result.ts';
import { logProbability, type StepChoice, type Trial } from '../contracts/trial.ts';

/** @param choices of each trial, as a session or its `ReusableSession` gave them */
export function likelihoodOf(choices: Iterable<readonly StepChoice[]>): ChoiceLikelihood {
  const sum = { choices: 0, logLikelihood: 0, byChance: 0 };
  for (const made of choices)
    for (const choice of made) {
      const { length } = choice.probabilities;
      if (length < 2) continue;
      sum.choices += 1;
      sum.logLikelihood += logProbability(choice);
      sum.byChance -= Math.log(length);
    }
  return { ...sum, logLikelihood: sum.logLikelihood === -Infinity ? null : sum.logLikelihood };
}

/** Of the trials that have run; undefined if no choices are recorded: an agent explains its own choices perfectly well. */
export function recordedLikelihood(trials: readonly Trial[]): ChoiceLikelihood | undefined {
  if (!trials.some(({ forced }) => forced !== undefined)) return undefined;
  return likelihoodOf(trials.map(({ forced, choices = [] }) => (forced === undefined ? [] : choices)));
}
