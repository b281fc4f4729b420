import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { packageRoot } from '../package-root.ts';
import { putInPlace } from '../put-in-place.ts';
import { runTool } from '../run-tool.ts';
import { dawnFolder, type Adapter } from './dawn.ts';

const version = '0.6.2';
/** Of the package as npm has it. */
const sha512 = '3L4GfmqJLvYUIEWJngEQY+2HQiUlAFkg8+P8NDDj3Xx5hHHIFO/r8JW+ynfqBj7kHN4mbnwO74uB+lrRtLhp4Q==';

const platforms: ReadonlySet<string> = new Set(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-universal']);

export interface SetUpOptions {
  /** Told in one line each what is done. */
  readonly note: (line: string) => void;
  /** The package as a file, so that none is downloaded. */
  readonly package?: string | undefined;
}

export interface SetUp {
  readonly folder: string;
  readonly bytes: number;
  /** What it computes on. */
  readonly adapter: Adapter;
}

/**
 * Brings the npm package `webgpu` to where it stays when `npm ci` empties node_modules. Of its 132 MB only what this machine can use is kept.
 * @throws InputError where it cannot be had or does not work, and then nothing has changed
 */
export async function setUpWebgpu({ note, package: given }: SetUpOptions): Promise<SetUp> {
  const binaries = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  if (!platforms.has(binaries)) throw new InputError(`Dawn for Node does not come for ${process.platform} ${process.arch}`, 'WebGPU cannot be set up here', 'use --backend auto');
  const folder = dawnFolder();
  return putInPlace(folder, async (building) => {
    if (given === undefined) note(`downloading webgpu ${version} with npm`);
    const file = given ?? (await download(building));
    check(file);
    // tar comes with Linux, macOS and Windows 10.
    const wanted = ['package.json', 'index.js', 'LICENSE.md', `dist/${binaries}`].map((name) => `package/${name}`);
    await runTool('tar', ['-xzf', file, '-C', building, '--strip-components=1', ...wanted], 'it cannot be unpacked', file);
    if (given === undefined) rmSync(file);
    note('trying it in a process of its own');
    return { folder, bytes: bytesIn(building), adapter: tryOut(building) };
  });
}

async function download(folder: string): Promise<string> {
  // npm tells who it runs where it is; a program of this name is none on Windows.
  const npm = process.env['npm_execpath'];
  const pack = ['pack', `webgpu@${version}`, '--pack-destination', folder, '--loglevel=error'];
  await runTool(npm === undefined ? 'npm' : process.execPath, npm === undefined ? pack : [npm, ...pack], 'npm cannot download it', 'webgpu');
  return join(folder, `webgpu-${version}.tgz`);
}

function check(file: string): void {
  if (!existsSync(file)) throw new InputError('there is no such file', file, 'give the path of the package');
  if (createHash('sha512').update(readFileSync(file)).digest('base64') !== sha512) throw new InputError(`it is not webgpu ${version}: its SHA-512 is another one`, file, `get it with npm pack webgpu@${version}`);
}

/** Does the self-test in another process, which a driver that is broken may take down. */
function tryOut(folder: string): Adapter {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(packageRoot, 'bin', 'phasic.mjs'), 'setup-webgpu', '--check', folder], { encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout) as Adapter;
  const said = stderr.trim().split('\n').at(-1)?.replace(/^phasic: /, '');
  throw new InputError(said || `its process ended with ${status}`, 'WebGPU does not work here', 'nothing was changed');
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const stat = statSync(join(folder, name));
    return stat.isFile() ? sum + stat.size : sum;
  }, 0);
