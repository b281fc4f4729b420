import type { Table } from '../contracts/table.ts';
import { commit } from '../install/commit.ts';
import { version } from '../install/version.ts';

/** The notes of a table as the text of the file that is saved next to it. */
export const notesText = (notes: Table['notes']): string =>
  `${JSON.stringify({ phasic: version, commit, ...notes }, null, 2)}\n`;

/** A table as what the page saves: its text, and that of its notes. */
export const savedTable = ({ csv, notes }: Table): { readonly text: string; readonly notes: string } => ({
  text: csv,
  notes: notesText(notes),
});
