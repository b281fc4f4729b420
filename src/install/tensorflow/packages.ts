import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runNpm } from '../npm.ts';
import { packageRoot } from '../package-root.ts';

/**
 * The JavaScript of the backend, and the sources of its addon. Its install script, which npm does not run here, would
 * download a TensorFlow of 2022.
 */
export const backendPackage = '@tensorflow/tfjs-node-gpu';

/** npm packages that are needed to build and run it. */
export const neededPackages = [backendPackage, 'node-api-headers'];

// A packed program comes without these packages, which most users do not need, but with their lists: package.json and
// package-lock.json, which contains their hashes.
const lists = join(packageRoot, 'npm', 'tensorflow');

/** Whether set-up must install the packages, because the program comes without them. */
export const bringsPackages = existsSync(lists);

/** Finds npm's packages: next to this program, or in a TensorFlow folder where set-up installed them. */
const packagesOf = (folder: string): NodeJS.Require =>
  createRequire(join(bringsPackages ? folder : packageRoot, 'package.json'));

/** @returns the package's folder; undefined if it is not installed */
export function packageFolder(name: string, folder: string): string | undefined {
  try {
    return dirname(packagesOf(folder).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/**
 * Installs the packages in a folder of TensorFlow.
 * @throws InputError if npm cannot fetch them, or they have changed
 */
export async function bringPackages(folder: string): Promise<void> {
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(lists, name), join(folder, name));
  await runNpm(['ci', '--prefix', folder, '--no-audit', '--no-fund'], 'npm cannot install it', backendPackage);
}
