import type { ColumnNote, Table } from '../../contracts/table.ts';
import type { SubjectChoices } from './choice-trials-of.ts';
import { estimatesOf } from '../report/estimates.ts';
import { findChoiceModel } from '../choices/registry.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';

/**
 * What one fitted model says of each trial of each subject, with tabs; `n/a` where a trial has no such number. Subjects whose
 * fit failed are not in it.
 */
export function choiceRegressorsTable(subjects: readonly SubjectChoices[], fits: readonly SubjectFit[]): Table {
  const columns: Record<string, ColumnNote> = {
    subject: { what: 'as in the table of choices' },
    trial: { what: "number of the subject's trial, from 1; twice in a two-step task" },
    state: { what: 'state in which it was chosen' },
    choice: { what: 'option that was chosen' },
    reward: { what: 'what came of it', unit: 'reward units' },
  };
  const rows = fits.flatMap(({ subject, model, fit, posterior }) => {
    const own = subjects.find((one) => one.subject === subject);
    if (own === undefined || estimatesOf(fit, posterior).failure !== undefined) return [];
    const values = Float64Array.from(fit.parameters, ({ value }) => value);
    const regressors = findChoiceModel(model).regressors(values, own.trials);
    for (const { id, title, onset, unit } of regressors)
      columns[id] = { what: `${title}; known at the ${onset}`, ...(unit === undefined ? {} : { unit }) };
    return Array.from(own.trials.choice, (option, trial) => [
      subject,
      own.trials.commonShare === undefined ? trial + 1 : Math.floor(trial / 2) + 1,
      own.states[own.trials.state[trial] ?? 0] ?? '',
      own.options[own.trials.state[trial] ?? 0]?.[option] ?? Number.NaN,
      own.trials.reward[trial] ?? Number.NaN,
      ...regressors.map((one) => one.values[trial] ?? Number.NaN),
    ]);
  });
  return {
    csv: [Object.keys(columns), ...rows].map((row) => `${row.map(cell).join('\t')}\n`).join(''),
    notes: { columns },
  };
}

/** As in BIDS: no quoting, and `n/a` for what is missing. */
const cell = (value: string | number): string =>
  typeof value === 'number' ? (Number.isFinite(value) ? String(value) : 'n/a') : value.replaceAll(/[\t\n\r]/g, ' ');
