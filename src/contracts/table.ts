/** Meaning of a column. */
export interface ColumnNote {
  readonly what: string;
  /** Of measurement; absent for text, counts and numbers whose unit another column names. */
  readonly unit?: string;
}

/** What a table does not contain itself, as JSON: its source, and its columns by name in their order. */
interface TableNotes {
  readonly columns: Readonly<Record<string, ColumnNote>>;
  readonly [fact: string]: unknown;
}

/** A table as a file of its own, and its notes, which are saved next to it. */
export interface Table {
  readonly csv: string;
  readonly notes: TableNotes;
}
