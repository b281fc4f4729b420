import type { ChoiceLikelihood } from '../contracts/result.ts';
import type { Design } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';

/** What was chosen in each state, and how probable the agent's policy made it, over all trials. */
export function choiceTable({ states = [], actions = [] }: Design, trials: readonly Trial[]): string {
  const rows = states.flatMap(({ title }, state) =>
    actions.flatMap((action, index) => {
      const seen = trials.flatMap(({ stages = [], choices = [] }) =>
        choices.flatMap(({ stage, option, probabilities }) => {
          const met = stages[stage];
          const offered = met?.state === state ? met.options.findIndex((one) => one.action === index) : -1;
          return offered < 0
            ? []
            : [{ chosen: Number(offered === option), probability: probabilities[offered] as number }];
        }),
      );
      if (seen.length === 0) return [];
      const mean = (of: (one: (typeof seen)[number]) => number): string =>
        shortNumber(seen.reduce((sum, one) => sum + of(one), 0) / seen.length);
      return [
        [
          title,
          action.title,
          String(seen.length),
          mean(({ chosen }) => chosen),
          mean(({ probability }) => probability),
        ],
      ];
    }),
  );
  const missed = trials.filter(({ forced }) => forced?.length === 0).length;
  const table = textTable([['state', 'option', 'offered', 'share chosen', "agent's probability"], ...rows]);
  return missed === 0 ? table : `${table}\n\n${missed} of ${trials.length} trials without a choice`;
}

/** `Log-likelihood of 90 recorded choices: -61.2, -0.68 per choice (by chance -1.1)` */
export function likelihoodText({ choices, logLikelihood, byChance }: ChoiceLikelihood): string {
  const what = `Log-likelihood of ${choices} recorded choices`;
  if (choices === 0) return 'No choice between several options is recorded.';
  if (logLikelihood === null)
    return `${what}: none, because the agent's policy never makes one of them (softmax always may)`;
  const each = (sum: number): string => shortNumber(sum / choices);
  return `${what}: ${shortNumber(logLikelihood)}, ${each(logLikelihood)} per choice (by chance ${each(byChance)})`;
}

/** Those of runs of an experiment with recorded choices. */
export const likelihoodsOf = (
  results: readonly { readonly likelihood?: ChoiceLikelihood }[],
): readonly ChoiceLikelihood[] => results.flatMap(({ likelihood }) => likelihood ?? []);

/** The same over seeds: the mean, and the extremes where the agent's own draws make a difference. @param seeds at least one */
export function seedsLikelihoodText(seeds: readonly ChoiceLikelihood[]): string {
  const [first] = seeds as readonly [ChoiceLikelihood];
  const sums = seeds.flatMap(({ logLikelihood }) => logLikelihood ?? []);
  if (seeds.length === 1 || first.choices === 0 || sums.length === 0) return likelihoodText(first);
  const mean = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  return `${likelihoodText({ ...first, logLikelihood: mean })}, ${amongSeeds(sums, seeds.length)}`;
}

function amongSeeds(sums: readonly number[], seeds: number): string {
  if (sums.length < seeds)
    return `the mean of ${sums.length} seeds; under the other ${seeds - sums.length} the agent's policy never makes one of them`;
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  return least === most
    ? `the same under all ${seeds} seeds`
    : `the mean of ${seeds} seeds from ${shortNumber(least)} to ${shortNumber(most)}`;
}
