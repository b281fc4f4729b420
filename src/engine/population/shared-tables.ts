import type { FeatureTable } from '../../contracts/architecture.ts';

/** Copies of tables that outlive the next call of the encoder. Equal tables are stored once. */
export interface SharedTables {
  keep(table: FeatureTable): FeatureTable;
  /** Limit on stored numbers. */
  numbers(): number;
}

export function sharedTables(): SharedTables {
  const kept = new Map<string, FeatureTable[]>();
  let numbers = 0;
  return {
    keep(table) {
      const key = `${table.rows} ${checksum(table)}`;
      const alike = kept.get(key) ?? [];
      const known = alike.find((one) => isEqual(one, table));
      if (known !== undefined) return known;
      const copy = copyOf(table);
      kept.set(key, [...alike, copy]);
      numbers += arraysOf(copy).reduce((sum, { length }) => sum + length, 0);
      return copy;
    },
    numbers: () => numbers,
  };
}

const arraysOf = (table: FeatureTable): readonly (Int32Array | Float64Array)[] =>
  table.layout === 'binary'
    ? [table.rowStart.subarray(0, table.rows + 1), table.active.subarray(0, table.rowStart[table.rows])]
    : [table.columns, table.values.subarray(0, table.rows * table.columns.length)];

function copyOf(table: FeatureTable): FeatureTable {
  const [first, second] = arraysOf(table).map((array) => array.slice());
  return table.layout === 'binary'
    ? { ...table, rowStart: first as Int32Array, active: second as Int32Array }
    : { ...table, columns: first as Int32Array, values: second as Float64Array };
}

/** Weighted by position, so that tables with the same numbers elsewhere differ. */
function checksum(table: FeatureTable): number {
  let sum = 0;
  for (const array of arraysOf(table))
    for (let i = 0; i < array.length; i++) sum += (array[i] as number) * ((i % 1009) + 1);
  return sum;
}

function isEqual(a: FeatureTable, b: FeatureTable): boolean {
  const others = arraysOf(b);
  return (
    a.layout === b.layout &&
    arraysOf(a).every(
      (array, i) => array.length === others[i]?.length && array.every((one, k) => one === others[i]?.[k]),
    )
  );
}
