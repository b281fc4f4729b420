import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { manifestName } from '../storage/manifest-name.ts';

/** A run's folder by its path, by its name in the runs folder, or by its manifest. */
export function runFolder(asked: string, runsFolder: string): string {
  if (basename(asked) === manifestName) return dirname(asked);
  const named = join(runsFolder, asked);
  return !isAbsolute(asked) && !existsSync(asked) && existsSync(join(named, manifestName)) ? named : asked;
}
