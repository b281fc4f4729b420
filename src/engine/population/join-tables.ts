import type { FeatureTable } from '../../contracts/architecture.ts';

type Dense = Extract<FeatureTable, { layout: 'dense' }>;

/** All of a trial's tables as one: between them every feature is 0. */
export function joinTables(tables: readonly FeatureTable[], layout: FeatureTable['layout']): FeatureTable {
  const [only] = tables;
  if (only !== undefined && tables.length === 1) return only;
  if (only === undefined)
    return layout === 'dense'
      ? joinDense([])
      : { layout, firstStep: 0, rows: 0, rowStart: new Int32Array(1), active: new Int32Array(0) };
  return joinDense(tables as readonly Dense[]);
}

/** Only dense features come in several tables. */
function joinDense(tables: readonly Dense[]): Dense {
  const columns = Int32Array.from(new Set(tables.flatMap((table) => [...table.columns]))).sort();
  const firstStep = tables[0]?.firstStep ?? 0;
  const last = tables.at(-1);
  const rows = last === undefined ? 0 : last.firstStep + last.rows - firstStep;
  const values = new Float64Array(rows * columns.length);
  for (const table of tables) {
    table.columns.forEach((feature, column) => {
      const place = columns.indexOf(feature);
      for (let row = 0; row < table.rows; row++)
        values[(table.firstStep - firstStep + row) * columns.length + place] = table.values[
          row * table.columns.length + column
        ] as number;
    });
  }
  return { layout: 'dense', firstStep, rows, columns, values };
}
