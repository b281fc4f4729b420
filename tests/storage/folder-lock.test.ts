import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { HeldError, lockFolder, removeDeadLocks } from '../../src/storage/folder-lock.ts';
import { processTag } from '../../src/storage/process-tag.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folderFor = () => {
  const runs = join(temporaryFolder(), 'runs');
  return { runs, folder: join(runs, 'one'), file: join(runs, '.one.lock') };
};

/** A lock left by another process. */
async function lockOf(folder: string, file: string, process: { tag: string; pid: number }): Promise<void> {
  await lockFolder(folder);
  const owner = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...owner, process: process.tag, pid: process.pid, token: 'theirs' }));
}

const [computer, , start] = processTag().split('-') as [string, string, string];

function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function livingProcess(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid as number;
}

test('one holder at a time, for a folder that need not exist yet, without leftovers', async () => {
  const { runs, folder } = folderFor();
  const lock = await lockFolder(folder);
  await lock.requireHeld();
  await expect(lockFolder(folder)).rejects.toThrow(HeldError);
  await expect(lockFolder(folder)).rejects.toThrow(/this program is writing to it/);
  await lock.release();
  expect(readdirSync(runs)).toEqual([]);
  await (await lockFolder(folder)).release();
});

test('a lock whose process has ended is taken over; so is one whose process id has been given to another', async () => {
  const { folder, file } = folderFor();
  const ended = endedProcess();
  await lockOf(folder, file, { tag: `${computer}-${ended}-${start}`, pid: ended });
  await (await lockFolder(folder)).release();
  // As after a restart of a container, where every program has the same process id as before.
  const earlier = start.startsWith('m') ? 'm1000' : `${start}9`;
  await lockOf(folder, file, { tag: `${computer}-${process.pid}-${earlier}`, pid: process.pid });
  await (await lockFolder(folder)).release();
  if (process.platform === 'linux') {
    const living = livingProcess();
    await lockOf(folder, file, { tag: `${computer}-${living}-${start}`, pid: living });
    await (await lockFolder(folder)).release();
  }
  expect(existsSync(file)).toBe(false);
});

test('a lock of another computer is never taken over, and the message says what to do', async () => {
  const { folder, file } = folderFor();
  await lockOf(folder, file, { tag: `00000000-1-${start}`, pid: 1 });
  const error = await lockFolder(folder).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(HeldError);
  expect((error as InputError).message).toMatch(/process 1 of another computer .* since \d{4}-.*remove .*\.one\.lock/);
  expect((error as InputError).message).not.toContain('\n');
});

test('an incomplete lock is waited for, and taken over once it is old', async () => {
  const { folder, file } = folderFor();
  await (await lockFolder(folder)).release();
  writeFileSync(file, '{"process":');
  const long = new Date(Date.now() - 60_000);
  utimesSync(file, long, long);
  await (await lockFolder(folder)).release();
  expect(existsSync(file)).toBe(false);
});

test('of many processes that find the lock of an ended process one gets it, even if one of them ended while taking it over', async () => {
  const { runs, folder, file } = folderFor();
  const ended = endedProcess();
  await lockOf(folder, file, { tag: `${computer}-${ended}-${start}`, pid: ended });
  writeFileSync(`${file}.takeover`, readFileSync(file));
  const got = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const locks = got.filter((one) => one.status === 'fulfilled');
  expect(locks).toHaveLength(1);
  for (const one of got) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(HeldError);
  await locks[0]?.value.requireHeld();
  await locks[0]?.value.release();
  expect(readdirSync(runs)).toEqual([]);
});

test('only locks of ended processes are removed', async () => {
  const { runs, folder, file } = folderFor();
  const ended = endedProcess();
  await lockOf(folder, file, { tag: `${computer}-${ended}-${start}`, pid: ended });
  const held = await lockFolder(join(runs, 'two'));
  const elsewhere = join(runs, '.three.lock');
  await lockOf(join(runs, 'three'), elsewhere, { tag: `00000000-1-${start}`, pid: 1 });
  await removeDeadLocks(runs);
  expect(new Set(readdirSync(runs))).toEqual(new Set(['.two.lock', '.three.lock']));
  await held.requireHeld();
});

test('a process whose lock was removed or taken over no longer writes, and does not remove the new lock', async () => {
  const { folder, file } = folderFor();
  const lock = await lockFolder(folder);
  const own = readFileSync(file, 'utf8');
  writeFileSync(file, own.replace(/"token":"[^"]+"/, '"token":"theirs"'));
  await expect(lock.requireHeld()).rejects.toThrow(/removed or taken over/);
  await lock.release();
  expect(existsSync(file)).toBe(true);
});
