import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a file or of all files in a folder. Links count as links. */
export function bytesIn(path: string): number {
  const stat = lstatSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0) : stat.size;
}
