import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

/** A table as read by Python's csv module. */
const reader =
  'import csv, json, sys; json.dump(list(csv.DictReader(open(sys.argv[1], newline=""), strict=True)), sys.stdout)';
const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import csv']).status === 0);
if (python === undefined) console.warn('no Python here: how it reads the tables is not tested');

const design = 'Blocking | 20A+ | 20AB+ | 5#B\nRat #2 | 20C+ | 20AB+ | 5#B / 5#A\n';

type Row = Readonly<Record<string, string>>;
interface Read {
  readonly rows: readonly Row[];
  readonly notes: Record<string, unknown>;
  readonly told: Record<string, unknown>;
  readonly text: string;
}

function tableOf(args: readonly string[]): Read {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'blocking.txt'), design);
  const { code, out } = phasic([...args, '--json', '--csv', 'a.csv'], { cwd });
  expect(code).toBe(0);
  const read = spawnSync(python as string, ['-c', reader, 'a.csv'], { cwd, encoding: 'utf8', maxBuffer: 1e8 });
  expect(read.stderr).toBe('');
  const file = (name: string): string => readFileSync(join(cwd, name), 'utf8');
  return {
    rows: JSON.parse(read.stdout),
    notes: JSON.parse(file('a.csv.json')),
    told: JSON.parse(out),
    text: file('a.csv'),
  };
}

describe.skipIf(python === undefined)('a table in Python', () => {
  test('of a design with probes has every row under distinct names, and no # that could start a comment', () => {
    const { rows, notes, told, text } = tableOf(['run', 'blocking.txt', '--agent', 'rescorla-wagner']);
    expect(text).not.toContain('#');
    const conditions = told['conditions'] as Record<string, { t: number[]; value: { mean: number[] } }>;
    expect(Object.keys(conditions)).toContain('Rat #2/3/#A');
    for (const [id, name] of [
      ['Blocking/3/#B', 'Blocking/3/probe-B'],
      ['Rat #2/3/#A', 'Rat No.2/3/probe-A'],
      ['Blocking/1/A+', 'Blocking/1/A+'],
    ] as const) {
      const mine = rows.filter(({ condition, signal }) => condition === name && signal === 'value');
      expect(mine.map(({ t_s, mean }) => [Number(t_s), Number(mean)])).toEqual(
        conditions[id]?.t.map((t, i) => [t, conditions[id]?.value.mean[i]]),
      );
      expect(mine.length).toBeGreaterThan(0);
    }
    expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
    expect(new Set(rows.map(({ condition }) => condition)).size).toBe(Object.keys(conditions).length);
    expect(notes['spec']).toEqual(told['spec']);
    expect(Object.keys(notes['columns'] as object)).toEqual(Object.keys(rows[0] as Row));
  });

  test('of a sweep has a row for each subject, under full names', () => {
    const { rows, notes, told, text } = tableOf([
      'sweep',
      'blocking.txt',
      '--agent',
      'td-csc',
      '--vary',
      'learningRate=0.1,0.2,0.3',
      '--population',
      'off',
    ]);
    expect(text).not.toContain('#');
    const results = told['results'] as {
      atEvent: { condition: string; value: number }[];
      parameters: { learningRate: number };
    }[];
    expect(rows).toHaveLength(3);
    rows.forEach((row, i) => {
      expect(Number(row['learningRate'])).toBe(results[i]?.parameters.learningRate);
      expect(Number(row['Blocking/3/probe-B:value'])).toBe(
        results[i]?.atEvent.find(({ condition }) => condition === 'Blocking/3/#B')?.value,
      );
      expect([row['paradigm'], row['agent']]).toEqual(['own-design', 'td-csc']);
    });
    expect(notes['spec']).toEqual(told['spec']);
  });

  test('of pooled seeds says so', () => {
    const { rows } = tableOf(['run', 'blocking.txt', '--agent', 'rescorla-wagner', '--seeds', '2', '--workers', '1']);
    expect(rows[0]).toMatchObject({ n_of: 'seeds', seeds: '2', seed: '1', hash: '', n: '2' });
  });
});
