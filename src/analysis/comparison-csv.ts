import { csvTable } from '../core/csv.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { Table } from '../contracts/table.ts';
import { averageColumns, averageNotes, averageRows } from './averages-csv.ts';

/**
 * The averages of a comparison as a tidy table, one row per arm, condition, time and signal; its columns are the first ones of a single run's
 * table. sem and n are over trials.
 */
export const comparisonTable = (data: ComparisonData): Table => ({
  csv: comparisonCsv(data),
  notes: { title: data.title, note: data.note, provenance: data.provenance, columns: averageNotes },
});

/** Its text alone. */
export const comparisonCsv = ({ arms }: ComparisonData): string =>
  csvTable([
    averageColumns,
    ...arms.flatMap((arm) =>
      averageRows(
        arm,
        'trials',
        arm.conditions.map(({ id, averages }) => [id, averages] as const),
      ),
    ),
  ]);
