import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what a set-up command brings is kept: outside node_modules, which `npm ci` empties. */
export const cacheFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment['PHASIC_CACHE'] || join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'phasic');
