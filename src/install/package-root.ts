import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json, whether this runs from src/ or bundled somewhere below dist/. */
export const packageRoot: string = upToPackage(dirname(fileURLToPath(import.meta.url)));

function upToPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`there is no package.json above ${fileURLToPath(import.meta.url)}`);
  return upToPackage(parent);
}

/** A file of the build, e.g. builtFile('node', 'worker.cjs'). */
export const builtFile = (...path: readonly string[]): string => join(packageRoot, 'dist', ...path);

/**
 * A file of the packaged app outside its archive, accessible to threads, processes and compilers as well as Electron;
 * any other path unchanged. See `asarUnpack` in packaging/electron-builder.json.
 */
export const outsideArchive = (path: string): string => path.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
