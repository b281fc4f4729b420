import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { bytesIn } from '../bytes-in.ts';
import { downloadPackage, unpackPackage, type NpmPackage } from '../npm-package.ts';
import { runOwnCommand } from '../own-command.ts';
import { putInPlace } from '../put-in-place.ts';
import { dawnFolder, type Adapter } from './dawn.ts';

const dawn: NpmPackage = {
  name: 'webgpu',
  version: '0.6.2',
  sha512: '3L4GfmqJLvYUIEWJngEQY+2HQiUlAFkg8+P8NDDj3Xx5hHHIFO/r8JW+ynfqBj7kHN4mbnwO74uB+lrRtLhp4Q==',
};

const platforms: ReadonlySet<string> = new Set([
  'linux-x64',
  'linux-arm64',
  'win32-x64',
  'win32-arm64',
  'darwin-universal',
]);

export interface SetUpOptions {
  /** Called with one line for each step. */
  readonly note: (line: string) => void;
  /** The package as a file, to avoid the download. */
  readonly package?: string | undefined;
}

export interface SetUp {
  readonly folder: string;
  readonly bytes: number;
  /** The device that it uses. */
  readonly adapter: Adapter;
}

/**
 * Installs the npm package `webgpu` outside node_modules, which `npm ci` empties. Of its 132 MB only the part that this
 * machine can use is kept.
 * @throws InputError if it is not available or does not work, and then nothing has changed
 */
export async function setUpWebgpu({ note, package: given }: SetUpOptions): Promise<SetUp> {
  const binaries = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  if (!platforms.has(binaries))
    throw new InputError(
      `Dawn for Node does not come for ${process.platform} ${process.arch}`,
      'WebGPU cannot be set up here',
      'use --backend auto',
    );
  const folder = dawnFolder();
  return putInPlace(folder, async (building) => {
    const temporary = join(building, 'temporary');
    if (given === undefined) note(`downloading ${dawn.name} ${dawn.version} with npm`);
    const file = given ?? (await downloadPackage(dawn, temporary));
    await unpackPackage(dawn, file, building, ['package.json', 'index.js', 'LICENSE.md', `dist/${binaries}`]);
    rmSync(temporary, { recursive: true, force: true });
    note('testing it in a separate process');
    return { folder, bytes: bytesIn(building), adapter: tryOut(building) };
  });
}

/** Runs the self-test in another process, which a faulty driver may crash. */
function tryOut(folder: string): Adapter {
  const { status, stdout, stderr } = runOwnCommand(['setup-webgpu', '--check', folder]);
  if (status === 0) return JSON.parse(stdout) as Adapter;
  const said = stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^phasic: /, '');
  throw new InputError(said || `its process ended with ${status}`, 'WebGPU does not work here', 'nothing was changed');
}
