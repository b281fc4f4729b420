import { median, quantile } from 'simple-statistics';
import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import type { ChoiceModel } from '../fitting/choices/choice-model.ts';
import type { ChoiceRecovery, SubjectFit } from '../fitting/choices/subject-fits.ts';
import type { ModelRecovery } from '../fitting/recovery/model-recovery.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { recoveredLines, shown } from './recovery-report.ts';
import { indented } from './text-width.ts';

/** Model by model, which explains more, and what these trials can tell. */
export function choiceFitsReport(
  models: readonly ChoiceModel[],
  fits: readonly SubjectFit[],
  recovery: ChoiceRecovery | undefined,
): string {
  const byModel = models.map((model) => ({ model, own: fits.filter((one) => one.model === model.id) }));
  return [
    ...byModel.flatMap(({ model, own }) => [...modelLines(model, own), '']),
    ...(models.length < 2 ? [] : [...comparisonLines(byModel), '']),
    ...(recovery === undefined ? [] : recoveryLines(recovery)),
  ]
    .join('\n')
    .trimEnd();
}

function modelLines({ title }: ChoiceModel, fits: readonly SubjectFit[]): readonly string[] {
  const [only] = fits;
  if (fits.length === 1 && only !== undefined) return [title, ...subjectLines(only)];
  const stand = fits.filter(({ fit }) => fit.failure === undefined);
  const [one] = stand;
  return [
    `${title}: ${stand.length} of ${fits.length} subjects fitted`,
    ...(one === undefined
      ? []
      : [
          textTable([
            ['  parameter', 'median', 'quartiles', 'at an end of its range', ''],
            ...one.fit.parameters.map(({ id, title: long }, i) => [
              `  ${id}`,
              ...spread(stand.map(({ fit }) => fit.parameters[i]?.value ?? Number.NaN)),
              String(stand.filter(({ fit }) => fit.parameters[i]?.atBound).length),
              long,
            ]),
            ...one.derived.map(({ id, title: long }, i) => [
              `  ${id}`,
              ...spread(stand.map(({ derived }) => derived[i]?.value ?? Number.NaN)),
              '',
              long,
            ]),
          ]),
        ]),
    ...countLines(fits),
  ];
}

const spread = (values: readonly number[]): readonly [string, string] => [
  shortNumber(median([...values])),
  `${shortNumber(quantile([...values], 0.25))} to ${shortNumber(quantile([...values], 0.75))}`,
];

function subjectLines({ fit, bic, derived, caveat }: SubjectFit): readonly string[] {
  return [
    ...(fit.failure === undefined
      ? [
          textTable([
            ['  parameter', 'estimate', '95 % interval', ''],
            ...fit.parameters.map(({ id, title, value, interval }) => [
              `  ${id}`,
              shortNumber(value),
              interval === null ? 'none' : `${shortNumber(interval[0])} to ${shortNumber(interval[1])}`,
              title,
            ]),
            ...derived.map(({ id, title, value }) => [`  ${id}`, shortNumber(value), '', title]),
          ]),
        ]
      : [indented(`NO ESTIMATE: ${fit.failure}`, 2)]),
    indented(
      `${fit.agreeing} of ${fit.starts} searches end there; log-likelihood ${shortNumber(fit.logLikelihood)}, BIC ${shortNumber(bic)} of ${fit.observations} choices`,
      2,
    ),
    ...[...fit.warnings, ...(caveat === undefined ? [] : [caveat])].map((warning) => indented(`! ${warning}`, 2)),
  ];
}

/** How many subjects there is something to know of. */
function countLines(fits: readonly SubjectFit[]): readonly string[] {
  const of = (has: (one: SubjectFit) => boolean, what: string): readonly string[] => {
    const own = fits.filter(has).map(({ subject }) => subject);
    const named = own.slice(0, 5).join(', ');
    return own.length === 0
      ? []
      : [
          indented(
            `! ${own.length} of ${fits.length} subjects: ${what} (${named}${own.length > 5 ? ', ...' : ''}).`,
            2,
          ),
        ];
  };
  return [
    ...of(
      ({ fit }) => fit.failure !== undefined,
      'no estimate, because the data do not determine one or the search has not converged',
    ),
    ...of(({ fit }) => fit.modes.length > 0, 'another maximum explains the choices nearly as well'),
    ...of(({ fit }) => fit.starts > 1 && fit.agreeing < 2, 'no two searches ended at the best maximum'),
    ...of(
      ({ caveat }) => caveat !== undefined,
      'the larger rate of positive errors need not be optimism: a model without asymmetry has the better BIC',
    ),
  ];
}

interface OfModel {
  readonly model: ChoiceModel;
  readonly own: readonly SubjectFit[];
}

function comparisonLines(byModel: readonly OfModel[]): readonly string[] {
  const subjects = byModel[0]?.own.length ?? 0;
  const winners = Array.from({ length: subjects }, (_, subject) =>
    byModel.reduce(
      (best, { own }, i) =>
        (own[subject]?.bic ?? Infinity) < (byModel[best]?.own[subject]?.bic ?? Infinity) ? i : best,
      0,
    ),
  );
  const sums = byModel.map(({ own }) => own.reduce((sum, { bic }) => sum + bic, 0));
  const least = Math.min(...sums);
  return [
    textTable([
      ['model', 'BIC minus the least, all subjects', 'subjects that it explains best', 'log-likelihood a choice'],
      ...byModel.map(({ model, own }, i) => [
        model.title,
        shortNumber((sums[i] as number) - least),
        `${winners.filter((winner) => winner === i).length} of ${subjects}`,
        shortNumber(
          own.reduce((sum, { fit }) => sum + fit.logLikelihood, 0) /
            own.reduce((sum, { fit }) => sum + fit.observations, 0),
        ),
      ]),
    ]),
  ];
}

const recoveryLines = ({ parameters, models }: ChoiceRecovery): readonly string[] => [
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

/** One row a parameter, or a quantity derived from them. */
export function choiceFitsTable(fits: readonly SubjectFit[]): Table {
  const columns = {
    subject: { what: 'as in the table of choices' },
    model: { what: 'id of the model' },
    parameter: { what: 'fitted parameter, or what follows from those' },
    estimate: { what: 'maximum of the posterior; empty if the fit failed' },
    low: { what: 'lower end of the 95 % interval, by the normal approximation of the posterior' },
    high: { what: 'upper end of the 95 % interval' },
    choices: { what: 'number of trials with a choice' },
    logLikelihood: { what: 'natural logarithm of the likelihood at the estimates' },
    bic: { what: 'Bayesian information criterion, at the maximum of the likelihood' },
    failure: { what: 'why there is no estimate; empty if there is one' },
  };
  const rows = fits.flatMap(({ subject, model, fit, bic, derived }) =>
    [...fit.parameters, ...derived.map((one) => ({ ...one, interval: null }))].map(({ id, value, interval }) => [
      subject,
      model,
      id,
      ...(fit.failure === undefined ? [value, interval?.[0] ?? '', interval?.[1] ?? ''] : ['', '', '']),
      fit.observations,
      fit.logLikelihood,
      bic,
      fit.failure ?? '',
    ]),
  );
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}
