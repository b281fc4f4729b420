import { blocksOf, heldOutOf, type HeldOutScores, type TrialRange } from '../held-out.ts';
import { fitStart, type FitOptions } from '../fit.ts';
import { bestOf } from '../optimise/multi-start.ts';
import { valuesAt } from '../problem.ts';
import type { ChoiceModel } from './choice-model.ts';
import { choicesMade, type ChoiceTrials } from './choice-trials.ts';

/**
 * Fits without each of some blocks of a subject's trials, and scores the choices of the block, each given all that came
 * before it: the model learns from all trials.
 * @param blocks how many; fewer if there are not two choices for each
 * @throws InputError if the model cannot produce the others' choices
 */
export function heldOutChoices(
  trials: ChoiceTrials,
  model: ChoiceModel,
  { blocks, seed, starts }: FitOptions & { readonly blocks: number },
): HeldOutScores {
  const parameters = model.parameters(trials.options);
  return {
    trials: choicesMade(trials),
    blocks: choiceBlocks(trials, blocks).map(([from, to]) => {
      const likelihood = model.likelihood(trials, (trial) => trial < from || trial >= to);
      const ends = Array.from({ length: starts }, (_, start) => fitStart({ parameters, likelihood }, seed, start));
      return heldOutOf([from, to], model.byTrial(valuesAt(parameters, bestOf(ends).best.point), trials));
    }),
  };
}

/**
 * Where what was learned is forgotten often enough, whole rounds between such places, which tell nothing of each other's
 * trials but the parameters; otherwise successive trials.
 */
export function choiceBlocks({ choice, starts }: ChoiceTrials, blocks: number): readonly TrialRange[] {
  const edges = [0, ...starts.filter((one) => one > 0 && one < choice.length), choice.length];
  const isKnown = Array.from(choice, (option) => option >= 0);
  const hasChoice = edges.slice(1).map((to, round) => isKnown.slice(edges[round], to).includes(true));
  if (hasChoice.filter(Boolean).length < blocks) return blocksOf(isKnown, blocks);
  return blocksOf(hasChoice, blocks, 1).map(([from, to]) => [edges[from], edges[to]]);
}
