import type { Table } from '../../contracts/table.ts';
import { csvTable } from '../../core/csv.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';
import { subjectTold } from './choice-fits.ts';
import { heldOutSum } from './held-out-words.ts';
import { estimateCells, estimateColumns, posteriorCells, posteriorColumns } from './estimates.ts';

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
    const { kind, failure, parameters, derived } = subjectTold(one);
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
