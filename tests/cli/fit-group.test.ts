// A person fits an agent to sessions of several animals at once, from the command line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GroupOfModels } from '../../src/fitting/group/group-of-models.ts';
import { phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** Learning rates of sessions; the first two are one animal's. */
const rates = [0.1, 0.1, 0.13, 0.35, 0.4];
const animals = ['a', 'a', 'b', 'c', 'd'];
const sessions = rates.map((_, i) => at(`s${i}.nwb`));
const sensed = ['--agent', 'td-csc', '--recording', 'dlight'];

beforeAll(() => {
  writeFileSync(at('design.txt'), 'train | 10A+/2A-\niti = uniform 4 8\n');
  const made = phasicInTurn(
    rates.map((rate, i) => {
      const run = ['run', at('design.txt'), ...sensed, '--seed', String(i + 1)];
      return [...run, '--set', `learningRate=${rate}`, '--nwb', sessions[i] as string];
    }),
  );
  expect(made.map(({ code }) => code)).toEqual(rates.map(() => 0));
  const rows = animals.map((animal, i) => `s${i}.nwb,${animal},${(rates[i] as number) > 0.2 ? 'drug' : 'saline'}`);
  writeFileSync(at('animals.csv'), ['file,animal,group', ...rows].join('\n'));
});

const group = (...args: readonly string[]): readonly string[] => [
  'fit',
  ...sessions,
  ...sensed,
  '--free',
  'learningRate',
  '--group',
  '--animals',
  at('animals.csv'),
  ...args,
];

test('animals share parameters over their sessions; the drug is a parameter; one worker and two give the same bytes', () => {
  const [one, two] = phasicInTurn(
    ['1', '2'].map((workers) => group('--contrast', 'group=saline', '--json', '--workers', workers)),
  );
  expect(one?.code).toBe(0);
  expect(two?.out).toBe(one?.out);
  const found = JSON.parse(one?.out ?? '') as {
    readonly group: GroupOfModels;
    readonly sessions: readonly { readonly animal: string; readonly sessions: readonly string[] }[];
  };
  expect(found.sessions.map((own) => own.sessions.length)).toEqual([2, 1, 1, 1]);
  const fit = found.group.models[0]?.fit;
  expect(fit?.subjects.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  // Each within a fifth of the rate that made its sessions.
  [0.1, 0.13, 0.35, 0.4].forEach((rate, i) => {
    expect(Math.abs((fit?.subjects[i]?.values[0] ?? 0) / rate - 1)).toBeLessThan(0.2);
  });
  const effect = fit?.effects.find(({ name }) => name === 'drug minus saline');
  // Means of logits: -.511 and -2.049.
  expect(effect?.low).toBeLessThan(1.54);
  expect(effect?.high).toBeGreaterThan(1.54);
});

test('what is no group is said in one line', () => {
  const results = phasicInTurn([
    ['fit', ...sessions.slice(0, 2), ...sensed, '--group'],
    group('--contrast', 'genotype'),
    group('--blocks', '3'),
    ['fit', ...sessions, ...sensed, '--contrast', 'group'],
  ]);
  expect(results.map(({ err }) => err.trim().split('\n'))).toEqual(
    ['there are 2 animals', 'no column genotype', '--blocks is of fits one by one', '--contrast is of groups'].map(
      (text) => [expect.stringContaining(text)],
    ),
  );
  expect(results.every(({ code }) => code === 2)).toBe(true);
});
