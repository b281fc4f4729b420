import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWhole } from '../sample.ts';
import { phasic, phasicInTurn, shell, type Done } from './phasic.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasic-paths-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const short = ['--set', 'trainingTrials=20', '--set', 'probeTrials=5'];
const oneLine = ({ code, out, err }: Done, said: RegExp): void => {
  expect(err).toMatch(said);
  expect(
    err
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('waiting')),
  ).toHaveLength(1);
  expect([code, out]).toEqual([2, '']);
};

/** Folders that cannot be created; in /proc Node's own recursive creation never ends. */
const impossible =
  process.platform === 'linux'
    ? ['/proc/x', '/proc/x/y', '/sys/none', '/dev/null', '/dev/null/x']
    : ['/dev/null', '/dev/null/x'];

describe.skipIf(process.platform === 'win32').each(impossible)(
  'the folder %s, which cannot be created, is reported in one line',
  (path) => {
    const commands: readonly (readonly [name: string, args: readonly string[]])[] = [
      ['run --save', ['run', 'schultz-1997', ...short, '--save', '--runs', path]],
      ['train', ['train', 'bandit', '--steps', '200', '--runs', path]],
      ['bench', ['bench', '--paradigms', 'schultz-1997', '--agents', 'td-csc', '--seeds', '2', '--store', path]],
    ];
    let told: readonly Done[];
    beforeAll(
      () =>
        (told = phasicInTurn(
          commands.map(([, args]) => args),
          { cwd: folder },
        )),
    );

    test.each(commands.map(([name], i) => [name, i] as const))('by %s', (_, i) =>
      oneLine(told[i] as Done, /cannot be (?:written|read) \(E[A-Z]+\)/),
    );

    // Both make the folder in one way, and each starts a program twice: one path by the one, the next by the other.
    const setups = ['setup-webgpu', 'setup-tensorflow'];
    const turn = setups.filter((_, i) => isWhole || i === impossible.indexOf(path) % setups.length);

    test.each(turn)('by %s, as the cache folder', (command) => {
      const nothing = join(folder, 'nothing');
      writeFileSync(nothing, '');
      const given = command === 'setup-webgpu' ? ['--package', nothing] : ['--wheel', nothing];
      oneLine(
        phasic([command, ...given], { env: { PHASIC_CACHE: path } }),
        /cannot be written \(E[A-Z]+\); set PHASIC_CACHE to a folder that you may write to/,
      );
      expect(phasic([command, '--remove'], { env: { PHASIC_CACHE: path } })).toMatchObject({ code: 0, err: '' });
    });
  },
);

describe.skipIf(process.platform === 'win32')('a pipe as input', () => {
  test('without a writer is reported, and nothing hangs', () => {
    oneLine(
      shell('mkfifo design.txt; phasic run design.txt', folder),
      /^phasic: design\.txt: nobody writes into this pipe; start the writer, or name a file\n$/,
    );
    for (const args of ['replay p', 'setup-webgpu --package p', 'setup-tensorflow --wheel p']) {
      oneLine(
        shell(`mkfifo -m 600 p 2> /dev/null; PHASIC_CACHE=cache phasic ${args}`, folder),
        /^phasic: p: (nobody writes into this pipe|there is no such file); /,
      );
    }
    rmSync(join(folder, 'cache'), { recursive: true, force: true });
    expect(readdirSync(folder)).toContain('p');
  });

  test('that is written slowly, or opened late, is read completely', () => {
    const { code, err } = shell(
      'mkfifo slow.txt; (sleep 0.3; printf "G | 5A+"; sleep 0.5; printf " | 5#A\\n") > slow.txt & phasic run slow.txt --agent rescorla-wagner --json > told; wait',
      folder,
    );
    expect([code, err]).toEqual([0, '']);
    expect(shell('cat told', folder).out).toContain('G/2/#A');
  });

  test('that a shell creates by process substitution is read like a file', () => {
    writeFileSync(join(folder, 'a.json.gz'), gzipSync('{"not": "trajectories"}'));
    const { code, err } = shell('phasic replay <(gzip -dc a.json.gz)', folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^phasic: \/dev\/fd\/\d+/);
    expect(err).not.toMatch(/pipe|JSON/);
  });
});

test('a number that is too large is reported as such', () => {
  writeFileSync(join(folder, 'large.json'), '{"world": {"id": "schultz-1997", "parameters": {"magnitude": 1e999}}}');
  oneLine(
    phasic(['run', 'large.json'], { cwd: folder }),
    /magnitude = a number that is too large is not allowed; must be a number from/,
  );
});

test('names with line breaks and escape sequences are shown escaped', () => {
  writeFileSync(join(folder, 'rude.json'), JSON.stringify({ world: 'schultz\n\u001b[2J\u0000' }));
  oneLine(phasic(['run', 'rude.json'], { cwd: folder }), /'schultz\\n\\u001b\[2J\\u0000'/);
});
