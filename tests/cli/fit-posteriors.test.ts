// A person asks how sure a fit is in other ways than by its normal approximation, and whether groups differ.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import rescorlaWagner from '../../src/fitting/choices/models/rescorla-wagner.ts';
import type { SubjectFit } from '../../src/fitting/choices/subject-fits.ts';
import type { GroupOfModels } from '../../src/fitting/group/group-of-models.ts';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** Eight subjects, every second of which learns faster by 1.5 on the logit scale. */
const subjects = Array.from({ length: 8 }, (_, i) => {
  const draws = randomStream(i, 'subject');
  const logit = draws.normal(-1.2 + 1.5 * (i % 2), 0.2);
  const values = Float64Array.of(1 / (1 + Math.exp(-logit)), 4);
  const task = {
    ...banditTask(80, [0, 1]),
    reward: (trial: number, option: number) => (Math.floor(trial / 15) + option) % 2,
  };
  return rescorlaWagner.simulate(values, task, draws);
});

beforeAll(() => {
  const rowsOf = (from: typeof subjects): string =>
    [
      'subject,genotype,trial,choice,outcome',
      ...from.flatMap(({ choice, reward }, i) =>
        Array.from(choice, (option, trial) =>
          [`S${i}`, i % 2 === 0 ? 'wt' : 'ko', trial + 1, option, reward[trial]].join(','),
        ),
      ),
    ].join('\n');
  writeFileSync(at('group.csv'), rowsOf(subjects));
  writeFileSync(at('one.csv'), rowsOf(subjects.slice(0, 1)));
  writeFileSync(at('two.csv'), rowsOf(subjects.slice(0, 2)));
});

const choices = (file: string, ...args: readonly string[]): readonly string[] => [
  'fit-choices',
  at(file),
  '--subject',
  'subject',
  '--model',
  'rescorla-wagner',
  '--starts',
  '2',
  ...args,
];

test('chains, grid and profile agree; two subjects are the same bytes by one worker and two', () => {
  const fitsBy = (kind: string, ...args: readonly string[]) => {
    const { code, out } = phasic(choices('one.csv', '--posterior', kind, '--json', ...args));
    expect(code).toBe(0);
    return { out, fits: (JSON.parse(out) as { readonly fits: readonly SubjectFit[] }).fits };
  };
  const nuts = fitsBy('nuts', '--csv', at('nuts.csv'), '--figure', at('nuts.svg'));
  const [one, two] = ['1', '2'].map(
    (workers) => phasic(choices('two.csv', '--posterior', 'profile', '--json', '--workers', workers)).out,
  );
  expect(two).toBe(one);
  const [grid, profile] = [fitsBy('grid').fits, fitsBy('profile').fits];
  nuts.fits.forEach(({ posterior, fit }, i) => {
    posterior?.parameters.forEach(({ estimate, interval: [low, high] }, a) => {
      const width = (high as number) - (low as number);
      const other = grid[i]?.posterior?.parameters[a];
      // With 400 effective draws or more, the mean is within a tenth of a standard deviation.
      expect(Math.abs((other?.estimate ?? 0) - estimate) / width).toBeLessThan(0.1);
      expect(profile[i]?.posterior?.parameters[a]?.estimate).toBe(fit.parameters[a]?.value);
    });
    expect(posterior?.diagnostics?.divergences).toBe(0);
  });
  const table = readFileSync(at('nuts.csv'), 'utf8').trim().split('\n');
  expect(table[0]).toMatch(/failure,posterior,modes,rHat,effectiveDraws$/);
  expect(table[1]?.split(',').slice(-4)).toEqual([
    'nuts',
    expect.any(String),
    expect.stringMatching(/^1\.0/),
    expect.any(String),
  ]);
  const figure = readFileSync(at('nuts.svg'), 'utf8');
  expect(figure).toContain('the density of the draws of four chains');
  expect(figure).not.toContain('Laplace');
});

test('a difference of genotypes is a parameter of the group, with the sign and the size that made it', () => {
  const { code, out } = phasic(choices('group.csv', '--group', '--contrast', 'genotype=wt', '--json'));
  expect(code).toBe(0);
  const { group } = JSON.parse(out) as { readonly group: GroupOfModels };
  const effect = group.models[0]?.fit.effects.find(
    ({ parameter, name }) => parameter === 'learningRate' && name === 'ko minus wt',
  );
  expect(effect?.low).toBeLessThan(1.5);
  expect(effect?.high).toBeGreaterThan(1.5);
  expect(effect?.low).toBeGreaterThan(0);
  const other = phasic(choices('group.csv', '--group', '--contrast', 'genotype'));
  expect(other.out).toContain('the mean of ko');
  expect(other.out).toContain('wt minus ko');
});

test('what cannot be done is said in one line', () => {
  const results = phasicInTurn([
    choices('two.csv', '--posterior', 'mcmc'),
    ['fit-choices', at('two.csv'), '--model', 'rescorla-wagner-two-rates-perseveration', '--posterior', 'grid'],
    choices('group.csv', '--contrast', 'genotype'),
    choices('group.csv', '--group', '--contrast', 'subjekt'),
    choices('group.csv', '--group', '--contrast', 'trial'),
    choices('group.csv', '--group', '--contrast', 'genotype=het'),
  ]);
  expect(results.map(({ err }) => err.trim().split('\n'))).toEqual(
    [
      "'mcmc' is not allowed",
      'a grid has one to 3 parameters, and here are 4',
      'a contrast is of groups',
      "'subjekt'",
      'subject S0 has several values of trial',
      'no subject has genotype het',
    ].map((text) => [expect.stringContaining(text)]),
  );
  expect(results.every(({ code }) => code === 2)).toBe(true);
});
