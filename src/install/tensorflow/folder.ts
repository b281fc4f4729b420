import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';

/** What was set up: written last, so that a folder without it is not finished. */
export interface Installed {
  /** Version of the library, as it says itself. */
  readonly tensorflow: string;
  /** Built to compute on NVIDIA GPUs. */
  readonly cuda: boolean;
  /** The wheel or folder that the library came from. */
  readonly source: string;
  readonly bytes: number;
}

export const tensorflowFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(cacheFolder(environment), 'tensorflow');

// Laid out like Python's site-packages, whose libraries find one another by their places in it.
export const placesIn = (folder: string) =>
  ({
    installed: join(folder, 'installed.json'),
    /** libtensorflow_cc.so.2 and libtensorflow_framework.so.2 */
    libraries: join(folder, 'tensorflow'),
    /** PACKAGE/lib, as the nvidia-* wheels have it. */
    nvidia: join(folder, 'nvidia'),
    addon: join(folder, 'addon', 'tfjs_binding.node'),
  }) as const;

export function readInstalled(folder: string = tensorflowFolder()): Installed | undefined {
  const { installed } = placesIn(folder);
  return existsSync(installed) ? (JSON.parse(readFileSync(installed, 'utf8')) as Installed) : undefined;
}
