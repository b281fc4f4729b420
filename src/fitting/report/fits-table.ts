import type { Table } from '../../contracts/table.ts';
import { csvTable } from '../../core/csv.ts';
import type { FittedAgent } from './fitted-agent.ts';

/** One row a parameter. */
export function fitsTable(fits: readonly FittedAgent[]): Table {
  const columns = {
    session: { what: 'file of the session' },
    agent: { what: 'id of the agent' },
    data: { what: 'what it was fitted to: kinds of data, with + between' },
    parameter: { what: 'fitted parameter, as part.name' },
    estimate: { what: 'maximum of the posterior; empty if the fit failed' },
    low: { what: 'lower end of the 95 % interval, by the normal approximation of the posterior' },
    high: { what: 'upper end of the 95 % interval' },
    logLikelihood: { what: 'natural logarithm of the likelihood at the estimates' },
    aic: { what: "Akaike's information criterion" },
    bic: { what: 'Bayesian information criterion, of effective observations' },
    failure: { what: 'why there is no estimate; empty if there is one' },
  };
  const rows = fits.flatMap(({ session, agent, uses, fit }) =>
    fit.parameters.map(({ id, value, interval }) => [
      session,
      agent,
      uses.join(' + '),
      id,
      ...(fit.failure === undefined ? [value, interval?.[0] ?? '', interval?.[1] ?? ''] : ['', '', '']),
      fit.logLikelihood,
      fit.aic,
      fit.bic,
      fit.failure ?? '',
    ]),
  );
  return {
    csv: csvTable([Object.keys(columns), ...rows]),
    notes: { columns },
  };
}
