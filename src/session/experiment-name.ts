import { existsSync } from 'node:fs';
import { designFormat } from '../designs/design-format.ts';
import { ids, isControlEnv } from '../engine/registry.ts';

/**
 * Whether a name is a file, a folder, a link or standard input (`-`), and not a world: it has a file extension or a
 * folder, or it exists.
 */
export function isExperimentFile(name: string): boolean {
  if (name === '-' || isLink(name) || designFormat(name) !== undefined || /[\\/]/.test(name)) return true;
  return !isControlEnv(name) && !ids('paradigms').includes(name) && existsSync(name);
}

/** An address of the app, whole or from its `#` on. */
export const isLink = (name: string): boolean => /^(https?:\/\/|phasic:\/\/|#)/.test(name);
