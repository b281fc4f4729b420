import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';
import { isRunning, processTag } from './process-tag.ts';

// The locks of npm (proper-lockfile, lockfile) touch a file every few seconds, which a program in a longer computation
// cannot, and after a crash they hold until they are stale. This one names its process, and can be taken over as soon
// as that process has ended.

/** The exclusive right of one process to write into a folder. */
export interface FolderLock {
  /** @throws InputError if it is no longer held, e.g. because somebody removed it */
  requireHeld(): Promise<void>;
  release(): Promise<void>;
}

/** For a thread or process that works for the holder of the lock. */
export const heldAbove: FolderLock = { requireHeld: () => Promise.resolve(), release: () => Promise.resolve() };

/** The lock belongs to another process. */
export class HeldError extends InputError {}

const ownerSchema = v.object({ process: v.string(), pid: v.number(), since: v.string(), token: v.string() });
type Owner = v.InferOutput<typeof ownerSchema>;

/** A lock that is being written is empty for a moment; if it is empty for longer (milliseconds), a crash left it. */
const writtenWithinMs = 10_000;
/** Number of attempts while other processes come and go, and milliseconds in between. */
const rounds = 100;
const pauseMs = 20;

/** Stored next to its folder, which need not exist yet. */
const lockFile = (folder: string): string => join(dirname(folder), `.${basename(folder)}.lock`);

/** @throws InputError that says who holds it, or why it cannot be acquired */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = lockFile(folder);
  const token = randomUUID();
  try {
    makeFolder(dirname(folder));
    await acquire(file, token, folder);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      folder,
      'choose a runs folder that you may write to',
    );
  }
  return {
    async requireHeld() {
      const owner = await ownerOf(file);
      if (owner === 'none' || owner === 'unknown' || owner.token !== token)
        throw new InputError(
          'the lock of this run was removed or taken over',
          file,
          'let one program at a time write to a run',
        );
    },
    release: () => release(file, token),
  };
}

/** Removes the locks of ended processes in a folder of runs. */
export async function removeDeadLocks(runsFolder: string): Promise<void> {
  for (const name of await readdir(runsFolder).catch(() => [])) {
    const run = /^\.(.+)\.lock$/.exec(name)?.[1];
    const owner = run === undefined ? 'none' : await ownerOf(join(runsFolder, name));
    if (run === undefined || typeof owner === 'string' || isRunning(owner.process) !== false) continue;
    // Another process may be taking it over: then it is no longer stale.
    const lock = await lockFolder(join(runsFolder, run)).catch(() => undefined);
    await lock?.release();
  }
}

async function acquire(file: string, token: string, folder: string): Promise<void> {
  for (let round = 0; ; round++) {
    if (await create(file, token)) return;
    const owner = await ownerOf(file);
    if (owner === 'none') continue;
    if (owner !== 'unknown' && isRunning(owner.process) !== false) throw heldBy(owner, folder, file);
    if (await takeOver(file, owner)) continue;
    if (round === rounds)
      throw new HeldError(
        'another process is about to write to this run',
        folder,
        `try again; if none does, remove ${file}`,
      );
    await setTimeout(pauseMs);
  }
}

/** @returns false if one exists */
async function create(file: string, token: string): Promise<boolean> {
  const owner: Owner = { process: processTag(), pid: process.pid, since: new Date().toISOString(), token };
  try {
    await writeFile(file, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the lock of an ended process. If several processes find it, only one may do this, or the second would remove
 * the new lock of the first: a second lock ensures that, which a crash can leave behind like any other.
 * @returns whether it was removed
 */
async function takeOver(file: string, found: Owner | 'unknown'): Promise<boolean> {
  if (found === 'unknown' && !(await isOld(file))) return false;
  const [second, token] = [`${file}.takeover`, randomUUID()];
  try {
    await acquire(second, token, second);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
  try {
    const now = await ownerOf(file);
    const isSame = typeof now === 'string' ? now === found : typeof found !== 'string' && now.token === found.token;
    if (isSame) await rm(file, { force: true });
    return true;
  } finally {
    await release(second, token);
  }
}

const isOld = (file: string): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > writtenWithinMs,
    () => false,
  );

/** @returns 'unknown' for a file that does not say */
async function ownerOf(file: string): Promise<Owner | 'none' | 'unknown'> {
  try {
    return v.parse(ownerSchema, JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unknown';
  }
}

async function release(file: string, token: string): Promise<void> {
  const owner = await ownerOf(file);
  if (typeof owner === 'object' && owner.token === token) await rm(file, { force: true });
}

function heldBy({ process: tag, pid, since }: Owner, folder: string, file: string): HeldError {
  if (tag === processTag()) return new HeldError('this program is writing to it', folder, 'wait for that to end');
  if (isRunning(tag) === undefined)
    return new HeldError(
      `process ${pid} of another computer has been writing to it since ${since}`,
      folder,
      `wait for it to end; if it no longer runs, remove ${file}`,
    );
  return new HeldError(
    `process ${pid} has been writing to it since ${since}`,
    folder,
    'wait for it to end, or stop it',
  );
}
