import { csvTable } from '../../core/csv.ts';
import type { Table } from '../../contracts/table.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { Multiverse } from '../photometry/multiverse.ts';
import { stepsOf } from './multiverse-words.ts';

/** One row per way to preprocess. */
export function multiverseTable(
  { outcomes }: Multiverse,
  agents: readonly string[],
  specs: readonly TrialSpec[],
): Table {
  const columns = {
    control: { what: 'fit of the control' },
    bleaching: { what: 'what the slow course is removed by' },
    divided_by: { what: 'what dF is divided by' },
    filter: { what: 'filter before all other steps' },
    winner: { what: 'agent of the highest likelihood; empty if the second is too near, or it fits only upside down' },
    margin: { what: 'best log-likelihood minus the second' },
    ...Object.fromEntries(agents.map((id) => [`log_likelihood_${id}`, { what: `log-likelihood of ${id}` }])),
  };
  const rows = outcomes.map((outcome) => {
    const { control, bleaching, dividedBy, filter } = stepsOf(outcome);
    return [
      control,
      bleaching,
      dividedBy,
      filter,
      outcome.winner ?? '',
      outcome.margin,
      ...outcome.fits.map((one) => one.logLikelihood),
    ];
  });
  return { csv: csvTable([Object.keys(columns)]) + csvTable(rows), notes: { columns, specs } };
}
