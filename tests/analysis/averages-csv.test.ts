import { expect, test } from 'vitest';
import { resultTable } from '../../src/analysis/averages-csv.ts';
import { comparisonCsv } from '../../src/analysis/comparison-csv.ts';
import type { ComparisonData } from '../../src/contracts/comparison.ts';
import type { Result } from '../../src/spec/result.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { tableOf } from '../../src/export/exports.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { schultz } from '../session/spec.ts';

const { result } = runToEnd(schultz());
const header = 'agent,manipulations,condition,align,t_s,signal,mean,sem,n,n_of,unit,paradigm,seed,seeds,backend,hash';
const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

test('the table has one row per condition, time and signal, with the numbers of the result to the last digit', () => {
  const { csv } = tableOf(result);
  expect(csv.split('\n', 1)[0]).toBe(header);
  const expected = Object.entries(result.conditions).flatMap(([id, { align, t, rpe, value, rate }]) =>
    t.flatMap((seconds, i) =>
      Object.entries({ rpe, value, rate }).map(([signal, band]) => [
        id,
        align,
        String(seconds),
        signal,
        String(band.mean[i]),
        String(band.sem[i]),
        String(band.n),
        'trials',
        signal === 'rate' ? 'spikes/s' : 'reward units',
      ]),
    ),
  );
  expect(rowsOf(csv).map((row) => row.slice(2, 11))).toEqual(expected);
  expect(expected.length).toBeGreaterThan(100);
  expect(expected.every((row) => Number.isFinite(Number(row[4])) && Number.isFinite(Number(row[5])))).toBe(true);
});

test('every row names its source, and the notes have the complete spec and every column', () => {
  const { csv, notes } = tableOf(result);
  for (const row of rowsOf(csv)) {
    expect(row.slice(0, 2)).toEqual(['td-lambda+complete-serial-compound', 'none']);
    expect(row.slice(11)).toEqual(['schultz-1997', '1', '1', result.backend, result.hash]);
  }
  expect(notes['spec']).toEqual(result.spec);
  expect(Object.keys(notes.columns).join()).toBe(header);
  expect(notes.columns['t_s']?.unit).toBe('s');
  expect(rowsOf(tableOf({ ...result, hash: '' }).csv)[0]?.[15]).toBe('unfinished');
});

test('manipulations are listed', () => {
  const spec = completeTrialSpec({
    ...schultz(),
    manipulations: [
      { id: 'rpe-gains', parameters: {} },
      { id: 'rpe-window', parameters: {} },
    ],
  });
  expect(rowsOf(tableOf({ ...result, spec }).csv)[0]?.[1]).toBe('rpe-gains+rpe-window');
});

test('conditions without trials have no rows, and pooled seeds say so', () => {
  const none = { mean: [], sem: [], n: 0 };
  const some = Object.entries(result.conditions)[0]?.[1] as Result['conditions'][string];
  const conditions = { 'a, "b"': some, 'one/#B': some, empty: { ...some, n: 0, rpe: none, value: none, rate: none } };
  const { csv } = resultTable({
    spec: result.spec,
    agent: 'mine',
    backend: result.backend,
    seeds: 5,
    rateUnit: 'spikes/s',
    conditions,
  });
  expect(csv).not.toContain(',empty,');
  expect(csv).toContain('\nmine,none,"a, ""b""",cue,');
  expect(csv).toContain('\nmine,none,one/probe-B,cue,');
  expect(csv).toContain(',seeds,reward units,schultz-1997,1,5,typed-arrays,\n');
});

test('a comparison has the rows of each agent, with the first columns of a run', () => {
  const averages = Object.values(result.conditions)[0] as Result['conditions'][string];
  const arm = (manipulations: readonly string[]) => ({
    id: 'a',
    title: 'A',
    agent: 'td-csc',
    manipulations,
    rateUnit: 'spikes/s',
    conditions: [{ id: 'one/#B', title: '#B', averages }],
  });
  const rows = comparisonCsv({
    nOf: 'trials',
    arms: [arm([]), arm(['rpe-gains', 'rpe-window'])],
  } as unknown as ComparisonData)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(header.startsWith(`${rows[0]?.join(',')},`)).toBe(true);
  expect(rows).toHaveLength(1 + 2 * 3 * averages.t.length);
  expect(new Set(rows.slice(1).map((row) => `${row[5]} ${row[9]} ${row[10]}`))).toEqual(
    new Set(['rpe trials reward units', 'value trials reward units', 'rate trials spikes/s']),
  );
  expect(new Set(rows.slice(1).map((row) => row.slice(0, 3).join(' ')))).toEqual(
    new Set(['td-csc none one/probe-B', 'td-csc rpe-gains+rpe-window one/probe-B']),
  );
});
