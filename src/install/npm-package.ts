import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { makeFolder } from '../storage/make-folder.ts';
import { runNpm } from './npm.ts';
import { runTool } from './run-tool.ts';

/** A package from npm. It is downloaded without its dependencies, and without running its install script. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Hash of its file, in base64. */
  readonly sha512: string;
}

/**
 * @param folder an empty folder
 * @returns the package's file in it
 * @throws InputError if npm cannot download it
 */
export async function downloadPackage({ name, version }: NpmPackage, folder: string): Promise<string> {
  makeFolder(folder);
  const pack = ['pack', `${name}@${version}`, '--pack-destination', folder];
  await runNpm(pack, 'npm cannot fetch it', `${name} ${version}`);
  return join(folder, readdirSync(folder)[0] as string);
}

/**
 * @param place the folder to unpack into, created if necessary
 * @param parts files and folders of the package to unpack; all if absent
 * @throws InputError if the file is not the package
 */
export async function unpackPackage(
  { name, version, sha512 }: NpmPackage,
  file: string,
  place: string,
  parts: readonly string[] = [],
): Promise<void> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InputError('there is no such file', file, `get it with npm pack ${name}@${version}`);
  if (createHash('sha512').update(readFileSync(file)).digest('base64') !== sha512) {
    throw new InputError(
      `it is not the package ${name} ${version} that was tried (its SHA-512 differs)`,
      file,
      'check the registry that npm is configured to use',
    );
  }
  makeFolder(place);
  // tar is part of Linux, macOS and Windows 10.
  await runTool(
    'tar',
    ['-xzf', file, '-C', place, '--strip-components=1', ...parts.map((part) => `package/${part}`)],
    'it cannot be unpacked',
    file,
  );
}
