import type { FoundColumn, FoundTable } from '../../contracts/reader.ts';
import { proposals } from '../sampled/propose.ts';
import { inFull, several } from '../sampled/words.ts';
import type { NumberLeaf, TextLeaf } from './leaf.ts';

/** Numbers of all tables of a file, which are in memory: 64 MB. */
const maxNumbers = 1 << 23;
const maxColumns = 2000;

/** Columns that are times, with what makes them seconds. */
export type Scale = (leaf: NumberLeaf) => number | undefined;

/**
 * Vectors and texts of as many rows within one struct are a table; an array of several columns is one of its own.
 * @param file the name of tables that are in no struct
 */
export async function tablesOf(
  numbers: readonly NumberLeaf[],
  texts: readonly TextLeaf[],
  scale: Scale,
  file: string,
): Promise<{ tables: FoundTable[]; warnings: string[] }> {
  const warnings: string[] = [];
  const groups = new Map<string, { scope: string; rows: number; numbers: NumberLeaf[]; texts: TextLeaf[] }>();
  const group = (scope: string, rows: number) => {
    const key = `${rows} ${scope}`;
    const one = groups.get(key) ?? { scope, rows, numbers: [], texts: [] };
    groups.set(key, one);
    return one;
  };
  const budget = { left: maxNumbers };
  const tables: FoundTable[] = [];
  for (const leaf of numbers) {
    const size = leaf.rows * leaf.columns;
    if (size === 0) continue;
    if (size > budget.left || leaf.columns > maxColumns) {
      warnings.push(
        `${leaf.id}: ${inFull(leaf.rows)} x ${inFull(leaf.columns)} numbers, too many for a table, not shown`,
      );
      continue;
    }
    budget.left -= size;
    if (leaf.columns === 1) group(leaf.scope, leaf.rows).numbers.push(leaf);
    else tables.push(await ownTable(leaf));
  }
  for (const leaf of texts) if (leaf.values.length > 0) group(leaf.scope, leaf.values.length).texts.push(leaf);
  const all = [...groups.values()];
  for (const one of all) {
    const name = one.scope === '' ? file : one.scope;
    const isOnly = all.filter(({ scope }) => scope === one.scope).length === 1;
    tables.push(await groupTable(one, isOnly ? name : `${name} (${several(one.rows, 'row')})`, scale));
  }
  return { tables, warnings };
}

async function ownTable(leaf: NumberLeaf): Promise<FoundTable> {
  const columns: FoundColumn[] = [];
  for (let k = 0; k < leaf.columns; k++)
    columns.push({ id: leaf.columnId(k), kind: 'number', values: await leaf.read(k, 0, leaf.rows) });
  return { id: leaf.id, rows: leaf.rows, columns };
}

async function groupTable(
  { rows, numbers, texts }: { rows: number; numbers: NumberLeaf[]; texts: TextLeaf[] },
  id: string,
  scale: Scale,
): Promise<FoundTable> {
  const columns: FoundColumn[] = [];
  for (const leaf of numbers) {
    const perSecond = scale(leaf);
    const read = await leaf.read(0, 0, leaf.rows);
    const values = perSecond === undefined || perSecond === 1 ? read : read.map((value) => value / perSecond);
    const proposal = perSecond === undefined ? proposals.column(leaf.name) : proposals.events(leaf.name);
    const unit = perSecond === undefined ? leaf.unit : 's';
    columns.push({ id: leaf.name, kind: 'number', values, ...(unit && { unit }), ...(proposal && { proposal }) });
  }
  for (const { name, values } of texts) {
    const proposal = proposals.column(name);
    columns.push({ id: name, kind: 'text', values, ...(proposal && { proposal }) });
  }
  return { id, rows, columns };
}
