import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../install/package-root.ts';

/** Path of Electron, or why it is missing and the remedy. */
export type ElectronSearch = { readonly path: string } | { readonly reason: string; readonly remedy: string };

const installSeconds = 60;

const executables: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'electron',
  freebsd: 'electron',
  openbsd: 'electron',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

// Node version required by Electron's package; npm skips the package on older versions.
const oldestNode = { major: 22, minor: 12 };

const ownBinary = 'or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that is installed already';

/** Looks for Electron in its usual place; installs nothing. */
export function findElectron(root: string = packageRoot, environment: NodeJS.ProcessEnv = process.env): ElectronSearch {
  const executable = executables[process.platform];
  if (executable === undefined)
    return { reason: `there is no Electron for ${process.platform}`, remedy: 'use phasic serve and a browser' };
  const given = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const holder = electronPackage(root);
  if (!given && holder === undefined) return withoutPackage(process.versions.node);
  const folder = given || join(holder as string, 'dist');
  const path = join(folder, executable);
  if (existsSync(path)) return { path };
  if (given)
    return {
      reason: `ELECTRON_OVERRIDE_DIST_PATH names ${given}, which contains no ${executable}`,
      remedy: 'correct it, or unset it',
    };
  return {
    reason: `Electron's binary is not in ${folder}`,
    remedy: `run npx install-electron with a connection to the internet, ${ownBinary}`,
  };
}

/** @param node version of Node */
export function withoutPackage(node: string): Exclude<ElectronSearch, { path: string }> {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor);
  const oldest = `Node ${oldestNode.major}.${oldestNode.minor}`;
  return {
    reason: `Electron's package is not installed${isOld ? `: it asks for ${oldest} or newer, and this is ${node}` : ''}`,
    remedy: `run npm install in a source tree of Phasic${isOld ? `, with ${oldest} or newer` : ''}, ${ownBinary}`,
  };
}

/**
 * Looks for Electron and, if its binary is missing, runs Electron's own installer once to download it.
 * @param note called with one line when the download starts
 */
export async function provideElectron(
  note: (line: string) => void,
  root: string = packageRoot,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ElectronSearch> {
  const found = findElectron(root, environment);
  const folder = electronPackage(root);
  if ('path' in found || environment['ELECTRON_OVERRIDE_DIST_PATH'] || folder === undefined) return found;
  note(`fetching Electron's binary, once (at most ${installSeconds} s)...`);
  const failure = await install(join(folder, 'install.js'), environment);
  const after = findElectron(root, environment);
  return 'path' in after || failure === undefined
    ? after
    : { ...after, reason: `Electron's binary could not be fetched (${failure})` };
}

function electronPackage(root: string): string | undefined {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** @returns the reason if it failed */
async function install(script: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    await promisify(execFile)(process.execPath, [script], { timeout: installSeconds * 1000, env: environment });
    return undefined;
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    return killed === true
      ? `no answer within ${installSeconds} s`
      : (stderr?.trim().split('\n', 1)[0] ?? String(error));
  }
}
