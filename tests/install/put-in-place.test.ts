import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { putInPlace, removeFromPlace } from '../../src/install/put-in-place.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const fillWith = (text: string) => async (building: string) => {
  writeFileSync(join(building, 'file'), text);
  return text;
};

test('a folder is filled next to its target and replaces it', async () => {
  const parent = temporaryFolder();
  const folder = join(parent, 'kept');
  expect(await putInPlace(folder, fillWith('first'))).toBe('first');
  await putInPlace(folder, async (building) => {
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('first');
    return fillWith('second')(building);
  });
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('second');
  expect(readdirSync(parent)).toEqual(['kept']);
});

test('if filling fails, the old folder stays and no temporary files remain', async () => {
  const parent = temporaryFolder();
  const folder = join(parent, 'kept');
  await putInPlace(folder, fillWith('first'));
  await expect(putInPlace(folder, () => Promise.reject(new Error('no connection')))).rejects.toThrow('no connection');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('first');
  expect(readdirSync(parent)).toEqual(['kept']);
});

test('leftovers of killed processes are removed, but not those of running ones', async () => {
  const parent = temporaryFolder();
  const dead = spawnSync(process.execPath, ['--version']).pid;
  for (const name of [
    `kept.${dead}.tmp`,
    `kept.${dead}.old.tmp`,
    `kept.${process.ppid}.tmp`,
    'kept.other',
    `else.${dead}.tmp`,
  ])
    mkdirSync(join(parent, name), { recursive: true });
  await putInPlace(join(parent, 'kept'), fillWith('new'));
  expect(readdirSync(parent).sort()).toEqual(
    [`else.${dead}.tmp`, 'kept', `kept.${process.ppid}.tmp`, 'kept.other'].sort(),
  );
  expect(removeFromPlace(join(parent, 'kept'))).toBe(true);
  expect(existsSync(join(parent, 'kept'))).toBe(false);
  expect(removeFromPlace(join(parent, 'kept'))).toBe(false);
});
