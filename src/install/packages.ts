import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

const packages = createRequire(join(packageRoot, 'package.json'));

/**
 * The main file of a package of this program.
 * @throws Error if it is not installed
 */
export const resolvePackage = (name: string): string => packages.resolve(name);

/** Name and version of a package of this program. */
export const packageVersion = (name: string): string =>
  `${name} ${(packages(`${name}/package.json`) as { version: string }).version}`;
