import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** A run's folder by its path, or by its name in the runs folder. */
export function runFolder(asked: string, runsFolder: string): string {
  const named = join(runsFolder, asked);
  return !isAbsolute(asked) && !existsSync(asked) && existsSync(named) ? named : asked;
}
