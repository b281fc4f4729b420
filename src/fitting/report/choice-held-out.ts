import { shortNumber } from '../../core/short-number.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';
import { heldOutByTrial, type HeldOutScores } from '../held-out.ts';
import { differenceText, heldOutSum } from './held-out-words.ts';
import { scoredModels } from './scored-models.ts';

const scoresOf = (fits: readonly SubjectFit[]): readonly HeldOutScores[] =>
  fits.flatMap(({ heldOut }) => (heldOut === undefined ? [] : [heldOut]));

/** Log likelihood of choices that were kept out, a choice. */
const aChoice = (scores: readonly HeldOutScores[]): number =>
  scores.reduce((sum, one) => sum + heldOutSum(one), 0) / scores.reduce((sum, { trials }) => sum + trials, 0);

/** How likely choices are that were kept out of a model's fits; none if none were. */
export function heldOutLines(fits: readonly SubjectFit[]): readonly string[] {
  const scores = scoresOf(fits);
  if (scores.length === 0) return [];
  const blocks = scores.map((one) => one.blocks.length);
  const [least, most] = [Math.min(...blocks), Math.max(...blocks)];
  const each = aChoice(scores);
  return [
    `held out in ${least === most ? '' : `${least} to `}${most} blocks${scores.length > 1 ? ' of each subject' : ''}: log-likelihood ${shortNumber(each)} a choice, a probability of ${Math.exp(each).toFixed(3)}`,
  ];
}

interface OfModel {
  readonly title: string;
  readonly own: readonly SubjectFit[];
}

/** Of the cells of comparedHeldOut(). */
export const heldOutHeadings = ['held out, a choice', 'minus the best'] as const;

/** What models predict of choices that were kept out; undefined if none were. */
export function comparedHeldOut(models: readonly OfModel[]) {
  const scores = models.map(({ own }) => scoresOf(own));
  if (scores.some((own) => own.length === 0)) return undefined;
  const each = scores[0]?.length === 1 ? ('trial' as const) : ('subject' as const);
  const { behind, words } = scoredModels(
    models.map(({ title }, i) => ({
      title,
      scores: (scores[i] ?? []).flatMap((one) => (each === 'trial' ? heldOutByTrial(one) : [heldOutSum(one)])),
    })),
    each,
  );
  return { words, cells: behind.map((one, i) => [shortNumber(aChoice(scores[i] ?? [])), differenceText(one)]) };
}
