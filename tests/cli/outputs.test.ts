import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../src/install/version.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic, phasicInTurn, shell, type Done } from './phasic.ts';

const short = ['run', 'schultz-1997', '--set', 'trainingTrials=20', '--set', 'probeTrials=5', '--seed', '3'];
const line = `phasic ${short.join(' ')}`;
const withoutSeconds = (report: string): string => report.replace(/seed 3, .* s$/m, '');
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

let folder: string;
/** The contents of the table and the report if both have separate targets. */
const plain = { csv: '', report: '' };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasic-outputs-'));
  const { out } = phasic([...short, '--csv', 'plain.csv'], { cwd: folder });
  Object.assign(plain, { csv: read(folder, 'plain.csv'), report: withoutSeconds(out) });
  expect(plain.csv).toContain('condition');
  expect(plain.report).toContain('signature');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an output that is a regular file', () => {
  test('keeps its mode when it is replaced, and leaves no temporary file', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.csv'), 'old');
    chmodSync(join(cwd, 'a.csv'), 0o640);
    expect(phasic([...short, '--csv', 'a.csv'], { cwd }).code).toBe(0);
    expect(read(cwd, 'a.csv')).toBe(plain.csv);
    expect(statSync(join(cwd, 'a.csv')).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd)).toEqual(['a.csv', 'a.csv.json']);
    expect(JSON.parse(read(cwd, 'a.csv.json'))).toMatchObject({
      phasic: version,
      spec: { seed: 3 },
      columns: { t_s: { unit: 's' } },
    });
  });

  test('a table replaces the description of an earlier one next to it, and nothing else', () => {
    const cwd = temporaryFolder();
    const table = [...short, '--csv', 'a'];
    expect(phasic(table, { cwd }).code).toBe(0);
    expect(phasic(table, { cwd }).code).toBe(0);
    const clash = phasic([...table, '--spec', 'a.json'], { cwd });
    expect([clash.code, clash.err]).toEqual([
      2,
      'phasic: a.json: --csv and --spec would be written to the same place; give each its own file\n',
    ]);
    writeFileSync(join(cwd, 'a'), 'old');
    writeFileSync(join(cwd, 'a.json'), '{"mine": 1}');
    const { code, err } = phasic(table, { cwd });
    expect(err).toBe(
      'phasic: a.json: exists already, and is not the description of a table; move it away, or give the table another name\n',
    );
    expect([code, read(cwd, 'a'), read(cwd, 'a.json')]).toEqual([2, 'old', '{"mine": 1}']);
  });
});

