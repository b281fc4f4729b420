import { shortNumber } from '../core/short-number.ts';
import type { SubjectFit } from '../fitting/choices/subject-fits.ts';
import type { TitledModel } from '../fitting/group/titled-model.ts';
import type { ModelRecovery } from '../fitting/recovery/model-recovery.ts';
import {
  comparedModels,
  modelSpread,
  subjectTold,
  subjectWarnings,
  type ComparedModels,
  type FittedChoices,
} from '../fitting/report/choice-fits.ts';
import { heldOutHeadings, heldOutLines } from '../fitting/report/choice-held-out.ts';
import { estimateWords } from '../fitting/report/estimates.ts';
import { comparedTrials, type ScoredTrials } from '../fitting/report/compared-trials.ts';
import { intervalText } from '../fitting/report/interval-text.ts';
import { textTable } from './output.ts';
import { recoveredLines, shown } from './recovery-report.ts';
import { trialLines } from './trial-lines.ts';
import { indented } from './text-width.ts';

/** Model by model, which explains more, and what these trials can tell. */
export function choiceFitsReport(
  models: readonly TitledModel[],
  { fits, recovery }: FittedChoices,
  scored: readonly ScoredTrials[],
): string {
  const compared = comparedModels(models, fits);
  return [
    ...models.flatMap(({ id, title }) => [
      ...modelLines(
        title,
        fits.filter(({ model }) => model === id),
      ),
      '',
    ]),
    ...(compared === undefined ? [] : [...comparisonLines(compared), '']),
    ...(scored.length === 0 ? [] : [...trialLines(comparedTrials(scored), 0), '']),
    ...(recovery === undefined ? [] : recoveryLines(recovery)),
  ]
    .join('\n')
    .trimEnd();
}

function modelLines(title: string, fits: readonly SubjectFit[]): readonly string[] {
  const [only] = fits;
  if (fits.length === 1 && only !== undefined) return [title, ...subjectLines(only)];
  const { stand, of, kind, rows, warnings } = modelSpread(fits);
  return [
    `${title}: ${stand} of ${of} subjects fitted`,
    ...(stand === 0
      ? []
      : [
          textTable([
            ['  parameter', 'median', 'quartiles', 'at an end of its range', ''],
            ...rows.map(({ id, title: long, median, quartiles, atEnd }) => [
              `  ${id}`,
              shortNumber(median),
              quartiles.map(shortNumber).join(' to '),
              atEnd === undefined ? '' : String(atEnd),
              long,
            ]),
          ]),
          ...(kind === 'laplace' ? [] : [indented(estimateWords[kind], 2)]),
        ]),
    ...heldOutLines(fits).map((line) => indented(line, 2)),
    ...warnings.map((warning) => indented(`! ${warning}`, 2)),
  ];
}

function subjectLines(one: SubjectFit): readonly string[] {
  const { fit, bic } = one;
  const { kind, failure, parameters, derived } = subjectTold(one);
  const chains = kind === 'nuts';
  return [
    ...(failure === undefined
      ? [
          textTable([
            ['  parameter', 'estimate', '95 % interval', ...(chains ? ['R-hat', 'effective draws'] : []), ''],
            ...parameters.map((told) => [
              `  ${told.id}`,
              shortNumber(told.value),
              intervalText(told),
              ...(chains ? [(told.rHat ?? Number.NaN).toFixed(3), String(told.effectiveDraws)] : []),
              told.title,
            ]),
            ...derived.map((told) => [
              `  ${told.id}`,
              shortNumber(told.value),
              told.interval === null ? '' : intervalText(told),
              ...(chains ? ['', ''] : []),
              told.title,
            ]),
          ]),
          ...(kind === 'laplace' ? [] : [indented(estimateWords[kind], 2)]),
        ]
      : [indented(`NO ESTIMATE: ${failure}`, 2)]),
    indented(
      `${fit.agreeing} of ${fit.starts} searches end there; log-likelihood ${shortNumber(fit.logLikelihood)}, BIC ${shortNumber(bic)} of ${fit.observations} choices`,
      2,
    ),
    ...heldOutLines([one]).map((line) => indented(line, 2)),
    ...subjectWarnings(one).map((warning) => indented(`! ${warning}`, 2)),
  ];
}

function comparisonLines({ subjects, models, words, heldOut }: ComparedModels): readonly string[] {
  return [
    textTable([
      [
        'model',
        'BIC minus the least, all subjects',
        'subjects that it explains best',
        'log-likelihood a choice',
        ...(heldOut === undefined ? [] : heldOutHeadings),
      ],
      ...models.map(({ title, behind, best, perChoice }, i) => [
        title,
        shortNumber(behind),
        `${best} of ${subjects}`,
        shortNumber(perChoice),
        ...(heldOut?.cells[i] ?? []),
      ]),
    ]),
    indented(words, 0),
    ...(heldOut === undefined ? [] : ['', indented(heldOut.words, 0)]),
  ];
}

const recoveryLines = ({ parameters, models }: NonNullable<FittedChoices['recovery']>): readonly string[] => [
  "Can these trials tell? Simulated subjects on the first subject's trials:",
  ...parameters.flatMap((one) => ['', ...recoveredLines(one)]),
  ...(models === undefined ? [] : ['', ...confusionLines(models)]),
];

const confusionLines = ({ models, confusion, inversion, warnings }: ModelRecovery): readonly string[] => [
  'Which model has the best BIC (columns) where each (rows) made the choices; in brackets, how likely a row is given a column:',
  textTable([
    ['', ...models.map((_, i) => `${i + 1}`)],
    ...models.map((title, made) => [
      `  ${made + 1} ${title}`,
      ...models.map((_, fit) => `${shown(confusion[made]?.[fit] ?? 0)} (${shown(inversion[made]?.[fit] ?? 0)})`),
    ]),
  ]),
  ...warnings.map((warning) => indented(`! ${warning}`, 2)),
];
