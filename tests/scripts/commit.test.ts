import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitIn } from '../../scripts/commit.mjs';
import { temporaryFolder } from '../storage/temporary-folder.ts';

function repository(): { readonly folder: string; git(...args: readonly string[]): string } {
  const folder = temporaryFolder();
  const who = ['-c', 'user.name=N', '-c', 'user.email=n@example.org'];
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q');
  writeFileSync(join(folder, 'file'), 'before');
  git('add', 'file');
  git('commit', '-q', '-m', 'first');
  return { folder, git };
}

test('the commit is named, whatever its tags, and changed files are admitted', () => {
  const { folder, git } = repository();
  const commit = git('rev-parse', 'HEAD');
  git('tag', '-m', 'a tag', 'v9');
  expect(commitIn(folder)).toBe(commit);
  writeFileSync(join(folder, 'file'), 'after');
  expect(commitIn(folder)).toBe(`${commit}-dirty`);
});

test('outside a repository, below one of another program, or without commits, it is not known', () => {
  const { folder } = repository();
  mkdirSync(join(folder, 'vendored'));
  expect(commitIn(join(folder, 'vendored'))).toBeUndefined();
  const [none, empty] = [temporaryFolder(), temporaryFolder()];
  execFileSync('git', ['init', '-q'], { cwd: empty });
  expect(commitIn(none)).toBeUndefined();
  expect(commitIn(empty)).toBeUndefined();
});
