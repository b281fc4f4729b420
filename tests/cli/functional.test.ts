// A person regresses the curves of trials of several animals on what the trials were, from the command line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { phasic } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const samples = 20;
/** Five animals with six trials of each of two cues: a bump that differs between the cues, and between animals. */
const trials = ['m1', 'm2', 'm3', 'm4', 'm5'].flatMap((animal, i) =>
  Array.from({ length: 12 }, (_, trial) => {
    const draws = randomStream(trial, animal);
    const curve = Array.from(
      { length: samples },
      (_sample, s) => (trial % 2) * (2 + i / 4) * Math.exp(-((s - 12) ** 2) / 6) + draws.normal(0, 0.3),
    );
    return { animal, trial, cue: trial % 2, curve };
  }),
);

test('of balanced trials the mixed model’s difference is the mean difference, and its joint band is the wider one', () => {
  const names = Array.from({ length: samples }, (_, s) => `photometry.${s + 1}`);
  const rows = trials.map(({ animal, trial, cue, curve }) => [animal, 1, trial + 1, cue, ...curve].join(','));
  writeFileSync(at('windows.csv'), [['id', 'session', 'trial', 'cs', ...names].join(','), ...rows].join('\n'));
  writeFileSync(
    at('mapping.json'),
    JSON.stringify({
      phasicMapping: 1,
      answers: { 'window-rate': '20', 'window-sample': '8', 'window-event': 'cue' },
      cues: [],
      rewards: [],
      windows: { of: 'photometry', animal: 'id', session: 'session', trial: 'trial', types: ['cs'] },
    }),
  );
  const { code, out } = phasic([
    'import',
    at('windows.csv'),
    '--mapping',
    at('mapping.json'),
    '--functional',
    at('mixed.csv'),
  ]);
  expect(code).toBe(0);
  expect(out).toContain('Functional mixed model of 60 trials of 5 animals');
  const [head = [], ...table] = readFileSync(at('mixed.csv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const own = table.filter(([name]) => name === 'cs 1 minus cs 0');
  expect(own).toHaveLength(samples);
  const cell = (row: readonly string[], name: string): number => Number(row[head.indexOf(name)]);
  own.forEach((row, s) => {
    const mean = (cue: number): number => {
      const of = trials.filter((one) => one.cue === cue).map(({ curve }) => curve[s] as number);
      return of.reduce((sum, one) => sum + one, 0) / of.length;
    };
    expect(cell(row, 'estimate')).toBeCloseTo(mean(1) - mean(0), 4);
    expect(cell(row, 'joint_low')).toBeLessThan(cell(row, 'pointwise_low'));
    expect(cell(row, 'joint_high')).toBeGreaterThan(cell(row, 'pointwise_high'));
  });
});

test('a single session has no animals to differ', () => {
  writeFileSync(at('one.csv'), 'time,signal\n0,1\n0.1,2\n0.2,3\n');
  const { code, err } = phasic(['import', at('one.csv'), '--functional', at('x.csv')]);
  expect(code).toBe(2);
  expect(err).toContain('this is a session of one animal');
});
