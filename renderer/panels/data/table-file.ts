import type { Table } from '../../../src/contracts/table.ts';
import type { SavedFile } from '../../plots/download.ts';

/** A table with its notes, after what is said of the figure. */
export const tableFile = (name: string, { csv, notes }: Table, about: object): SavedFile => ({
  fileName: `${name}.csv`,
  content: new Blob([csv], { type: 'text/csv' }),
  notes: `${JSON.stringify({ ...about, ...notes }, null, 2)}\n`,
});
