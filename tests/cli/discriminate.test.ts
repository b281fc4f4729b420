// A person looks for the experiment that tells two models apart, from the command line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedByLine, phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  writeFileSync(at('design.txt'), 'train | 6A+/2A-\niti = uniform 3 5\n');
  writeFileSync(at('nothing.txt'), 'train | 6A-\niti = uniform 3 5\n');
});

const two = ['--agents', 'td-csc,rescorla-wagner', '--recording', 'dlight', '--noise', 'rho=0.9,sd=8'];

interface Found {
  readonly designs: readonly { readonly trials: number }[];
  readonly powers: readonly {
    readonly trials: number;
    readonly byAnimals: readonly { readonly animals: number; readonly models: readonly { readonly share: number }[] }[];
  }[];
}

test('predictions, power and a design to run; the same bytes by one worker and two', () => {
  const options = ['discriminate', at('design.txt'), ...two, '--animals', '2..3', '--experiments', '40', '--json'];
  const files = ['--save', at('best.json'), '--csv', at('power.csv'), '--figure', at('grant.svg')];
  const one = phasic([...options, '--workers', '1', ...files]);
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(phasic([...options, '--workers', '2']).out).toBe(one.out);
  const found = JSON.parse(one.out) as Found;
  expect(found.designs.map(({ trials }) => trials)).toEqual([8]);
  const whole = found.powers.at(-1);
  expect(whole?.trials).toBe(8);
  expect(whole?.byAnimals.map(({ animals }) => animals)).toEqual([2, 3]);
  // Lengths of session, numbers of animals, models.
  expect(readFileSync(at('power.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 6 * 2 * 2);
  expect(readFileSync(at('grant.svg'), 'utf8')).toContain('Power, whole session');
  expect(phasic(['run', at('best.json'), '--json'])).toMatchObject({ code: 0 });
});

test('what cannot be told apart, and what is not allowed, is said in one line', () => {
  const asked = (...args: readonly string[]) => ['discriminate', ...args];
  const results = phasicInTurn([
    asked(at('nothing.txt'), ...two),
    asked('schultz-1997', '--agents', 'td-csc'),
    asked('schultz-1997', '--agents', 'td-csc,td-csc'),
    asked('schultz-1997', '--agents', 'td-csc,td-lamda-csc'),
    asked('schultz-1997', ...two, '--vary', 'itiSecond=3..9'),
    asked('schultz-1997', ...two, '--vary', 'magnitude=9..3'),
    asked('schultz-1997', ...two, '--vary', 'recording.movement=1..3'),
    asked('schultz-1997', ...two, '--noise', 'rho=2,sd=1'),
    asked('schultz-1997', '--agents', 'td-csc,rescorla-wagner', '--recording', 'identity'),
    asked('schultz-1997', ...two, '--animals', '9..4'),
    asked('schultz-1997', ...two, '--noise', at('none.json')),
    asked('morris-2006', '--agents', 'q-learning,actor-critic', '--noise', 'rho=0,sd=1'),
  ]);
  expect(results.map(({ code, err }) => [code, err.trim().split('\n')])).toEqual(
    [
      'these models cannot be told apart in this design',
      "'td-csc' is alone",
      "'td-csc' is named twice",
      "did you mean 'td-lambda-csc'?",
      "did you mean 'itiSeconds'?",
      'is empty',
      'is not a parameter of the design',
      'give a number from 0 to 0.999',
      'has no noise of its own',
      'give a range such as 4..20',
      'none.json',
      'agents choose',
    ].map((text) => [2, [expect.stringContaining(text)]]),
  );
});

test('a rig is told its next trial, and nothing else', () => {
  writeFileSync(at('types.txt'), 'train | rand/6A+/6B-\niti = uniform 3 5\n');
  const rows = Array.from({ length: 8 }, (_, i) => `${i % 2 === 0 ? 'A+' : 'B-'},`);
  writeFileSync(at('so-far.csv'), ['type,response', ...rows, 'A+,', ''].join('\n'));
  writeFileSync(at('so-far.json'), JSON.stringify([...rows.map((row) => row.slice(0, 2)), { type: 'A+' }]));
  writeFileSync(at('wrong.csv'), 'type,response\nA+,high\n');
  writeFileSync(at('one.txt'), 'train | 6A+\n');
  writeFileSync(at('one.csv'), 'type\nA+\n');
  const asked = (design: string, ...args: readonly string[]) => ['discriminate', at(design), ...two, ...args];
  const results = phasicInTurn([
    asked('types.txt', '--next-trial', at('so-far.csv')),
    asked('types.txt', '--next-trial', at('so-far.json')),
    asked('types.txt', '--next-trial', at('so-far.json'), '--repeats', '1'),
    asked('types.txt', '--next-trial', at('so-far.csv'), '--json'),
    asked('types.txt', '--next-trial', at('wrong.csv')),
    asked('types.txt', '--next-trial', at('so-far.csv'), '--animals', '4..8'),
    asked('types.txt', '--repeats', '2'),
    asked('one.txt', '--next-trial', at('one.csv'), '--repeats', '1'),
  ]);
  expect(results.slice(0, 3)).toEqual(['A+', 'A+', 'B-'].map((type) => ({ code: 0, out: `${type}\n`, err: '' })));
  expect(JSON.parse(results[3]?.out ?? '')).toMatchObject({
    type: 'A+',
    candidates: [{ type: 'A+', isAllowed: true }, { type: 'B-' }],
    agents: [
      { id: 'td-csc', probability: 0.5 },
      { id: 'rescorla-wagner', probability: 0.5 },
    ],
  });
  expect(results.slice(4).map(({ code, err }) => [code, err.trim().split('\n')])).toEqual(
    ["response 'high' is not a number", 'leave it out', 'give it with --next-trial', 'more than 1 in a row'].map(
      (text) => [2, [expect.stringContaining(text)]],
    ),
  );
});

test('a rig that stays is answered line by line, as a rig with a table is', async () => {
  writeFileSync(at('lines.txt'), 'train | rand/6A+/6B-\niti = uniform 3 5\n');
  const lines = ['{"type":"A+"}', '"B-"', '{"type":"A+","response":""}', '{"type":"C+"}'];
  const asked = (file: string) => ['discriminate', at('lines.txt'), ...two, '--json', '--next-trial', file];
  const { answers, code, err } = await askedByLine(asked('-'), lines);
  writeFileSync(at('three.json'), JSON.stringify(['A+', 'B-', 'A+']));
  expect(answers).toHaveLength(4);
  expect(JSON.parse(answers[0] ?? '')).toMatchObject({ agents: [{ probability: 0.5 }, { probability: 0.5 }] });
  expect(phasic(asked(at('three.json'))).out).toBe(`${answers[3]}\n`);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining("trial 4: the design has no trial type 'C+'"),
  });
});