describe.skipIf(process.platform === 'win32')('an output that is not a regular file', () => {
  test('a symbolic link is kept, and its target is replaced or created', () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data', 'real.csv'), 'old');
    const links = { near: 'far', far: 'data/real.csv', dangling: 'data/new.csv' };
    for (const [from, to] of Object.entries(links)) symlinkSync(to, join(cwd, from));
    for (const name of ['near', 'dangling'])
      expect(phasic([...short, '--csv', name], { cwd })).toMatchObject({ code: 0, err: '' });
    for (const [from, to] of Object.entries(links)) expect(readlinkSync(join(cwd, from))).toBe(to);
    expect(['real.csv', 'new.csv'].map((name) => read(cwd, 'data', name))).toEqual([plain.csv, plain.csv]);
    expect(readdirSync(join(cwd, 'data')).sort()).toEqual(['new.csv', 'real.csv']);
  });

  test('a pipe is written to, also if its reader opens it late, and stays a pipe', () => {
    const cwd = temporaryFolder();
    const { code, out, err } = shell(`mkfifo p; cat p > early & ${line} --csv p; wait`, cwd);
    expect({ code, err, report: withoutSeconds(out) }).toEqual({ code: 0, err: '', report: plain.report });
    expect(read(cwd, 'early')).toBe(plain.csv);
    const late = shell(
      `${line} --csv p 2> told & until grep -q waiting told 2> /dev/null; do sleep 0.05; done; cat p > late; wait`,
      cwd,
    );
    expect(late.err).toBe('');
    expect(read(cwd, 'told')).toBe('waiting for a program that reads p\n');
    expect(read(cwd, 'late')).toBe(plain.csv);
    expect(lstatSync(join(cwd, 'p')).isFIFO()).toBe(true);
  });

  test('a pipe without a reader is reported, and nothing hangs', () => {
    const cwd = temporaryFolder();
    const { code, err } = shell(`mkfifo p; ${line} --csv p`, cwd);
    expect(code).toBe(2);
    expect(err).toMatch(/^waiting for .*\nphasic: p: nobody reads from this pipe; start the reader, or name a file\n$/);
  });

  test('a device is written to and not replaced', () => {
    expect(phasic([...short, '--csv', '/dev/null', '--spec', '/dev/null'])).toMatchObject({ code: 0, err: '' });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a descriptor of the shell is written to at its position', () => {
    const cwd = temporaryFolder();
    expect(shell(`{ echo first >&3; ${line} --csv /dev/fd/3; echo last >&3; } 3> a.csv`, cwd)).toMatchObject({
      code: 0,
      err: '',
    });
    expect(read(cwd, 'a.csv')).toBe(`first\n${plain.csv}last\n`);
    expect(shell(`${line} --csv >(tr a-z A-Z > b.csv); wait $!`, cwd)).toMatchObject({ code: 0, err: '' });
    expect(read(cwd, 'b.csv')).toBe(plain.csv.toUpperCase());
  });
});

