// Every array of the recordings at hand against scipy.io.loadmat (scipy 1.17.1), which made the expected numbers.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMat } from '../../src/readers/mat/file.ts';
import type { MatValue } from '../../src/readers/mat/tree.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { dataFolder } from './lab-case.ts';

/** Size, count, sum of finite values, number of NaN, and sum of value times (1 + place in column-major order mod 97). */
type Sums = readonly [readonly number[], number, number, number, number];

const expected = JSON.parse(
  readFileSync(fileURLToPath(new URL('expected/scipy-mat.json', import.meta.url)), 'utf8'),
) as Record<string, Record<string, Sums>>;

/** All arrays of numbers by path: `events.odorOn`, `spikes{3}`, `trials(2).time`. */
function arrays(value: MatValue, path: string, into = new Map<string, MatValue>()): Map<string, MatValue> {
  if (value.kind === 'numbers') into.set(path, value);
  if (value.kind === 'cell') value.items.forEach((item, i) => arrays(item, `${path}{${i + 1}}`, into));
  if (value.kind === 'struct')
    for (const [name, items] of value.fields)
      items.forEach((item, i) =>
        arrays(item, items.length === 1 ? `${path}.${name}` : `${path}(${i + 1}).${name}`, into),
      );
  return into;
}

function sums(value: MatValue): Sums {
  if (value.kind !== 'numbers') throw new Error(`${value.kind} where numbers are due`);
  const all = value.read(0, Infinity);
  const finite = (one: number, weight: number): number => (Number.isFinite(one) ? one * weight : 0);
  return [
    value.dims,
    all.length,
    all.reduce((sum, one) => sum + finite(one, 1), 0),
    all.filter((one) => Number.isNaN(one)).length,
    all.reduce((sum, one, i) => sum + finite(one, (i % 97) + 1), 0),
  ];
}

const close = (mine: number, theirs: number): void =>
  expect(Math.abs(mine - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));

describe.skipIf(!existsSync(dataFolder))('arrays of recordings, as scipy reads them', () => {
  it.each(Object.keys(expected))('%s', async (path) => {
    const source = fileSource(join(dataFolder, '..', path));
    const mat = await readMat(source.files[0] as (typeof source.files)[0]);
    const found = new Map<string, MatValue>();
    for (const [name, value] of mat.variables) arrays(value, name, found);
    const known = expected[path] as Record<string, Sums>;
    expect([...found.keys()].sort()).toEqual(Object.keys(known).sort());
    for (const [name, [dims, count, sum, missing, weighted]] of Object.entries(known)) {
      const mine = sums(found.get(name) as MatValue);
      expect([mine[1], mine[3]], name).toEqual([count, missing]);
      expect(mine[0].join('x'), name).toBe(dims.join('x'));
      close(mine[2], sum);
      close(mine[4], weighted);
    }
    source.close();
  });
});
