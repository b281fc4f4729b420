// What makes packages is large, and needed by nobody else: it has a package.json of its own, and is installed when it is asked for.
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './fresh.mjs';
import { npm } from './npm.mjs';

export const packaging = join(root, 'packaging');

/** @returns what gives the packages that packaging/package.json names, as its package-lock.json says */
export function packagingTools() {
  const time = (file) => statSync(join(packaging, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (time('node_modules/.package-lock.json') < time('package-lock.json'))
    npm(['ci', '--prefix', packaging, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
  return createRequire(join(packaging, 'package.json'));
}
