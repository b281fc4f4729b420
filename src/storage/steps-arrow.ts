import type { RecordedUnits } from '../contracts/units.ts';
import { arrow, nullableVector, unitColumns } from './columns.ts';

/** A column of recorded steps. */
interface NamedColumn {
  readonly name: string;
  readonly what: string;
  /** Of measurement. */
  readonly unit?: string;
}

/** Recorded steps as columns of equal length. */
export interface StepColumnsToSave {
  /** 64-bit numbers, null instead of NaN. */
  readonly signals: readonly (NamedColumn & { readonly numbers: Float64Array })[];
  /** Of 0 and 1. */
  readonly events: readonly (NamedColumn & { readonly numbers: Uint8Array })[];
  readonly units: readonly RecordedUnits[];
  /** Where they come from, as JSON. */
  readonly notes: string;
}

/**
 * Recorded steps as an Arrow IPC file: signals, events (8-bit integers) and, for each group of units, ID_0, ID_1, ...
 * The metadata of a column have its description (`label`) and, if there is one, its unit of measurement (`unit`); those of
 * the table have the notes (`phasic`). Equal steps give equal bytes.
 */
export async function stepsToArrow({ signals, events, units, notes }: StepColumnsToSave): Promise<Uint8Array> {
  const { Field, Float64, makeVector, Schema, Table, tableToIPC, Uint8 } = await arrow();
  const ofUnits = units.flatMap(unitColumns);
  const fields = [
    ...signals.map((one) => new Field(one.name, new Float64(), true, metadataOf(one))),
    ...events.map((one) => new Field(one.name, new Uint8(), false, metadataOf(one))),
    ...ofUnits.map(({ name, metadata }) => new Field(name, new Float64(), true, metadata)),
  ];
  const nullable = (columns: readonly { readonly name: string; readonly numbers: Float64Array }[]) =>
    Promise.all(columns.map(async ({ name, numbers }) => [name, await nullableVector(numbers)] as const));
  // Arrow takes them in the order of the fields, not by their names.
  const vectors = Object.fromEntries([
    ...(await nullable(signals)),
    ...events.map(({ name, numbers }) => [name, makeVector(numbers)] as const),
    ...(await nullable(ofUnits)),
  ]);
  return tableToIPC(new Table(new Schema(fields, new Map([['phasic', notes]])), vectors), 'file');
}

const metadataOf = ({ what, unit }: NamedColumn): Map<string, string> =>
  new Map([['label', what], ...(unit === undefined ? [] : [['unit', unit] as const])]);
