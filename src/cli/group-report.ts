import { shortNumber } from '../core/short-number.ts';
import type { GroupModelFit, GroupOfModels } from '../fitting/group/group-of-models.ts';
import type { ModelSelection } from '../fitting/group/model-selection.ts';
import type { TitledModel } from '../fitting/group/titled-model.ts';
import { groupNumbers, groupWords, notSelected, riskWords } from '../fitting/report/group-numbers.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/**
 * Groups model by model, and which models the population uses.
 * @param who is in the group, in words
 */
export function groupReport(models: readonly TitledModel[], group: GroupOfModels, who: string): string {
  const { contrast } = group;
  return [
    `${groupWords(who, contrast?.reference)}:`,
    ...models.flatMap((model) => {
      const own = group.models.find((one) => one.model === model.id);
      return own === undefined ? [] : ['', model.title, ...modelLines(model, own, contrast?.reference)];
    }),
    ...(group.selection === undefined ? [] : ['', ...selectionLines(models, group.selection, who)]),
    ...(group.selection !== undefined || group.models.length < 2 ? [] : ['', notSelected]),
  ].join('\n');
}

function modelLines({ parameters }: TitledModel, fit: GroupModelFit, reference: string | undefined): readonly string[] {
  const { means, effects, words, failure, warnings } = groupNumbers(parameters, fit);
  const ends = (interval: readonly number[]): string => interval.map(shortNumber).join(' to ');
  return [
    ...(means.length === 0
      ? []
      : [
          textTable([
            [
              '  parameter',
              reference === undefined ? 'mean' : `mean of ${reference}`,
              '95 % interval',
              'spread of points',
            ],
            ...means.map(({ id, mean, interval, spread }) => [
              `  ${id}`,
              shortNumber(mean),
              ends(interval),
              shortNumber(spread),
            ]),
          ]),
        ]),
    ...(effects.length === 0
      ? []
      : [
          textTable([
            ['  parameter', 'difference', 'on points', '95 % interval', ''],
            ...effects.map(({ id, name, estimate, interval, leavesOutZero }) => [
              `  ${id}`,
              name,
              shortNumber(estimate),
              ends(interval),
              leavesOutZero ? 'its interval leaves out 0' : '',
            ]),
          ]),
        ]),
    indented(failure === undefined ? words : `NO ESTIMATE: ${failure}`, 2),
    ...warnings.map((warning) => indented(`! ${warning}`, 2)),
  ];
}

const selectionLines = (
  models: readonly TitledModel[],
  { frequencies, exceedance, protectedExceedance, omnibusRisk }: ModelSelection,
  who: string,
): readonly string[] => [
  `Which model the population uses (random effects; ${who} may each have their own):`,
  textTable([
    ['  model', `share of ${who}`, 'exceedance', 'protected exceedance'],
    ...models.map(({ title }, i) => [
      `  ${title}`,
      ...[frequencies, exceedance, protectedExceedance].map((of) => (of[i] ?? Number.NaN).toFixed(3)),
    ]),
  ]),
  indented(riskWords(omnibusRisk), 2),
];
