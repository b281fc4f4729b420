import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { configOfEntries } from '../scripts/config.mjs';
import { packageRoot } from '../src/install/package-root.ts';

export interface BuiltEntries {
  /** The folder with the entries, as NAME.js. */
  readonly folder: string;
  remove(): void;
}

/**
 * Builds only some entries, like the whole build. Inside the repository, so that they find its packages.
 * @param entries source files by the entry's name, from the root of the repository
 * @param plugins in addition to those of the whole build
 */
export async function buildEntries(
  entries: Readonly<Record<string, string>>,
  plugins: readonly Plugin[] = [],
): Promise<BuiltEntries> {
  const cache = join(packageRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'phasic-entries-'));
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(packageRoot, file)]));
  await build(await configOfEntries(folder, input, { logLevel: 'error', plugins: [...plugins] }));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
