import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phasic, phasicInTurn, startPhasic, type Done } from './phasic.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'phasic-record-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const train = (...args: string[]): Done => phasic(['train', ...args, '--runs', join(folder, 'runs')]);
const runOf = ({ out }: Done): string => (JSON.parse(out) as { run: string }).run;
const checkpointOf = (run: string): Buffer =>
  readFileSync(join(run, readdirSync(run).find((name) => name.startsWith('checkpoint')) as string));

/** The cells of a table, by column; no cell of these has a comma. */
function tableIn(file: string): ReadonlyMap<string, readonly string[]> {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return new Map(head.split(',').map((name, column) => [name, rows.map((row) => row.split(',')[column] ?? '')]));
}

const numbersIn = (table: ReadonlyMap<string, readonly string[]>, name: string): readonly (number | null)[] =>
  (table.get(name) ?? []).map((cell) => (cell === '' ? null : Number(cell)));

test('a recording as CSV and as Arrow has the same numbers, and describes them; it does not change the run', () => {
  const [csv, arrow] = [join(folder, 'steps.csv'), join(folder, 'steps.arrow')];
  const given = ['cliff-walking', '--steps', '900', '--set', 'timeLimit=60', '--recording', 'spikes', '--json'];
  const plain = train(...given);
  const recorded = train(...given, '--again', '--record', csv, '--units', 'all');
  train(...given, '--again', '--record', arrow, '--units', 'all');
  expect(recorded.err).toMatch(/recorded steps 0 to 900 of the first environment in .*steps\.csv \(9\d\d rows\)/);
  expect(checkpointOf(runOf(recorded)).equals(checkpointOf(runOf(plain)))).toBe(true);
  const table = tableIn(csv);
  const { columns, spec } = JSON.parse(readFileSync(`${csv}.json`, 'utf8')) as { columns: object; spec: object };
  expect(Object.keys(columns)).toEqual([...table.keys()]);
  expect(spec).toMatchObject({ world: { id: 'cliff-walking' }, steps: 900 });
  expect([...table.keys()]).toEqual([
    'step',
    'episode',
    't_s',
    'action',
    'reward',
    'rpe',
    'value',
    'rate',
    'event_cliff',
    'event_goal',
    'event_slipped',
    ...['Up', 'Right', 'Down', 'Left'].map((action, i) => `action-value_${i} ${action} (reward units)`),
    ...['Up', 'Right', 'Down', 'Left'].map((action, i) => `policy_${i} ${action} (probability)`),
  ]);
  const read = tableFromIPC(readFileSync(arrow));
  for (const [index, name] of [...table.keys()].entries()) {
    const column = read.getChildAt(index);
    expect(read.schema.fields[index]?.name).toBe(name.split(' ')[0]);
    expect(Array.from(column ?? [], (value: unknown) => value)).toEqual(numbersIn(table, name));
  }
  const value = read.schema.fields.find(({ name }) => name === 'action-value_1');
  expect(Object.fromEntries(value?.metadata ?? [])).toEqual({ label: 'Right', unit: 'reward units' });
  expect(JSON.parse(read.schema.metadata.get('phasic') ?? '')).toMatchObject({ spec: { steps: 900 } });
  // Each step has a row; each first observation has one without an action.
  const steps = numbersIn(table, 'step');
  const actions = numbersIn(table, 'action');
  const withAction = steps.filter((_, row) => actions[row] !== null);
  expect(withAction).toEqual(Array.from({ length: 900 }, (_, k) => k + 1));
  expect(actions[0]).toBe(null);
  const rpe = numbersIn(table, 'rpe');
  expect(rpe.filter((one) => one === null)).toHaveLength(steps.length - 900);
});

test('a saved run that goes on can be recorded; a finished one cannot', () => {
  const file = join(folder, 'more.csv');
  const half = runOf(train('frozen-lake', '--steps', '400', '--json'));
  expect(train('--resume', half, '--record', file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('this run has all of its 400 steps, and none is left to record'),
  });
  expect(train('--resume', half, '--steps', '600', '--record', file, '--record-rows', '50').code).toBe(0);
  const table = tableIn(file);
  expect(numbersIn(table, 'step')).toHaveLength(50);
  expect(numbersIn(table, 'step').at(-1)).toBe(600);
  expect([...table.keys()].some((name) => name.startsWith('policy'))).toBe(false);
});

test('--units draws maps below the figure of the event', () => {
  const figure = join(folder, 'event.svg');
  const { code, err } = train('catch', '--steps', '2500', '--figure', figure, '--units', 'policy');
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(readFileSync(figure, 'utf8')).toMatch(/probability of each action, .*n = \d+ occurrences/);
});

test('stopped, it writes what has been recorded', async () => {
  const file = join(folder, 'stopped.csv');
  mkdirSync(join(folder, 'stopped'));
  const child = startPhasic([
    'train',
    'cliff-walking',
    '--steps',
    '100000000',
    '--record',
    file,
    '--record-rows',
    '20',
    '--runs',
    join(folder, 'stopped'),
  ]);
  // It is saved once it runs.
  while (readdirSync(join(folder, 'stopped')).every((name) => name.startsWith('.'))) await setTimeout(50);
  child.kill('SIGINT');
  const { code, err } = await child.ended;
  expect(code).toBe(130);
  expect(err).toMatch(/recorded steps [\d,]+ to [\d,]+ of the first environment in .*stopped\.csv \(20 rows\)/);
  expect(numbersIn(tableIn(file), 'step')).toHaveLength(20);
}, 30_000);

test('options without use, and more numbers than fit, are refused', () => {
  const runs = ['--runs', join(folder, 'runs')];
  const train = (...args: string[]) => ['train', 'frozen-lake', ...args, ...runs];
  const told = phasicInTurn([
    train('--units', 'all'),
    train('--record-rows', '10'),
    train('--record', join(folder, 'x.txt')),
    train('--record', join(folder, 'x.csv'), '--seeds', '2'),
    train('--record', join(folder, 'x.csv'), '--units', 'hidden'),
    train('--record', join(folder, 'x.csv'), '--steps', '10000000', '--record-rows', '900000', '--units', 'all'),
    train('--record', join(folder, 'x.arrow'), '--steps', '10000000', '--record-rows', '9000000'),
  ]).map(({ err }) => err);
  expect(told).toEqual([
    expect.stringContaining('the recorded units are not used; add --record or --figure'),
    expect.stringContaining('nothing is recorded; add --record'),
    expect.stringContaining("x.txt' is not a CSV or an Arrow file"),
    expect.stringContaining('--record is for one seed'),
    expect.stringContaining("this agent has no units 'hidden'"),
    expect.stringMatching(/900,000 rows of 18 columns are 16,200,000 numbers, more than the 10,000,000 .* \.arrow/),
    expect.stringMatching(/9,000,000 rows of 9 signals are 81,000,000 numbers, more than the 50,000,000/),
  ]);
  expect(readdirSync(folder).some((name) => name.startsWith('x.'))).toBe(false);
});
