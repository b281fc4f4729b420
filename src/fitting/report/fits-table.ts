import type { Table } from '../../contracts/table.ts';
import { csvTable } from '../../core/csv.ts';
import { estimateCells, estimateColumns, estimatesOf, posteriorCells, posteriorColumns } from './estimates.ts';
import { heldOutSum } from './held-out-words.ts';
import type { FittedAgent } from './fitted-agent.ts';

/** One row a parameter. */
export function fitsTable(fits: readonly FittedAgent[]): Table {
  const columns = {
    session: { what: 'file of the session' },
    agent: { what: 'id of the agent' },
    data: { what: 'what it was fitted to: kinds of data, with + between' },
    parameter: { what: 'fitted parameter, as part.name' },
    ...estimateColumns,
    logLikelihood: { what: 'natural logarithm of the likelihood at the estimates' },
    aic: { what: "Akaike's information criterion" },
    bic: { what: 'Bayesian information criterion, of effective observations' },
    heldOut: { what: 'log likelihood of all trials, each as kept out; empty if none was' },
    failure: { what: 'why there is no estimate; empty if there is one' },
    ...posteriorColumns,
  };
  const rows = fits.flatMap(({ session, agent, uses, fit, posterior, heldOut }) => {
    const { kind, failure, parameters } = estimatesOf(fit, posterior);
    return fit.parameters.map(({ id }, i) => [
      session,
      agent,
      uses.join(' + '),
      id,
      ...estimateCells(parameters[i]),
      fit.logLikelihood,
      fit.aic,
      fit.bic,
      heldOut === undefined ? '' : heldOutSum(heldOut),
      failure ?? '',
      ...posteriorCells(kind, parameters[i]),
    ]);
  });
  return {
    csv: csvTable([Object.keys(columns), ...rows]),
    notes: { columns },
  };
}
