import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Fills a folder beside its place and moves it there when it is complete, so that an interruption leaves what was there before.
 * @param fill is given the folder to fill
 */
export async function putInPlace<Filled>(folder: string, fill: (building: string) => Promise<Filled>): Promise<Filled> {
  removeLeftovers(folder);
  const building = `${folder}.${process.pid}.tmp`;
  mkdirSync(building, { recursive: true });
  try {
    const filled = await fill(building);
    const old = `${folder}.${process.pid}.old.tmp`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(building, folder);
    rmSync(old, { recursive: true, force: true });
    return filled;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** @returns whether there was anything */
export function removeFromPlace(folder: string): boolean {
  removeLeftovers(folder);
  const there = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return there;
}

/** What processes that were stopped have left behind. */
function removeLeftovers(folder: string): void {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
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
