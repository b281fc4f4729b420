import type { Found } from '../../contracts/reader.ts';

/** What a mapping can refer to, without samples and events. */
export interface SessionShape {
  readonly signals: readonly { readonly id: string; readonly rateHz: number }[];
  readonly events: readonly string[];
  /** Neurons. */
  readonly units: readonly string[];
  readonly tables: readonly { readonly id: string; readonly columns: readonly string[] }[];
}

/** What of a recording a mapping can refer to. */
export const shapeOf = ({ signals, units, events, tables }: Found): SessionShape => ({
  signals: signals.map(({ id, rateHz }) => ({ id, rateHz })),
  events: events.map(({ id }) => id),
  units: units.map(({ id }) => id),
  tables: tables.map(({ id, columns }) => ({ id, columns: columns.map((column) => column.id) })),
});
