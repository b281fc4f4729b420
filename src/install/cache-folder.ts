import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';

/** Cache folder of the set-up commands: outside node_modules, which `npm ci` empties. */
export const cacheFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment['PHASIC_CACHE'] || join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'phasic');

/**
 * A file-system error about a cache folder, as an error with a remedy; other errors unchanged.
 * @param where the folder
 */
export function cacheError(error: unknown, where: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined
    ? error
    : new InputError(
        `cannot be written (${code})`,
        where,
        'set PHASIC_CACHE to a folder that you may write to, with room for it',
      );
}
