import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';

/** Record of the set-up: written last, so that a folder without it is incomplete. */
export interface Installed {
  /** Version of the library, as it reports itself. */
  readonly tensorflow: string;
  /** Built for NVIDIA GPUs. */
  readonly cuda: boolean;
  /** The wheel or folder from which the library was taken. */
  readonly source: string;
  readonly bytes: number;
}

export const tensorflowFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(cacheFolder(environment), 'tensorflow');

// The layout of Python's site-packages, whose libraries find each other by relative paths.
export const placesIn = (folder: string) =>
  ({
    installed: join(folder, 'installed.json'),
    /** libtensorflow_cc.so.2 and libtensorflow_framework.so.2 */
    libraries: join(folder, 'tensorflow'),
    /** PACKAGE/lib, as in the nvidia-* wheels. */
    nvidia: join(folder, 'nvidia'),
    addon: join(folder, 'addon', 'tfjs_binding.node'),
  }) as const;

export function readInstalled(folder: string = tensorflowFolder()): Installed | undefined {
  const { installed } = placesIn(folder);
  return existsSync(installed) ? (JSON.parse(readFileSync(installed, 'utf8')) as Installed) : undefined;
}
