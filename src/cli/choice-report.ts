import type { ChoiceLikelihood } from '../contracts/result.ts';
import type { Design } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { shortNumber, textTable } from './output.ts';
import { indented } from './text-width.ts';

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
export function likelihoodLine({ choices, logLikelihood, byChance }: ChoiceLikelihood): string {
  const what = `Log-likelihood of ${choices} recorded choices`;
  if (choices === 0) return 'No choice between several options is recorded.';
  if (logLikelihood === null)
    return indented(`${what}: none, because the agent's policy never makes one of them (softmax always may)`, 0);
  const each = (sum: number): string => shortNumber(sum / choices);
  return indented(
    `${what}: ${shortNumber(logLikelihood)}, ${each(logLikelihood)} per choice (by chance ${each(byChance)})`,
    0,
  );
}
