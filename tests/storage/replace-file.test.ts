import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/storage/make-folder.ts';
import { processTag } from '../../src/storage/process-tag.ts';
import { asideName, removeLeftovers, replaceFile } from '../../src/storage/replace-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a file is replaced atomically, without leftovers', async () => {
  const folder = temporaryFolder();
  await replaceFile(folder, 'a.json', 'one');
  await replaceFile(folder, 'a.json', new TextEncoder().encode('two'));
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('two');
  await expect(replaceFile(join(folder, 'none'), 'a.json', 'x')).rejects.toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('leftovers of killed processes are removed, but no files that may still be in use', async () => {
  const folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const own = asideName();
  const killed = own.replace(`-${process.pid}-`, `-${pid}-`);
  const elsewhere = own.replace(processTag().slice(0, 8), '00000000');
  const [unsigned, old] = ['.3f6b2c1e-0000-4000-8000-000000000001.part', '.3f6b2c1e-0000-4000-8000-000000000002.part'];
  for (const name of [own, killed, elsewhere, unsigned, old]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, killed, 'signals.arrow'), 'half');
  for (const name of ['notes.part', '.hidden', 'run']) writeFileSync(join(folder, name), 'mine');
  const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000);
  utimesSync(join(folder, old), twoDaysAgo, twoDaysAgo);
  await removeLeftovers(folder);
  expect(new Set(readdirSync(folder))).toEqual(new Set([own, elsewhere, unsigned, 'notes.part', '.hidden', 'run']));
  await removeLeftovers(join(folder, 'none'));
});

test('folders are created with their parents; impossible ones are reported, also for unusual errors of the file system', async () => {
  const folder = temporaryFolder();
  for (const path of ['a/b/c', 'a/b/c', 'a/b']) makeFolder(join(folder, path));
  expect(existsSync(join(folder, 'a/b/c'))).toBe(true);
  writeFileSync(join(folder, 'file'), '');
  for (const path of ['file', 'file/x'])
    expect(() => makeFolder(join(folder, path))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  expect(() => makeFolder(join(folder, 'link'))).toThrow();
  if (process.platform === 'linux')
    expect(() => makeFolder('/proc/phasic/runs')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
