import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import { chmod, chown, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRunning, processTag } from './process-tag.ts';

/**
 * A name for a temporary file that is renamed when it is complete. It names its process, so that leftovers of a killed
 * process can be distinguished from files in progress.
 */
export const asideName = (): string => `.${randomUUID()}.${processTag()}.part`;

const asidePattern = /^\.[0-9a-f-]{36}(?:\.([\w-]+))?\.part$/;

/**
 * Writes a file atomically: the old content stays until the new one is on disk.
 * @param like the file whose mode and owner it takes over
 */
export async function replaceFile(
  folder: string,
  name: string,
  content: Uint8Array | string,
  like?: Pick<Stats, 'mode' | 'uid' | 'gid'>,
): Promise<void> {
  const aside = join(folder, asideName());
  try {
    await writeFile(aside, content, { flag: 'wx', flush: true });
    if (like !== undefined) {
      // Only root can give a file to another owner; for others the new file is their own.
      await chown(aside, like.uid, like.gid).catch(() => undefined);
      await chmod(aside, like.mode & 0o7777);
    }
    await rename(aside, join(folder, name));
  } finally {
    await rm(aside, { force: true });
  }
}

/** The same for a caller that does not wait: it returns when the file is written. */
export function replaceFileSync(file: string, content: Uint8Array | string): void {
  const aside = join(dirname(file), asideName());
  try {
    writeFileSync(aside, content, { flag: 'wx', flush: true });
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** How long, in milliseconds, a file of unknown origin is kept. */
const keptMs = 24 * 60 * 60 * 1000;

/** Removes temporary files that killed processes have left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = asidePattern.exec(name);
    if (found !== null && (await isLeft(join(folder, name), found[1])))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isLeft(path: string, owner: string | undefined): Promise<boolean> {
  const running = owner === undefined ? undefined : isRunning(owner);
  if (running !== undefined) return !running;
  const changed = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  return Date.now() - changed > keptMs;
}