describe('standard output as a file', () => {
  const told = (cwd: string, command: string): void => {
    const { code, out, err } = shell(command, cwd);
    expect(code).toBe(0);
    expect(out).toBe(plain.csv);
    expect(withoutSeconds(err)).toBe(plain.report);
  };

  test('contains only the table under the name -, and the report goes to standard error', () => {
    const { code, out, err } = phasic([...short, '--csv', '-'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toBe(plain.csv);
    expect(withoutSeconds(err)).toBe(plain.report);
    expect(readdirSync(folder)).toEqual(['plain.csv', 'plain.csv.json']);
  });

  test.skipIf(process.platform === 'win32')(
    'so does /dev/stdout, as a pipe or a redirection, and the file that it is redirected to',
    () => {
      const cwd = temporaryFolder();
      told(cwd, `${line} --csv /dev/stdout | cat`);
      told(cwd, `${line} --csv /proc/self/fd/1 > a.csv && cat a.csv`);
      told(cwd, `ln -s /dev/stdout link && ${line} --csv link > b.csv && cat b.csv`);
      told(cwd, `${line} --csv c.csv > c.csv && cat c.csv`);
      expect(readdirSync(cwd).sort()).toEqual(['a.csv', 'b.csv', 'c.csv', 'link']);
      expect(readlinkSync(join(cwd, 'link'))).toBe('/dev/stdout');
    },
  );

  test('contains figures, specs and pages of the other commands too', () => {
    const cwd = temporaryFolder();
    const starts: readonly (readonly [RegExp, readonly string[]])[] = [
      [/^<\?xml .*\n<svg/, [...short, '--figure', '-']],
      [/^\{\n/, [...short, '--spec', '-']],
      [/^<\?xml .*\n<svg/, ['compare', ...short.slice(1), '--agents', 'td-csc,td-presence', '--figure', '-']],
      [
        /subject,seed/,
        [
          'sweep',
          'schultz-1997',
          '--set',
          'trainingTrials=20',
          '--vary',
          'learningRate=0.1,0.2',
          '--population',
          'off',
          '--csv',
          '-',
        ],
      ],
      [
        /^<!doctype html/i,
        [
          'bench',
          '--paradigms',
          'schultz-1997',
          '--agents',
          'td-csc',
          '--seeds',
          '2',
          '--store',
          'cells',
          '--html',
          '-',
        ],
      ],
      [/^<\?xml .*\n<svg/, ['train', 'bandit', '--steps', '500', '--runs', 'runs', '--curve', '-']],
    ];
    for (const [start, args] of starts) {
      const { code, out, err } = phasic(args, { cwd });
      expect(code).toBe(0);
      expect(out.slice(0, 2000)).toMatch(start);
      expect(err).not.toBe('');
    }
  });
});

describe('an impossible output is refused in one line, before anything is computed', () => {
  const train = ['train', 'bandit', '--steps', '500', '--runs', 'runs'];
  const refused: readonly (readonly [name: string, args: readonly string[], message: string])[] = [
    [
      'two files in standard output',
      [...short, '--csv', '-', '--spec', '-'],
      '--csv and --spec would be written to the same place',
    ],
    [
      'a file and JSON in standard output',
      [...short, '--csv', '-', '--json'],
      '--csv and --json would be written to the same place',
    ],
    [
      'the same in a sweep',
      ['sweep', 'schultz-1997', '--vary', 'learningRate=0.1,0.2', '--figure', '-', '--json'],
      '--figure and --json would be written to the same place',
    ],
    [
      'two files in one',
      [...short, '--csv', 'a', '--spec', './a'],
      '--csv and --spec would be written to the same place',
    ],
    [
      'two files in one, behind a link',
      [...short, '--csv', 'a', '--spec', 'link'],
      '--csv and --spec would be written to the same place',
    ],
    ['a folder', [...short, '--csv', 'sub'], 'sub: is a folder; name a file in it'],
    [
      'a missing folder',
      [...short, '--csv', 'no/a.csv'],
      'no/a.csv: cannot be written (ENOENT); choose a folder that exists',
    ],
    ['a file as a folder', [...short, '--csv', 'file/a.csv'], 'file/a.csv: cannot be written (ENOTDIR)'],
    ['links in a ring', [...short, '--csv', 'ring'], 'ring: cannot be written (ELOOP)'],
    [
      'a figure of another kind',
      ['compare', ...short.slice(1), '--agents', 'td-csc,td-presence', '--figure', 'a.jpg'],
      "'a.jpg' is not an SVG, PNG or PDF file; name a file that ends in .svg, .png or .pdf",
    ],
    ['a curve of another kind', [...train, '--curve', 'a.gif'], "'a.gif' is not an SVG, PNG or PDF file"],
    ['a curve in a missing folder', [...train, '--curve', 'no/a.svg'], 'no/a.svg: cannot be written (ENOENT)'],
    ['a page of another kind', ['bench', '--html', 'a.txt', '--store', 'runs'], "'a.txt' is not an HTML file"],
  ];
  let [cwd, told]: [string, readonly Done[]] = ['', []];
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'phasic-outputs-'));
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'file'), 'kept');
    symlinkSync('a', join(cwd, 'link'));
    symlinkSync('ring', join(cwd, 'ring'));
    told = phasicInTurn(
      refused.map(([, args]) => args),
      { cwd },
    );
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test.each(refused.map(([name, , message], i) => [name, i, message] as const))('%s', (_, i, expected) => {
    const { code, out, err } = told[i] as Done;
    expect(err).toContain(expected);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
    expect(readdirSync(cwd).sort()).toEqual(['file', 'link', 'ring', 'sub']);
    expect(read(cwd, 'file')).toBe('kept');
  });

  test.skipIf(process.platform !== 'linux')('a place where the system allows no files is reported in one line', () => {
    for (const file of ['/proc/a.csv', '/proc/self/a.csv', '/sys/a.csv', '/dev/null/a.csv']) {
      const { code, err } = phasic([...short, '--csv', file]);
      expect(err).toMatch(new RegExp(`^phasic: ${file}: cannot be written \\([A-Z]+\\); .*\\n$`));
      expect(code).toBe(2);
    }
  });
});
