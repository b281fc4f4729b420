import { valueAt, type FreeParameter } from '../fitting/free-parameter.ts';
import type { GroupOfModels } from '../fitting/group/group-of-models.ts';
import type { GroupPosterior } from '../fitting/group/group-posterior.ts';
import type { GroupFit } from '../fitting/group/hierarchy.ts';
import type { ModelSelection } from '../fitting/group/model-selection.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** A model of a group. */
interface TitledModel {
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly FreeParameter[];
}

/**
 * Groups model by model, and which models the population uses.
 * @param who is in the group, in words
 */
export function groupReport(models: readonly TitledModel[], group: GroupOfModels, who: string): string {
  const { contrast } = group;
  const mean = contrast === undefined ? 'its mean' : `the mean of ${contrast.reference}`;
  return [
    `The group: ${who} scatter normally around ${mean}, on the scale of points (logit of shares, logarithm of positive numbers); values are those of the mean:`,
    ...models.flatMap((model) => {
      const own = group.models.find((one) => one.model === model.id);
      return own === undefined ? [] : ['', model.title, ...modelLines(model, own, contrast?.reference)];
    }),
    ...(group.selection === undefined ? [] : ['', ...selectionLines(models, group.selection, who)]),
    ...(group.selection !== undefined || group.models.length < 2
      ? []
      : ['', 'The models are not compared: where a group has not settled its evidence is not known.']),
  ].join('\n');
}

/** A number of the group, whichever way it was computed. */
interface Told {
  readonly parameter: string;
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function modelLines(
  { parameters }: TitledModel,
  { fit, posterior }: GroupOfModels['models'][number],
  reference: string | undefined,
): readonly string[] {
  const told = toldOf(fit, posterior);
  const failed = posterior === undefined ? !fit.converged : posterior.failures.length > 0;
  return [
    ...(failed ? [] : numberLines(parameters, told, reference)),
    ...(posterior === undefined ? roundLines(fit) : chainLines(posterior)),
  ];
}

const toldOf = ({ effects, spreads }: GroupFit, posterior: GroupPosterior | undefined): readonly Told[] =>
  posterior === undefined
    ? [...effects, ...spreads]
    : posterior.group.map(({ mean, ...one }) => ({ ...one, estimate: mean }));

function numberLines(
  parameters: readonly FreeParameter[],
  told: readonly Told[],
  reference: string | undefined,
): readonly string[] {
  const of = (parameter: FreeParameter, name: string): Told | undefined =>
    told.find((one) => one.parameter === parameter.id && one.name === name);
  const effects = told.filter(({ name }) => name !== 'mean' && name !== 'sd');
  return [
    textTable([
      ['  parameter', reference === undefined ? 'mean' : `mean of ${reference}`, '95 % interval', 'spread of points'],
      ...parameters.map((parameter) => {
        const mean = of(parameter, 'mean');
        const shown = (point: number | undefined): string =>
          point === undefined ? 'none' : shortNumber(valueAt(parameter, point));
        return [
          `  ${parameter.id}`,
          shown(mean?.estimate),
          `${shown(mean?.low)} to ${shown(mean?.high)}`,
          shortNumber(of(parameter, 'sd')?.estimate ?? Number.NaN),
        ];
      }),
    ]),
    ...(effects.length === 0
      ? []
      : [
          textTable([
            ['  parameter', 'difference', 'on points', '95 % interval', ''],
            ...effects.map(({ parameter, name, estimate, low, high }) => [
              `  ${parameter}`,
              name,
              shortNumber(estimate),
              `${shortNumber(low)} to ${shortNumber(high)}`,
              low > 0 || high < 0 ? 'its interval leaves out 0' : '',
            ]),
          ]),
        ]),
  ];
}

const roundLines = ({ logEvidence, iBic, converged, iterations, failures }: GroupFit): readonly string[] => [
  indented(
    converged
      ? `empirical Bayes: log evidence ${shortNumber(logEvidence)}, integrated BIC ${shortNumber(iBic)}; settled in ${iterations} rounds`
      : `NO ESTIMATE: empirical Bayes has not settled in ${iterations} rounds`,
    2,
  ),
  ...failures.map((failure) => indented(`! ${failure}`, 2)),
];

function chainLines({ failures, diagnostics }: GroupPosterior): readonly string[] {
  const { chains, draws, divergences, parameters } = diagnostics;
  const largest = Math.max(...parameters.map(({ rHat }) => rHat));
  const least = Math.floor(Math.min(...parameters.map(({ bulkSize, tailSize }) => Math.min(bulkSize, tailSize))));
  return failures.length > 0
    ? [indented(`NO ESTIMATE: ${shortened(failures)}`, 2)]
    : [
        indented(
          `the whole posterior by ${chains} chains of ${draws} draws: R-hat at most ${largest.toFixed(3)}, at least ${least} effective draws, ${divergences} divergences`,
          2,
        ),
      ];
}

const shownFailures = 3;

const shortened = (failures: readonly string[]): string =>
  failures.length <= shownFailures
    ? failures.join('; ')
    : `${failures.slice(0, shownFailures).join('; ')}; and ${failures.length - shownFailures} more`;

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
  indented(
    `The probability that all are equally frequent and the differences are chance is ${omnibusRisk.toFixed(3)}.`,
    2,
  ),
];
