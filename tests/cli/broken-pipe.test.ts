import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasicUnread, shell } from './phasic.ts';

const short = ['run', 'schultz-1997', '--set', 'trainingTrials=60', '--set', 'probeTrials=5'];
/** The shell's exit code for a program ended by SIGPIPE: 128 + 13. */
const brokenPipe = 141;

describe('a reader that closes the pipe', () => {
  test.each([
    [['list']],
    [['list', 'paradigms', '--json']],
    [['--help']],
    [['run', '--help']],
    [['--version']],
    [[...short, '--json']],
    [['compare', ...short.slice(1), '--agents', 'td-csc,td-presence']],
  ])('%j ends quietly', async (args) => {
    expect(await phasicUnread(args, 'output')).toEqual({ code: brokenPipe, out: '', err: '' });
  });

  test('no file is lost, whether it read the output, the messages or both', async () => {
    for (const gone of ['output', 'messages', 'both'] as const) {
      const folder = temporaryFolder();
      const { code } = await phasicUnread([...short, '--csv', 'a.csv', '--save', '--runs', 'runs'], gone, {
        cwd: folder,
      });
      expect(code).toBe(gone === 'messages' ? 0 : brokenPipe);
      expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toContain('condition');
      expect(readdirSync(join(folder, 'runs'))).toHaveLength(1);
    }
  });

  test('a training run continues to its end', async () => {
    const folder = temporaryFolder();
    const { code } = await phasicUnread(['train', 'bandit', '--steps', '2000', '--runs', folder], 'both');
    expect(code).toBe(brokenPipe);
    const [run = ''] = readdirSync(folder);
    expect(existsSync(join(folder, run, 'manifest.json'))).toBe(true);
  });

  test('invalid input is still reported', async () => {
    expect((await phasicUnread(['run', 'nothing'], 'both')).code).toBe(2);
  });

  test.skipIf(process.platform === 'win32')('in a pipe of the shell: the first line, and nothing else', () => {
    const { out, err } = shell('phasic list --json | head -c 5; echo " ${PIPESTATUS[0]}"', temporaryFolder());
    expect(err).toBe('');
    expect(out).toBe(`{"par ${brokenPipe}\n`);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk is reported in one line', () => {
    const { code, err } = shell('phasic list > /dev/full', temporaryFolder());
    expect(err).toMatch(/^phasic: standard output: cannot be written \(ENOSPC\); .*\n$/);
    expect(code).toBe(2);
  });
});
