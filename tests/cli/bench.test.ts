import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const program = fileURLToPath(new URL('../../bin/phasic.cjs', import.meta.url));
const small = [
  '--paradigms',
  'schultz-1997,hollerman-schultz-1998',
  '--agents',
  'td-csc,rescorla-wagner',
  '--seeds',
  '2',
];

describe('phasic bench', () => {
  test('prints rows as JSON, each with its verdict and its signatures', () => {
    const { code, out } = phasic(['bench', ...small, '--store', temporaryFolder(), '--json']);
    expect(code).toBe(0);
    const { rows, seconds } = JSON.parse(out);
    expect(seconds).toBeGreaterThan(0);
    expect(rows.map(({ paradigm, agent }: { paradigm: string; agent: string }) => [paradigm, agent])).toEqual([
      ['hollerman-schultz-1998', 'rescorla-wagner'],
      ['hollerman-schultz-1998', 'td-csc'],
      ['schultz-1997', 'rescorla-wagner'],
      ['schultz-1997', 'td-csc'],
    ]);
    expect(rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'controls-failed',
      'partly',
      'partly',
      'pass',
    ]);
    expect(rows.map(({ failedControls }: { failedControls: readonly string[] }) => failedControls.length > 0)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    for (const { signatures } of rows)
      for (const one of signatures)
        expect(Object.keys(one)).toEqual(
          expect.arrayContaining([
            'id',
            'values',
            'passRate',
            'measured',
            'expected',
            one.role === 'control' ? 'pass' : 'standing',
          ]),
        );
  });

  test('each cell has the command that runs it again, with the same numbers to the last bit and the same words', () => {
    // One cell with fewer trials in the bench, and one with notes.
    for (const [paradigm, agent] of [
      ['starkweather-2017', 'rescorla-wagner'],
      ['sadacca-2016', 'pearce-hall'],
    ] as const) {
      const args = ['bench', '--paradigms', paradigm, '--agents', agent, '--seeds', '2', '--store', temporaryFolder()];
      const [row] = JSON.parse(phasic([...args, '--json']).out).rows;
      const [program, ...again] = (row.command as string).split(' ');
      expect(program).toBe('phasic');
      const { signatures, verdict } = JSON.parse(phasic([...again, '--json']).out);
      expect(verdict).toBe(row.verdict);
      expect(row.signatures).toMatchObject(signatures);
      const [detailed, printed] = [phasic([...args, '--details']).out, phasic(again).out];
      expect(detailed).toContain(row.command);
      for (const line of detailed.split('\n').filter((one) => /^ {2}(pass|FAIL|undefined|not judged) /.test(one)))
        expect(printed).toContain(line);
      for (const { why } of row.notes) for (const out of [detailed, printed]) expect(out).toContain(why);
      expect(row.notes.length > 0).toBe(agent === 'pearce-hall');
    }
  });

  test('--search shows which agent passes with another setting, with the command that runs it: the same numbers to the last bit', () => {
    const folder = temporaryFolder();
    const args = [
      'bench',
      '--paradigms',
      'hollerman-schultz-1998',
      '--agents',
      'td-csc,rescorla-wagner',
      '--seeds',
      '4',
      '--store',
      folder,
    ];
    const searched = phasic([...args, '--search', '--json']);
    expect(searched.code).toBe(0);
    const rows = JSON.parse(searched.out).rows as readonly {
      agent: string;
      verdict: string;
      search: {
        words: string;
        tried: number;
        verdict: string;
        setting: Record<string, unknown>;
        signatures: object[];
        command: string;
      };
    }[];
    const [trial, step] = rows.map(({ search }) => search);
    // An agent that resets its delay lines at a reward shows it, like td-csc-reset; a rule that learns once per trial
    // has no timed response at a cue with any setting.
    expect(step).toMatchObject({ tried: 64, verdict: 'pass', setting: { 'architecture.resetAtReward': true } });
    expect(step?.words).toMatch(/^does not pass by default, but with architecture\.resetAtReward = true/);
    expect(trial?.verdict).not.toBe('pass');
    expect(trial?.words).toMatch(/^no setting found that passes \(64 settings tried\); the closest, /);
    for (const { search } of rows) {
      const [, ...again] = search.command.split(' ');
      const { signatures, verdict } = JSON.parse(phasic([...again, '--json']).out);
      expect(verdict).toBe(search.verdict);
      expect(search.signatures).toMatchObject(signatures);
    }
    // A search's result is shown from then on, whether or not a new search is requested.
    const { out } = phasic([...args, '--details']);
    expect(out).toMatch(/^hollerman-schultz-1998 +c- +~\+ +[\d.]+$/m);
    for (const { search } of rows) for (const text of [search.words, search.command]) expect(out).toContain(text);
    const again = JSON.parse(phasic([...args, '--search', '--json']).out).rows;
    expect(again).toEqual(rows);
  }, 60_000);

  test('prints the matrix with a legend and the time of each row, and saves the page', () => {
    const folder = temporaryFolder();
    const page = join(folder, 'matrix.html');
    const { code, out } = phasic(['bench', ...small, '--store', folder, '--html', page, '--details']);
    expect(code).toBe(0);
    expect(out).toMatch(/^schultz-1997 +~ +P +[\d.]+$/m);
    expect(out).toMatch(/1 {2}Rescorla-Wagner \(rescorla-wagner\)/);
    expect(out).toMatch(/^c {2}not judged: a control does not hold$/m);
    expect(out).toMatch(
      /^schultz-1997, rescorla-wagner: partly: some findings are shown; 1 of \d findings shown, \d not judged or undefined; omission-cue-unchanged is undefined$/m,
    );
    expect(out).toMatch(
      /^ {2}pass +After learning, the cue evokes a burst\. +0\.9 \[0\.9, 0\.9\] +100 % +above 0\.05$/m,
    );
    expect(out).toMatch(/^ {2}trained-cue-burst \(finding\): RPE at cue \/ reward size\. Schultz/m);
    expect(readFileSync(page, 'utf8')).toContain('Which model shows which finding');
  });

  test('an agent that acts is not applicable to paradigms without choices', () => {
    const { out } = phasic([
      'bench',
      '--paradigms',
      'schultz-1997,roesch-2007',
      '--agents',
      'q-learning',
      '--seeds',
      '2',
      '--store',
      temporaryFolder(),
      '--json',
    ]);
    expect(JSON.parse(out).rows.map(({ verdict }: { verdict: string }) => verdict === 'not-applicable')).toEqual([
      true,
      false,
    ]);
  });

  test('Ctrl-C keeps finished work, and a second call continues from there', async () => {
    const folder = temporaryFolder();
    const store = join(folder, 'cells.jsonl');
    const args = [
      'bench',
      '--paradigms',
      'schultz-1997,hollerman-schultz-1998,starkweather-2017',
      '--agents',
      'td-csc,td-csc-reset,td-belief',
      '--seeds',
      '3',
      '--workers',
      '1',
      '--store',
      folder,
    ];
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    child.stderr.on('data', (data: Buffer) => (told += data.toString()));
    const linesOf = (): string[] => (existsSync(store) ? readFileSync(store, 'utf8').trim().split('\n') : []);
    while (linesOf().length === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(130);
    expect(told).toMatch(/stopped after \d of 9 cells; run the same command again to continue/);
    const kept = linesOf();
    expect(kept.length).toBeLessThan(9);
    expect(phasic(args).code).toBe(0);
    expect(linesOf()).toHaveLength(9);
    expect(linesOf().slice(0, kept.length)).toEqual(kept);
  });

  test.each([
    [['--agents', 'td-cs'], "did you mean 'td-csc'"],
    [['--paradigms', 'own-design'], "paradigm 'own-design' has no findings to judge"],
    [['--html', 'matrix.txt'], "'matrix.txt' is not an HTML file"],
    [['--seeds', '0'], 'give a whole number from 1 to 1000'],
  ])('%s is refused in one line', (args, message) => {
    const { code, err } = phasic(['bench', ...args, '--store', temporaryFolder()]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
