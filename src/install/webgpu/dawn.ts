import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../core/errors.ts';
import { cacheFolder } from '../cache-folder.ts';

/** Folder of the npm package `webgpu`: Dawn, the WebGPU implementation of Chrome, for Node. */
export const dawnFolder = (): string => join(cacheFolder(), 'webgpu');

/** Version of the package in a folder, if it is installed. */
export function dawnVersion(folder: string = dawnFolder()): string | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
}

/** The part of Dawn's interface that is used here. */
interface Dawn {
  create(options: readonly string[]): Gpu;
  /** Classes and constants that are globals in a browser. */
  readonly globals: Readonly<Record<string, unknown>>;
}

interface Gpu {
  requestAdapter(options: { readonly powerPreference: string }): Promise<{ readonly info: AdapterInfo } | null>;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

export interface Adapter {
  readonly name: string;
  /** A software adapter: correct, but slower than any other backend. */
  readonly software: boolean;
}

/**
 * Installs Dawn as the global WebGPU of a browser, and returns its device, if it finds any.
 * @throws InputError if Dawn is not installed
 */
export async function openDawn(folder: string): Promise<Adapter | undefined> {
  const { create, globals } = await importDawn(folder);
  // Dawn's default on Linux may be OpenGL, which lacks features that tfjs needs.
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : []);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return undefined;
  Object.assign(globalThis, globals);
  // Node 20 has no navigator.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return described(adapter.info);
}

async function importDawn(folder: string): Promise<Dawn> {
  if (dawnVersion(folder) === undefined) throw new InputError('it is not set up', 'webgpu', 'run phasic setup-webgpu');
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'index.js')).href)) as Dawn;
  } catch (error) {
    throw new InputError(
      `Dawn cannot be loaded: ${(error as Error).message.split('\n', 1)[0]}`,
      'webgpu',
      'run phasic setup-webgpu again',
    );
  }
}

function described({ description, device, vendor, isFallbackAdapter }: AdapterInfo): Adapter {
  // The card and its driver; either may be empty.
  const name = [device, description].filter((part) => part !== '').join(', ') || vendor || 'an adapter without a name';
  // Not every software driver identifies itself as one.
  return { name, software: isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(name) };
}
