import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasicInTurn } from './phasic.ts';

test('a recording that ships is opened by its name, and one of its sessions becomes an experiment', () => {
  const spec = join(temporaryFolder(), 'driven.json');
  const figure = join(temporaryFolder(), 'rewards.svg');
  const rewards = ['import', 'example:jeong-2022-rewards'];
  const [found, named, driven, unknown, cited] = phasicInTurn([
    [...rewards, '--json', '--figure', figure],
    [...rewards, '--spec', spec],
    [...rewards, '--spec', spec, '--session', 'HJ-FP-M8, session 3', '--agent', 'anccr'],
    ['import', 'example:jeong'],
    ['cite', 'example:jeong-2022-cues'],
  ]);
  // 580 rewards, 112 samples at 25 Hz (photometry_FLMM, example_data.csv).
  const { windows, tables, responses } = JSON.parse(found?.out ?? '');
  expect([windows[0].rows, windows[0].seconds.length, windows[0].align]).toEqual([580, 112, 'lick']);
  expect(tables[0].columns.map(({ id }: { id: string }) => id)).toEqual([
    'mouse',
    'session',
    'trial',
    'iri',
    'latency',
    'licks',
  ]);
  // As they are known of the public table (see shipped-examples.test.ts): 0.37 is the highest of 8 mice.
  expect(responses.animals).toHaveLength(8);
  expect(Math.max(...responses.animals.map(({ r }: { r: number }) => r))).toBeCloseTo(0.37, 2);
  const drawn = readFileSync(figure, 'utf8');
  expect(drawn).toContain('8 animals, 580 events');
  expect(drawn).toContain('mean before 0 s');
  expect([named?.code, named?.err]).toEqual([2, expect.stringContaining('the table has 19 sessions')]);
  expect(driven?.err).toContain('14 rewards that the table left out');
  // Trials 1 to 50 of that session are in the table or between those that are.
  const { design, agent } = JSON.parse(readFileSync(spec, 'utf8'));
  expect([design.phases[0].trials, agent.id]).toEqual([50, 'anccr']);
  expect([unknown?.code, unknown?.err]).toEqual([2, expect.stringContaining("there is no example 'jeong'")]);
  expect(cited?.out).toContain('https://doi.org/10.1126/science.abq6740');
  expect(cited?.out).toContain('CC0-1.0');
});

test('windows of a session that ships are fitted through the sensor, and other preprocessings are refused', () => {
  const table = join(temporaryFolder(), 'fit.csv');
  const rewards = ['import', 'example:jeong-2022-rewards', '--agent', 'td-csc', '--recording', 'dlight'];
  const session = ['--session', 'HJ-FP-M7, session 1'];
  const [fitted, unnamed, corrected] = phasicInTurn([
    [...rewards, ...session, '--csv', table, '--json'],
    rewards,
    [...rewards, ...session, '--dff'],
  ]);
  const { gains, agreement } = JSON.parse(fitted?.out ?? '').model;
  const [, ...rows] = readFileSync(table, 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(',').slice(-3).map(Number) as [number, number, number]);
  // The line of least squares has residuals that are orthogonal to what is predicted, and that sum to 0.
  const sum = (of: (cell: [number, number, number]) => number): number => cells.reduce((all, one) => all + of(one), 0);
  const scale = sum(([recorded]) => Math.abs(recorded));
  expect(Math.abs(sum(([, , residual]) => residual))).toBeLessThan(1e-6 * scale);
  expect(Math.abs(sum(([, predicted, residual]) => predicted * residual))).toBeLessThan(1e-6 * scale);
  expect(gains[0].interval[0]).toBeGreaterThan(0);
  expect(agreement[0].trials).toBe(36);
  expect([unnamed?.code, unnamed?.err]).toEqual([2, expect.stringContaining('the table has 19 sessions')]);
  expect([corrected?.code, corrected?.err]).toEqual([2, expect.stringContaining('open the recording itself')]);
});
