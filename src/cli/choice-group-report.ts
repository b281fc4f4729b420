import { valueAt } from '../fitting/free-parameter.ts';
import type { ChoiceModel } from '../fitting/choices/choice-model.ts';
import type { ChoiceGroup } from '../fitting/choices/group-fits.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** Groups model by model, and which models the population uses. */
export function choiceGroupReport(models: readonly ChoiceModel[], options: number, group: ChoiceGroup): string {
  return [
    'The group: subjects scatter normally around its mean, on the scale of points; values of the mean subject:',
    ...models.flatMap((model) => ['', ...modelLines(model, options, group)]),
    ...(group.selection === undefined ? [] : ['', ...selectionLines(models, group.selection)]),
  ].join('\n');
}

function modelLines(model: ChoiceModel, options: number, { models }: ChoiceGroup): readonly string[] {
  const fit = models.find((one) => one.model === model.id)?.fit;
  if (fit === undefined) return [];
  const parameters = model.parameters(options);
  return [
    model.title,
    textTable([
      ['  parameter', 'mean subject', '95 % interval', 'spread of points'],
      ...parameters.map((parameter) => {
        const mean = fit.effects.find((one) => one.parameter === parameter.id && one.name === 'mean');
        const spread = fit.spreads.find((one) => one.parameter === parameter.id);
        const shown = (point: number | undefined): string =>
          point === undefined ? 'none' : shortNumber(valueAt(parameter, point));
        return [
          `  ${parameter.id}`,
          shown(mean?.estimate),
          `${shown(mean?.low)} to ${shown(mean?.high)}`,
          spread === undefined ? 'none' : shortNumber(spread.estimate),
        ];
      }),
    ]),
    indented(
      `log evidence ${shortNumber(fit.logEvidence)}, integrated BIC ${shortNumber(fit.iBic)}; ${fit.converged ? `converged in ${fit.iterations} rounds` : `NOT CONVERGED in ${fit.iterations} rounds: no number of it can be believed`}`,
      2,
    ),
    ...fit.failures.map((failure) => indented(`! ${failure}`, 2)),
  ];
}

const selectionLines = (
  models: readonly ChoiceModel[],
  { frequencies, exceedance, protectedExceedance, omnibusRisk }: NonNullable<ChoiceGroup['selection']>,
): readonly string[] => [
  'Which model the population uses (random effects; each subject has its own):',
  textTable([
    ['  model', 'share of subjects', 'exceedance', 'protected exceedance'],
    ...models.map(({ title }, i) => [
      `  ${title}`,
      ...[frequencies, exceedance, protectedExceedance].map((of) => (of[i] ?? Number.NaN).toFixed(3)),
    ]),
  ]),
  indented(
    `The probability that all are equally frequent and the differences are chance is ${omnibusRisk.toFixed(3)}.`,
    2,
  ),
];
