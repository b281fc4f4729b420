import { shortNumber } from '../../core/short-number.ts';
import type { HeldOutScores } from '../held-out.ts';
import type { ScoreDifference } from '../score-difference.ts';

/** Log likelihood of blocks that were kept out, a trial with data. */
export const heldOutPerTrial = (scores: HeldOutScores): number => heldOutSum(scores) / scores.trials;

/** Log likelihood of all trials that were kept out. */
export const heldOutSum = ({ blocks }: HeldOutScores): number =>
  blocks.reduce((total, { logLikelihood }) => total + logLikelihood, 0);

/** `held out in 5 blocks of successive trials: log-likelihood -1234, -12.3 per trial` */
export const heldOutWords = (scores: HeldOutScores): string =>
  scores.blocks.length === 0
    ? 'nothing was held out: less than two trials have data'
    : `held out in ${scores.blocks.length} blocks of successive trials: log-likelihood ${shortNumber(heldOutSum(scores))}, ${shortNumber(heldOutPerTrial(scores))} per trial`;

/** Differences below 4 matter little, whatever their error says (Sivula, Magnusson & Vehtari 2020, 10.48550/arXiv.2008.10296). */
const little = 4;
/** Standard errors from which a difference is one. */
const clear = 2;

/** `23.1 (standard error 6.2)` */
export const differenceText = ({ sum, error }: ScoreDifference): string =>
  `${shortNumber(sum)}${error === null ? '' : ` (standard error ${shortNumber(error)})`}`;

/**
 * Which model predicts best what was held out, by how much, and whether that matters.
 * @param each what the difference is summed over: `trial`, `subject`
 */
export function heldOutComparison(
  best: string,
  second: string,
  ahead: ScoreDifference,
  each: 'trial' | 'subject',
): string {
  const { sum, error, count } = ahead;
  if (sum === Infinity) return `Held out, ${best} predicts best: ${second} gives some trials no probability at all.`;
  if (!Number.isFinite(sum)) return 'Held out, no two of them give all trials a probability: they are not compared.';
  const by = `its log-likelihood is ${differenceText(ahead)} higher than that of ${second}, ${shortNumber(sum / count)} a ${each}`;
  if (sum < little || error === null)
    return `Held out, ${best} and ${second} predict as well: the log-likelihood of ${best} is ${differenceText(ahead)} higher, too little to matter.`;
  const errors = `${(sum / error).toFixed(1)} standard errors`;
  return sum < clear * error
    ? `Held out, ${best} predicts best, but not clearly: ${by}, which is ${errors}, so that these ${each}s cannot tell them apart.`
    : `Held out, ${best} predicts best: ${by}, which is ${errors}: it matters.`;
}
