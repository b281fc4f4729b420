import { expect, test } from 'vitest';
import type { Result } from '../../src/contracts/result.ts';
import { completeSpec } from '../../src/engine/experiment.ts';
import { runToEnd } from '../../src/host/run-to-end.ts';
import { agentName, resultCsv, resultJson, specJson } from '../../src/storage/export.ts';
import { schultz } from '../host/spec.ts';

const { result } = runToEnd(schultz());

test('the table has one row per condition, time and signal, with the numbers of the result to the last digit', () => {
  const lines = resultCsv(result).trimEnd().split('\n');
  const header = lines.findIndex((line) => !line.startsWith('#'));
  expect(lines[header]).toBe('condition,align,t_s,signal,mean,sem,n');
  const rows = lines.slice(header + 1).map((line) => line.split(','));
  const expected = Object.entries(result.conditions).flatMap(([id, { align, t, rpe, value, rate }]) =>
    t.flatMap((seconds, i) =>
      Object.entries({ rpe, value, rate }).map(([signal, band]) => [id, align, String(seconds), signal, String(band.mean[i]), String(band.sem[i]), String(band.n)]),
    ),
  );
  expect(rows).toEqual(expected);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.every((row) => Number.isFinite(Number(row[4])) && Number.isFinite(Number(row[5])))).toBe(true);
});

test('the table says where it comes from', () => {
  const comments = resultCsv(result).split('\n').filter((line) => line.startsWith('#'));
  expect(comments.join('\n')).toContain(result.hash);
  const spec = comments.find((line) => line.startsWith('# spec ')) as string;
  expect(JSON.parse(spec.slice('# spec '.length))).toEqual(result.spec);
  expect(resultCsv({ ...result, hash: '' })).toContain('# hash (run not finished)');
});

test('conditions without trials have no rows, and pooled seeds say so', () => {
  const none = { mean: [], sem: [], n: 0 };
  const some = Object.entries(result.conditions)[0]?.[1] as Result['conditions'][string];
  const csv = resultCsv({ spec: result.spec, backend: result.backend, seeds: 5, conditions: { 'a, "b"': some, empty: { ...some, n: 0, rpe: none, value: none, rate: none } } });
  expect(csv).not.toContain('\nempty,');
  expect(csv).toContain('\n"a, ""b""",cue,');
  expect(csv).toContain('5 seeds from 1 on');
});

test('the JSON has what was asked for, and parses to the very numbers', () => {
  const parsed = JSON.parse(resultJson(result, 0.25)) as Record<string, unknown>;
  expect(parsed).toEqual({ ...result, seconds: 0.25 });
  expect(Object.keys(parsed)).toEqual(expect.arrayContaining(['spec', 'hash', 'backend', 'seconds', 'conditions', 'signatures']));
  expect(parsed['conditions']).toHaveProperty('predicted.rpe.sem');
  expect(parsed['signatures']).toContainEqual(expect.objectContaining({ id: expect.any(String), claim: expect.any(String), source: expect.any(String), measured: expect.any(Number), pass: true }));
});

test('a spec has one text, whatever order it was built in', () => {
  const { phasic, paradigm, agent, recording, seed } = result.spec;
  expect(specJson({ seed, recording, agent, paradigm, phasic })).toBe(specJson(result.spec));
});

test('an agent without a name is called by its parts, how it chooses included', () => {
  expect(agentName(completeSpec({ paradigm: 'daw-2011' }))).toBe('sarsa');
  expect(agentName(completeSpec({ paradigm: 'daw-2011', agent: { id: 'sarsa', policy: 'epsilon-greedy' } }))).toBe('sarsa+tabular+epsilon-greedy');
  expect(agentName(completeSpec({ paradigm: 'schultz-1997', agent: { id: 'td-csc', architecture: 'microstimuli' } }))).toBe('td-zero+microstimuli');
});
