// Packaging tools are large and only needed here: they have their own package.json and are installed on demand.
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './fresh.cjs';
import { npm } from './npm.mjs';

export const packaging = join(root, 'packaging');

/**
 * @returns a function that requires the packages of packaging/package.json, in the versions of its package-lock.json
 */
export function packagingTools() {
  const time = (file) => statSync(join(packaging, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (time('node_modules/.package-lock.json') < time('package-lock.json'))
    npm(['ci', '--prefix', packaging, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
  return createRequire(join(packaging, 'package.json'));
}
