import { shareOfLargest } from '../measures/numbers.ts';
import type { Measure } from './experiment.ts';

/** Fraction of the published range below which two numbers read off a figure count as equal. */
export const readingError = 0.05;

/**
 * The remaining fraction of ongoing behaviour, such as bar pressing, under fear: 1 without fear, 0 once the fear equals
 * the value of a whole US.
 */
export const ongoing = (fear: number, largestUs: number): number => Math.max(0, 1 - Math.max(0, fear) / largestUs);

/**
 * Suppression ratio: behaviour during the CS, over behaviour during the CS and in an equal time before it. 0.5 without
 * fear of the CS, 0 if the CS stops all of it. NaN if there is no behaviour to suppress.
 */
export const suppressionRatio = (during: number, before: number): number => during / (during + before);

/**
 * A number in the paper's measure, from the conditioned response during the CS and before it (reward units). response:
 * unchanged; elevation: during minus before; suppression: (before - during) / before of ongoing behaviour, divided by
 * that during the CS instead if it is larger.
 */
export function measured(measure: Measure, during: number, before: number, largestUs: number): number {
  const [duringCs, beforeCs] = [ongoing(during, largestUs), ongoing(before, largestUs)];
  switch (measure) {
    case 'response':
      return during;
    case 'elevation':
      return during - before;
    case 'suppression':
      return shareOfLargest(beforeCs - duringCs, [beforeCs, duringCs]);
    case 'suppression ratio':
      return suppressionRatio(duringCs, beforeCs);
  }
}

/**
 * The same number, oriented so that more means more conditioned responding: a suppression ratio r becomes 1 - 2r, 0
 * without fear and 1 for complete suppression.
 */
export const responding = (measure: Measure, value: number): number =>
  measure === 'suppression ratio' ? 1 - 2 * value : value;

// Equal except for rounding.
const sameNumber = 1e-9;

/**
 * Agreement in rank between model and paper: pairs in the same order minus pairs in the opposite order, over all pairs
 * that the published numbers distinguish. 1: all in the same order; 0: chance level, or all equal; NaN if no pair
 * differs.
 */
export function rankAgreement(published: readonly number[], model: readonly number[]): number {
  const minDifference = readingError * (Math.max(...published) - Math.min(...published));
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < published.length; i++) {
    for (let j = 0; j < i; j++) {
      const told = (published[i] as number) - (published[j] as number);
      if (Math.abs(told) <= minDifference) continue;
      const shown = (model[i] as number) - (model[j] as number);
      pairs += 1;
      sum += Math.abs(shown) < sameNumber ? 0 : Math.sign(told) * Math.sign(shown);
      if (Number.isNaN(shown)) return Number.NaN;
    }
  }
  return pairs === 0 ? Number.NaN : sum / pairs;
}

/** Upper 5 % point of Kendall's rank correlation of n unrelated numbers, in its normal approximation (Kendall 1938, Biometrika 30:81). */
export const chanceAgreement = (n: number): number =>
  Number((1.645 * Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1)))).toFixed(2));

/**
 * The numbers of single trials as means over sessions of equal length; session 0, if there is one, is the first trial
 * alone.
 */
export function sessionMeans(trials: readonly number[], sessions: number, firstSession: 0 | 1): readonly number[] {
  const blocks = firstSession === 0 ? sessions - 1 : sessions;
  const block = (k: number): number =>
    mean(trials.slice(Math.floor((k * trials.length) / blocks), Math.floor(((k + 1) * trials.length) / blocks)));
  return [
    ...(firstSession === 0 ? [trials[0] ?? Number.NaN] : []),
    ...Array.from({ length: blocks }, (_, k) => block(k)),
  ];
}

/** NaN for an empty list. */
export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
