// A person fits models of choices to a table of their own, from the command line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import type { ChoiceTrials } from '../../src/fitting/choices/choice-trials.ts';
import rescorlaWagner from '../../src/fitting/choices/models/rescorla-wagner.ts';
import type { SubjectFit } from '../../src/fitting/choices/subject-fits.ts';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const truth = Float64Array.of(0.3, 4);
/** Subjects with different numbers of trials, every seventh of which is missed. */
const subjects = [120, 90, 60].map((count, subject): ChoiceTrials => {
  const missed = Uint8Array.from({ length: count }, (_, trial) => Number(trial % 7 === 5));
  const task = {
    ...banditTask(count, [0, 1]),
    missed,
    // Reward changes sides every 15 trials, so that only a learner is explained well.
    reward: (trial: number, option: number) => (Math.floor(trial / 15) + option) % 2,
  };
  return rescorlaWagner.simulate(truth, task, randomStream(subject, 'subject'));
});

beforeAll(() => {
  const rows = subjects.flatMap(({ choice, reward }, subject) =>
    Array.from(choice, (option, trial) =>
      option < 0
        ? [`S${subject}`, trial + 1, '', '', '']
        : [`S${subject}`, trial + 1, option, 0.5, String(reward[trial])],
    ),
  );
  const constant = Array.from({ length: 12 }, (_, trial) => ['same', trial + 1, 1, 0.5, trial % 2]);
  writeFileSync(
    at('choices.csv'),
    [['subject', 'trial', 'choice', 'rt', 'outcome'], ...rows, ...constant].map((row) => row.join(',')).join('\n'),
  );
});

test('each subject is fitted, and those that determine nothing are named', () => {
  const { code, out, err } = phasic([
    'fit-choices',
    at('choices.csv'),
    '--subject',
    'subject',
    '--model',
    'rescorla-wagner',
    '--starts',
    '3',
    '--json',
    '--csv',
    at('fits.csv'),
    '--regressors',
    at('trials.tsv'),
  ]);
  expect({ code, err }).toMatchObject({
    code: 0,
    err: expect.stringContaining('subject same is left out: the same option in all trials'),
  });
  const { fits } = JSON.parse(out) as { readonly fits: readonly SubjectFit[] };
  expect(fits.map(({ subject, fit }) => [subject, fit.observations])).toEqual(
    subjects.map(({ choice }, subject) => [`S${subject}`, choice.filter((option) => option >= 0).length]),
  );
  fits.forEach(({ fit }, subject) => {
    const values = Float64Array.from(fit.parameters, ({ value }) => value);
    const { at: heightAt } = rescorlaWagner.likelihood(subjects[subject] as ChoiceTrials);
    expect(fit.logLikelihood).toBeCloseTo(heightAt(values), 9);
  });
  expect(readFileSync(at('fits.csv'), 'utf8').split('\n')[0]).toBe(
    'subject,model,parameter,estimate,low,high,choices,logLikelihood,bic,heldOut,failure,posterior,modes,rHat,effectiveDraws',
  );
  const rows = readFileSync(at('trials.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows[0]?.slice(5)).toEqual(['probability', 'value', 'rpe_signed', 'rpe_unsigned']);
  expect(rows).toHaveLength(1 + 120 + 90 + 60);
  // The first choice is between equals, from a value of .5; the sixth trial was missed.
  expect(Number(rows[1]?.[5])).toBeCloseTo(0.5, 12);
  expect(rows[1]?.[6]).toBe('0.5');
  expect(rows[6]?.slice(3)).toEqual(['n/a', 'n/a', 'n/a', 'n/a', 'n/a', 'n/a']);
});

test('models are compared, and recovered on the subject’s own trials, the same bytes by one worker and two', () => {
  const [one, two] = ['1', '2'].map((workers) =>
    phasic([
      'fit-choices',
      at('choices.csv'),
      '--subject',
      'subject',
      '--model',
      'rescorla-wagner,random-responding',
      '--starts',
      '2',
      '--group',
      '--recover',
      '10',
      '--workers',
      workers,
    ]),
  );
  const { code, out } = one as NonNullable<typeof one>;
  expect(code).toBe(0);
  expect(two?.out).toBe(out);
  expect(out).toContain('Rescorla-Wagner and softmax: 3 of 3 subjects fitted');
  expect(out).toMatch(/Rescorla-Wagner and softmax +0 +3 of 3/);
  expect(out).toContain('10 simulated');
  expect(out).toContain('Which model has the best BIC');
});

test('models are compared by what they predict of blocks that were kept out', () => {
  const models = 'rescorla-wagner,random-responding';
  const asked = ['fit-choices', at('choices.csv'), '--subject', 'subject', '--model', models, '--starts', '2'];
  const [text, json] = [[], ['--json']].map((more) => phasic([...asked, '--blocks', '40', ...more]));
  expect(text?.code).toBe(0);
  // The last subject has 52 choices: not two for each of 40 blocks.
  expect(text?.out).toContain('held out in 26 to 40 blocks of each subject');
  const { fits } = JSON.parse(json?.out ?? '') as { readonly fits: readonly SubjectFit[] };
  const sumOf = (of: string): readonly number[] =>
    fits
      .filter(({ model }) => model === of)
      .map(({ heldOut }) => (heldOut?.blocks ?? []).reduce((sum, { logLikelihood }) => sum + logLikelihood, 0));
  const ahead = sumOf('rescorla-wagner').map((one, i) => one - (sumOf('random-responding')[i] ?? 0));
  const mean = ahead.reduce((sum, one) => sum + one, 0) / 3;
  const error = Math.sqrt((3 * ahead.reduce((sum, one) => sum + (one - mean) ** 2, 0)) / 2);
  const four = (value: number): string => String(Number(value.toPrecision(4)));
  expect(text?.out.replaceAll(/\s+/g, ' ')).toContain(
    `Held out, Rescorla-Wagner and softmax predicts best: its log-likelihood is ${four(3 * mean)} (standard error ${four(error)}) higher than that of Random responding, ${four(mean)} a subject, which is ${((3 * mean) / error).toFixed(1)} standard errors: it matters.`,
  );
});

test('what cannot be fitted is said in one line', () => {
  const file = at('choices.csv');
  const results = phasicInTurn(
    [
      ['--model', 'rescorla-wagner'],
      [file],
      [file, '--model', 'rescorla-wagnr'],
      [file, '--model', 'associability', '--subject', 'animal'],
      [file, '--model', 'associability', '--initial-value', 'half'],
      [file, '--model', 'associability,choice-kernel', '--regressors', at('x.tsv')],
    ].map((args) => ['fit-choices', ...args]),
  );
  expect(results.map(({ err }) => err.trim().split('\n'))).toEqual(
    [
      'missing argument FILE',
      'no model is named',
      "did you mean 'rescorla-wagner'?",
      "'animal'",
      "'half' is not a number",
      'there are 2 models',
    ].map((text) => [expect.stringContaining(text)]),
  );
  expect(results.every(({ code }) => code === 2)).toBe(true);
});
