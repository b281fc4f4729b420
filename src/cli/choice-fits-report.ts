import { median, quantile } from 'simple-statistics';
import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import type { ChoiceModel } from '../fitting/choices/choice-model.ts';
import type { ChoiceRecovery } from '../fitting/choices/choice-recovery.ts';
import type { SubjectFit } from '../fitting/choices/subject-fits.ts';
import {
  estimateCells,
  estimateColumns,
  estimatesOf,
  estimateWords,
  posteriorCells,
  posteriorColumns,
} from '../fitting/report/estimates.ts';
import { heldOutSum } from '../fitting/report/held-out-words.ts';
import type { ModelRecovery } from '../fitting/recovery/model-recovery.ts';
import { shortNumber } from '../core/short-number.ts';
import { intervalText } from '../fitting/report/interval-text.ts';
import { comparedHeldOut, heldOutLines } from './choice-held-out.ts';
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
  const told = fits.map((one) => ({ one, ...toldOf(one) }));
  const stand = told.filter(({ failure }) => failure === undefined);
  const [first] = stand;
  return [
    `${title}: ${stand.length} of ${fits.length} subjects fitted`,
    ...(first === undefined
      ? []
      : [
          textTable([
            ['  parameter', 'median', 'quartiles', 'at an end of its range', ''],
            ...first.parameters.map(({ id, title: long }, i) => [
              `  ${id}`,
              ...spread(stand.map(({ parameters }) => parameters[i]?.value ?? Number.NaN)),
              String(stand.filter(({ one }) => one.fit.parameters[i]?.atBound).length),
              long,
            ]),
            ...first.derived.map(({ id, title: long }, i) => [
              `  ${id}`,
              ...spread(stand.map(({ derived }) => derived[i]?.value ?? Number.NaN)),
              '',
              long,
            ]),
          ]),
          ...(first.kind === 'laplace' ? [] : [indented(estimateWords[first.kind], 2)]),
        ]),
    ...heldOutLines(fits),
    ...countLines(fits),
  ];
}

/** A subject's numbers, with what follows from them: by its posterior if that says it, otherwise at the estimates. */
function toldOf({ fit, posterior, derived }: SubjectFit) {
  const told = estimatesOf(fit, posterior);
  return {
    ...told,
    derived: derived.map(({ id, title, value }, i) => {
      const own = told.derived[i];
      return { id, title, value: own?.estimate ?? value, interval: own?.interval ?? null, modes: own?.modes ?? [] };
    }),
  };
}

const spread = (values: readonly number[]): readonly [string, string] => [
  shortNumber(median([...values])),
  `${shortNumber(quantile([...values], 0.25))} to ${shortNumber(quantile([...values], 0.75))}`,
];

function subjectLines(one: SubjectFit): readonly string[] {
  const { fit, bic, caveat, posterior } = one;
  const { kind, failure, parameters, derived } = toldOf(one);
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
    ...heldOutLines([one]),
    ...[...fit.warnings, ...(posterior?.warnings ?? []), ...(caveat === undefined ? [] : [caveat])].map((warning) =>
      indented(`! ${warning}`, 2),
    ),
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
      ({ fit, posterior }) => posterior === undefined && fit.failure !== undefined,
      'no estimate, because the data do not determine one or the search has not converged',
    ),
    ...failuresOf(fits, of),
    ...of(
      ({ posterior }) => (posterior?.warnings ?? []).some((one) => one.includes(' modes, ')),
      'a parameter has two separate modes, between which its mean may be a value that the choices speak against',
    ),
    ...of(({ fit }) => fit.modes.length > 0, 'another maximum explains the choices nearly as well'),
    ...of(
      ({ fit }) => fit.modes.length === 0 && fit.lowerModes.length > 0,
      'searches also ended at a lower maximum: without weight here, but chains of draws get stuck there',
    ),
    ...of(({ fit }) => fit.starts > 1 && fit.agreeing < 2, 'no two searches ended at the best maximum'),
    ...of(
      ({ caveat }) => caveat !== undefined,
      'the larger rate of positive errors need not be optimism: a model without asymmetry has the better BIC',
    ),
  ];
}

/** Posteriors that failed, by what failed of which parameter. */
function failuresOf(
  fits: readonly SubjectFit[],
  of: (has: (one: SubjectFit) => boolean, what: string) => readonly string[],
): readonly string[] {
  const named = (one: SubjectFit): string => one.posterior?.failures[0]?.split(':')[0] ?? '';
  return [...new Set(fits.map(named))]
    .filter((id) => id !== '')
    .flatMap((id) => {
      const example = fits.find((one) => named(one) === id)?.posterior?.failures[0] ?? '';
      return of((one) => named(one) === id, `no estimate, because the posterior of ${id} failed, such as "${example}"`);
    });
}

interface OfModel {
  readonly model: ChoiceModel;
  readonly own: readonly SubjectFit[];
}

function comparisonLines(byModel: readonly OfModel[]): readonly string[] {
  const heldOut = comparedHeldOut(byModel.map(({ model, own }) => ({ title: model.title, own })));
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
      [
        'model',
        'BIC minus the least, all subjects',
        'subjects that it explains best',
        'log-likelihood a choice',
        ...(heldOut === undefined ? [] : ['held out, a choice', 'minus the best']),
      ],
      ...byModel.map(({ model, own }, i) => [
        model.title,
        shortNumber((sums[i] as number) - least),
        `${winners.filter((winner) => winner === i).length} of ${subjects}`,
        shortNumber(
          own.reduce((sum, { fit }) => sum + fit.logLikelihood, 0) /
            own.reduce((sum, { fit }) => sum + fit.observations, 0),
        ),
        ...(heldOut?.cells[i] ?? []),
      ]),
    ]),
    ...(heldOut === undefined ? [] : ['', indented(heldOut.words, 0)]),
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
    ...estimateColumns,
    choices: { what: 'number of trials with a choice' },
    logLikelihood: { what: 'natural logarithm of the likelihood at the estimates' },
    bic: { what: 'Bayesian information criterion, at the maximum of the likelihood' },
    heldOut: { what: 'log likelihood of all choices, each as kept out; empty if none was' },
    failure: { what: 'why there is no estimate; empty if there is one' },
    ...posteriorColumns,
  };
  const rows = fits.flatMap((one) => {
    const { subject, model, fit, bic } = one;
    const { kind, failure, parameters, derived } = toldOf(one);
    const told = failure === undefined ? [...parameters, ...derived] : [];
    return [...fit.parameters, ...one.derived].map(({ id }, i) => [
      subject,
      model,
      id,
      ...estimateCells(told[i]),
      fit.observations,
      fit.logLikelihood,
      bic,
      one.heldOut === undefined ? '' : heldOutSum(one.heldOut),
      failure ?? '',
      ...posteriorCells(kind, told[i]),
    ]);
  });
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}
