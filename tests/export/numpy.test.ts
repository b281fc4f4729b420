import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arrayTable, sampleTable } from '../../src/recorded/taken/tables.ts';
import { npzBytes } from '../../src/writers/npz.ts';
import { parquetBytes } from '../../src/writers/parquet.ts';
import { notesOf, type WrittenTable } from '../../src/writers/table.ts';
import { taken } from '../recorded/taken/session.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const reader = `
import json, sys
import numpy as np, pyarrow.parquet as pq
told = lambda values: [None if value != value else value for value in values.tolist()]
arrays = np.load(sys.argv[1], allow_pickle=False)
table = pq.read_table(sys.argv[2])
print(json.dumps({
    "arrays": {name: [arrays[name].dtype.str, told(arrays[name])] for name in arrays.files if name != "phasic"},
    "arrayNotes": str(arrays["phasic"]),
    "columns": {name: [str(table.schema.field(name).type), told(table[name].to_numpy())] for name in table.column_names},
    "columnNotes": table.schema.metadata[b"phasic"].decode(),
}))
`;
const python = (args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const isThere = python(['-c', 'import numpy, pyarrow']).status === 0;

/** NaN as Python's JSON has it here. */
const told = (values: Iterable<number | string>): readonly unknown[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

// .ci/run has both where it can.
test.skipIf(!isThere)('NumPy and PyArrow read NPZ and Parquet: types, numbers, texts and notes', async () => {
  const session = await taken();
  const folder = temporaryFolder();
  const [npz, parquet] = [join(folder, 'a.npz'), join(folder, 'a.parquet')];
  const [arrays, table] = [arrayTable(session), sampleTable(session)];
  writeFileSync(npz, npzBytes(arrays));
  writeFileSync(parquet, await parquetBytes(table));
  const { stdout, stderr } = python(['-c', reader, npz, parquet]);
  expect(stderr).toBe('');
  const read = JSON.parse(stdout);
  const valuesOf = ({ columns }: WrittenTable) =>
    Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, told(values)]));
  const readValues = (of: Record<string, readonly [string, unknown]>) =>
    Object.fromEntries(Object.entries(of).map(([name, [, values]]) => [name, values]));
  expect(readValues(read.arrays)).toEqual(valuesOf(arrays));
  expect(readValues(read.columns)).toEqual(valuesOf(table));
  expect(['t_s', 'trial_type', 'omitted'].map((name) => read.arrays[name][0])).toEqual(['<f8', '<U4', '|u1']);
  expect(['t_s', 'trial', 'trial_type'].map((name) => read.columns[name][0])).toEqual(['double', 'int32', 'string']);
  expect([read.arrayNotes, read.columnNotes]).toEqual([notesOf(arrays), notesOf(table)]);
});
