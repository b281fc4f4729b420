// A person fits agents to a recording of their own, from the command line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const truth = { learningRate: 0.12, discount: 0.8 };
const session = at('made.nwb');
const sensed = ['--agent', 'td-csc', '--recording', 'dlight'];

beforeAll(() => {
  writeFileSync(at('design.txt'), 'train | 40A+/10A-\niti = uniform 5 12\n');
  const set = Object.entries(truth).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const made = phasic(['run', at('design.txt'), ...sensed, ...set, '--nwb', session]);
  expect(made).toMatchObject({ code: 0 });
});

interface PrintedFit {
  readonly fits: readonly {
    readonly free: readonly string[];
    readonly fit: {
      readonly parameters: readonly {
        readonly id: string;
        readonly value: number;
        readonly interval: [number, number];
      }[];
      readonly logLikelihood: number;
      readonly aic: number;
    };
    readonly heldOut: { readonly blocks: readonly { readonly logLikelihood: number }[] };
    readonly recovered: { readonly draws: number };
  }[];
}

test('a session is fitted, with the same bytes by one worker, two, and two that go on; the saved fit is evaluated again', () => {
  const options = ['fit', session, ...sensed, '--starts', '3', '--blocks', '2', '--recover', '2', '--json'];
  const one = phasic([...options, '--workers', '1', '--save', at('fit.json'), '--regressors', at('events.tsv')]);
  expect(one.err).toBe('');
  const kept = at('kept.jsonl');
  const keptLines = (): readonly string[] => readFileSync(kept, 'utf8').trimEnd().split('\n');
  expect(phasic(['fit', session, ...sensed, '--starts', '1', '--keep', kept])).toMatchObject({ code: 0 });
  const before = keptLines();
  expect(phasic([...options, '--workers', '2', '--keep', kept]).out).toBe(one.out);
  // The first search and the intervals of its fit; then two searches, intervals, two blocks and two simulated sessions: the
  // first search is not done again.
  expect([before.length, keptLines().length]).toEqual([2, 9]);
  expect(keptLines()[0]).toBe(before[0]);
  // A damaged line is said, and computed again.
  writeFileSync(kept, [keptLines()[0]?.replace('"cell":"', '"cell":"A'), ...keptLines().slice(1), ''].join('\n'));
  const again = phasic([...options, '--keep', kept]);
  expect(again.out).toBe(one.out);
  expect(again.err).toMatch(/kept\.jsonl: 1 result cannot be read as written; computed again/);
  expect(keptLines()).toHaveLength(9);
  const [fitted] = (JSON.parse(one.out) as PrintedFit).fits;
  const byId = new Map(fitted?.fit.parameters.map((parameter) => [parameter.id.split('.')[1], parameter]));
  for (const [name, value] of Object.entries(truth)) {
    const [low, high] = byId.get(name)?.interval ?? [0, 0];
    // Within three standard errors: the noise of this session is one draw.
    expect(Math.abs((byId.get(name)?.value ?? 0) - value)).toBeLessThan(0.75 * (high - low));
  }
  expect(fitted?.heldOut.blocks).toHaveLength(2);
  expect(fitted?.recovered.draws).toBe(2);
  expect(phasic(['verify', at('fit.json')])).toMatchObject({ code: 0, out: expect.stringContaining('as saved') });
  const saved = readFileSync(at('fit.json'), 'utf8');
  writeFileSync(at('other.json'), saved.replace(/"logLikelihood":(-?\d+)/, '"logLikelihood":$11'));
  expect(phasic(['verify', at('other.json')])).toMatchObject({ code: 1, out: expect.stringContaining('saved as') });
  const rows = readFileSync(at('events.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows[0]).toEqual(['onset', 'duration', 'trial', 'trial_type', 'event', 'value', 'rpe_signed', 'rpe_unsigned']);
  const rewards = rows.filter((row) => row[4] === 'reward');
  expect(rewards).toHaveLength(40);
  // Nothing was expected of the first.
  expect(rewards[0]?.[6]).toBe('1');
});

test('what cannot be fitted is said in one line', () => {
  const refused = (...args: readonly string[]) => ['fit', ...args];
  const results = phasicInTurn([
    refused(session),
    refused('--agent', 'td-csc'),
    refused(session, '--agent', 'td-csc'),
    refused(session, ...sensed, '--free', 'learningRat'),
    refused(session, ...sensed, '--free', 'recording.noise'),
    refused(session, ...sensed, '--data', 'choices'),
    refused(session, ...sensed, '--data', 'all'),
    refused(session, ...sensed, '--save', at('none/x.json')),
    ['verify', at('none.json')],
  ]);
  expect(results.map(({ err }) => err.trim().split('\n'))).toEqual(
    [
      'no agent is named',
      'missing argument FILE',
      'a signal is fitted through its sensor',
      "did you mean 'learningRate'?",
      'recording.noise changes nothing in these data',
      'no choices are named',
      "'all' is not allowed",
      'none',
      'none.json',
    ].map((text) => [expect.stringContaining(text)]),
  );
  expect(results.every(({ code }) => code === 2)).toBe(true);
});
