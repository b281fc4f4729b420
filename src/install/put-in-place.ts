import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../storage/make-folder.ts';
import { cacheError } from './cache-folder.ts';

/**
 * Fills a folder next to its target and moves it there when it is complete, so that an interruption leaves the old
 * content.
 * @param fill is given the folder to fill
 * @throws InputError if the file system refuses it
 */
export async function putInPlace<Filled>(folder: string, fill: (building: string) => Promise<Filled>): Promise<Filled> {
  const building = `${folder}.${process.pid}.tmp`;
  try {
    removeLeftovers(folder);
    makeFolder(building);
    const filled = await fill(building);
    const old = `${folder}.${process.pid}.old.tmp`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(building, folder);
    rmSync(old, { recursive: true, force: true });
    return filled;
  } catch (error) {
    throw cacheError(error, folder);
  } finally {
    // What cannot be removed could not be created either, and that has been reported.
    if (existsSync(building)) rmSync(building, { recursive: true, force: true });
  }
}

/**
 * @returns whether there was anything to remove
 * @throws InputError if it cannot be removed
 */
export function removeFromPlace(folder: string): boolean {
  try {
    removeLeftovers(folder);
    const there = existsSync(folder);
    if (there) rmSync(folder, { recursive: true, force: true });
    return there;
  } catch (error) {
    throw cacheError(error, folder);
  }
}

/** Leftovers of stopped processes. */
function removeLeftovers(folder: string): void {
  const parent = dirname(folder);
  if (!existsSync(parent) || !statSync(parent).isDirectory()) return;
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${basename(folder)}\\.(\\d+)\\.(?:old\\.)?tmp$`).exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
