import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import csv from '../../src/readers/csv.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { dataFolder } from './lab-case.ts';

const folder = join(dataFolder, 'lak2020');

it.skipIf(!existsSync(folder))(
  'the table of Lak et al. 2020 has the means that were computed from it (skipped without ../shared/data)',
  async () => {
    const source = fileSource(join(folder, 'Lak20_dopamine_data.csv'));
    const [claim] = csv.detect(source);
    const { found } = await csv.open(claim as NonNullable<typeof claim>, source, {});
    source.close();
    const [table] = found.tables;
    const column = (name: string): Float64Array => table?.columns.find(({ id }) => id === name)?.values as Float64Array;
    const [stimulus, outcome] = [column('stimulus'), column('outcome')];
    expect([table?.rows, new Set(column('animal')).size]).toEqual([15_275, 5]);
    /** Mean and standard error over trials. */
    const summary = (values: Float64Array, rows: readonly number[]): readonly [number, number] => {
      const mean = rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
      const squares = rows.reduce((sum, row) => sum + ((values[row] as number) - mean) ** 2, 0);
      return [mean, Math.sqrt(squares / (rows.length - 1) / rows.length)];
    };
    const { rows: expected } = JSON.parse(readFileSync(join(folder, 'derived_lak_means.json'), 'utf8'));
    expect(expected).toHaveLength(15);
    for (const { absContrast, outcome: size, n, stim_mean, stim_sem, out_mean, out_sem } of expected) {
      const rows = [...stimulus.keys()].filter(
        (row) => Math.abs(Math.abs(stimulus[row] as number) - absContrast) < 1e-9 && outcome[row] === size,
      );
      expect(rows).toHaveLength(n);
      const found = [...summary(column('stimresponse'), rows), ...summary(column('outcomeresponse'), rows)];
      [stim_mean, stim_sem, out_mean, out_sem].forEach((value, i) =>
        expect(Math.abs((found[i] as number) - value)).toBeLessThan(1e-4),
      );
    }
  },
);
