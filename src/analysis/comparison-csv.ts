import { csvTable } from '../core/csv.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { Table } from '../contracts/table.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { averageColumns, averageNotes, averageRows } from './averages-csv.ts';

/**
 * The averages of a comparison as a tidy table, one row per arm, condition, time and signal; its columns are the first ones of a single run's
 * table. sem and n are over trials, or over
 * seeds if seeds were pooled, as n_of says.
 *
 * @param specs of the arms, for the notes
 */
export const comparisonTable = (data: ComparisonData, specs: readonly TrialSpec[]): Table => ({
  csv: comparisonCsv(data),
  notes: comparisonNotes(data, specs),
});

/** Its notes alone. */
export const comparisonNotes = (
  { title, note, provenance }: ComparisonData,
  specs: readonly TrialSpec[],
): Table['notes'] => ({ title, note, provenance, specs, columns: averageNotes });

/** Its text alone. */
export const comparisonCsv = ({ nOf, arms }: ComparisonData): string =>
  csvTable([
    averageColumns,
    ...arms.flatMap((arm) =>
      averageRows(
        arm,
        nOf,
        arm.conditions.map(({ id, averages }) => [id, averages] as const),
      ),
    ),
  ]);
