import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic, phasicInTurn, type Done } from './phasic.ts';

const short = ['--set', 'trainingTrials=60', '--set', 'probeTrials=5'];
const sweep = [
  'sweep',
  'schultz-1997',
  ...short,
  '--vary',
  'learningRate=0.05..0.4:log',
  '--vary',
  'discount=0.9,0.98',
  '--grid',
  '3',
];

describe('phasic sweep', () => {
  test('gives each subject of a grid its parameters, signatures and averages, in lockstep the same as one by one', () => {
    const run = (population: string) => {
      const folder = temporaryFolder();
      const [file, figure] = [join(folder, 'sweep.csv'), join(folder, 'sweep.svg')];
      const { code, out } = phasic([...sweep, '--population', population, '--json', '--csv', file, '--figure', figure]);
      expect(code).toBe(0);
      expect(readFileSync(figure, 'utf8')).toMatch(/<svg .*learningRate.*discount/s);
      const { columns, spec } = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
      const rows = readFileSync(file, 'utf8').trim().split('\n');
      expect(Object.keys(columns).join()).toBe(rows[0]);
      expect(columns.discount).toEqual({
        what: 'Discount per second of delay of a reward; in stepped environments, per step',
        unit: 'per second',
      });
      const told = JSON.parse(out);
      expect(spec).toEqual(told.spec);
      return { told, rows };
    };
    const [lockstep, single] = [run('on'), run('off')];
    expect(lockstep.told.results).toHaveLength(6);
    expect(lockstep.told.results.map(({ backend }: { backend: string }) => backend)).toEqual(
      Array.from({ length: 6 }, () => 'tfjs-wasm'),
    );
    expect(lockstep.rows).toHaveLength(7);
    expect(lockstep.rows[0]).toMatch(
      /^subject,seed,learningRate,discount,diverged,naive-reward-burst,naive-reward-burst:pass,.*,predicted:rpe,predicted:value,.*,backend,paradigm,agent$/,
    );
    single.told.results.forEach(
      (
        {
          parameters,
          signatures,
        }: { parameters: object; signatures: { id: string; measured: number; pass: boolean }[] },
        i: number,
      ) => {
        const other = lockstep.told.results[i];
        expect(other.parameters).toEqual(parameters);
        signatures.forEach(({ id, measured, pass }, k) => {
          expect(other.signatures[k]).toMatchObject({ id, pass });
          expect(other.signatures[k].measured).toBeCloseTo(measured, 4);
        });
      },
    );
  });

  test('prints the fraction of subjects that show each signature, and how it was computed', () => {
    const { code, out, err } = phasic([...sweep.slice(0, -2), '--subjects', '3']);
    expect(code).toBe(0);
    expect(out).toMatch(/3 subjects/);
    expect(out).toMatch(/pass +signature +5 % +median +95 % +expected/);
    expect(err).toMatch(
      /^the population program is faster (from about \d+ subjects on|for no number of subjects) here \(tfjs-wasm, .*\), so .* used for 3$/m,
    );
  });

  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [
      ['schultz-1997'],
      'phasic: --vary: nothing varies; name a parameter and its values, e.g. --vary learningRate=0.01..0.5',
    ],
    [['schultz-1997', '--vary', 'learningrate=0.1'], "did you mean 'learningRate'?"],
    [
      ['schultz-1997', '--vary', 'learningRate=0.1..x'],
      "phasic: --vary learningRate: '0.1..x' is not a range of numbers; write --vary learningRate=0.01..0.5",
    ],
    [['schultz-1997', '--vary', 'learningRate=0..1:log'], 'begin a range on a log scale above 0'],
    [
      ['schultz-1997', '--vary', 'learningRate=0.1', '--population', 'onn'],
      "phasic: --population: 'onn' is not allowed; did you mean 'on'?",
    ],
    [['schultz-1997', '--vary', 'learningRate=0.1', '--population', 'on', '--backend', 'wsm'], "did you mean 'wasm'?"],
    [['schultz-1997', '--vary', 'learningRate=0.1', '--subjects', '3', '--grid', '3'], 'give one of them'],
    [
      ['schultz-1997', '--agent', 'kalman-td', '--vary', 'discount=0.9', '--population', 'on'],
      'has no population program; use --population auto',
    ],
  ];
  let told: readonly Done[];
  beforeAll(() => (told = phasicInTurn(refused.map(([args]) => ['sweep', ...args, '--csv', 'never.csv']))));

  test.each(refused.map(([args, message], i) => [args, i, message] as const))(
    '%s is refused in one line',
    (_, i, message) => {
      const { code, err, out } = told[i] as Done;
      expect(code).toBe(2);
      expect(err.trim().split('\n').at(-1)).toContain(message);
      expect(out).toBe('');
      expect(existsSync('never.csv')).toBe(false);
    },
  );
});
