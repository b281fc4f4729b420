import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { didYouMean, InputError } from '../core/errors.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { chooseNetworks, type Choosing, type LateMaker } from './networks/choose.ts';
import { fusedNetworks } from './networks/fused/fused-networks.ts';
import type { TfjsBackend } from './networks/tfjs/backend.ts';
import { packageRoot } from '../install/package-root.ts';
import { readInstalled } from '../install/tensorflow/folder.ts';
import type { Device } from './tensorflow/library.ts';
import { version } from '../install/version.ts';
import { dawnVersion } from '../install/webgpu/dawn.ts';

export interface NetworkBackend {
  readonly name: string;
  /** Whether the same run gives the same bytes each time; others may add up in an order of their own. */
  readonly repeats: boolean;
  /** Of one that a set-up command brings: whether it did. */
  readonly installed?: () => boolean;
  /** What brings it where it is not installed. */
  readonly setUp?: string;
  /** Version of what computes. */
  version(): string;
  /** Loaded only when asked for: no other command should wait for these libraries. */
  load(): Promise<NetworkMaker>;
}

export const networkBackends: readonly NetworkBackend[] = [
  { name: 'fused', repeats: true, version: () => `phasic ${version}`, load: () => Promise.resolve(fusedNetworks) },
  {
    name: 'wasm',
    repeats: true,
    version: () => packageVersion('@tensorflow/tfjs-backend-wasm'),
    load: () => loadTfjs('wasm'),
  },
  {
    name: 'cpu',
    repeats: true,
    version: () => packageVersion('@tensorflow/tfjs-backend-cpu'),
    load: () => loadTfjs('cpu'),
  },
  {
    name: 'native',
    repeats: false,
    setUp: 'npm run setup:tensorflow',
    installed: () => readInstalled() !== undefined,
    version: () => tensorflowVersion(),
    load: () => loadLibrary('native'),
  },
  {
    name: 'cuda',
    repeats: false,
    setUp: 'npm run setup:tensorflow -- --cuda',
    installed: () => readInstalled()?.cuda === true,
    version: () => tensorflowVersion(),
    load: () => loadLibrary('cuda'),
  },
  {
    name: 'webgpu',
    repeats: false,
    setUp: 'npm run setup:webgpu',
    installed: () => dawnVersion() !== undefined,
    version: () => `webgpu ${dawnVersion()}`,
    load: () => loadGraphicsCard(),
  },
];

const loaded = new Map<string, Promise<NetworkMaker>>();

/**
 * Makes networks on a named backend, or, under the name auto, on whichever is measured to be the fastest for each network.
 * @throws InputError for a name that is unknown, or a backend that does not work here
 */
export function networksFor(name: string): Promise<NetworkMaker> {
  const maker = loaded.get(name) ?? (name === 'auto' ? fastestNetworks() : loadNamed(name));
  loaded.set(name, maker);
  return maker;
}

/** The name under which networksFor knows what a run stores as its backend. */
export const backendNameOf = (stored: string): string => stored.replace(/^tfjs-/, '').replace(/ \(software\)$/, '');

async function loadNamed(name: string): Promise<NetworkMaker> {
  const backend = networkBackends.find((one) => one.name === name);
  if (backend === undefined)
    throw new InputError(
      `unknown backend '${name}'`,
      'backend',
      didYouMean(name, ['auto', ...networkBackends.map((one) => one.name)]),
    );
  try {
    return await backend.load();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${name} does not work here: ${(error as Error).message}`,
      'backend',
      'use auto; phasic doctor shows what works',
    );
  }
}

/**
 * What `auto` stands for. Where wasm works, the cpu backend of tfjs is left out: it is slower whatever the network.
 * @param told what was measured for each network
 */
export async function fastestNetworks(told?: Choosing['told']): Promise<NetworkMaker> {
  const wasm = await networksFor('wasm').catch(() => networksFor('cpu'));
  return chooseNetworks({
    makers: [fusedNetworks, wasm],
    now: () => performance.now(),
    late: await lateMakers(),
    told,
  });
}

const lateMakers = async (): Promise<readonly LateMaker[]> =>
  [await tensorflowWhereInstalled(), await webgpuWhereInstalled()].filter((one) => one !== undefined);

// Milliseconds: about what TensorFlow takes for the least of networks, of which it would load its library in vain.
const leastOfTensorflow = 0.5;

async function tensorflowWhereInstalled(): Promise<LateMaker | undefined> {
  const installed = readInstalled();
  if (installed === undefined || !isMainThread) return undefined;
  const make = await libraryLoader();
  return {
    worthFrom: leastOfTensorflow,
    load() {
      if (!installed.cuda) return make('native');
      try {
        return make('cuda');
      } catch {
        return make('native');
      }
    },
  };
}

// Milliseconds. An estimate: some 60 programs a step, each put into the card's queue in some hundredths, and five times waiting for numbers.
const leastOfWebgpu = 5;

async function webgpuWhereInstalled(): Promise<LateMaker | undefined> {
  if (dawnVersion() === undefined) return undefined;
  const { openedWebgpu } = await import('./webgpu/opened.ts');
  // What stands in for a graphics card is slower than any other backend.
  return { worthFrom: leastOfWebgpu, load: () => openedWebgpu(false).networks };
}

/** Whether networks of this name need a process of their own, and not only a thread: TensorFlow is loaded once in a process. */
export const needProcess = (name: string): boolean =>
  name === 'native' || name === 'cuda' || (name === 'auto' && readInstalled() !== undefined);

async function loadTfjs(backend: TfjsBackend): Promise<NetworkMaker> {
  const { createTfjsNetworks } = await import('./networks/tfjs/maker.ts');
  return createTfjsNetworks(backend, { wasmFolder: wasmFolder() });
}

/** TensorFlow's C library, where it was set up. */
const loadLibrary = async (device: Device): Promise<NetworkMaker> => (await libraryLoader())(device);

async function libraryLoader(): Promise<(device: Device) => NetworkMaker> {
  const [{ loadTensorflow }, { tfjsNetworks }] = await Promise.all([
    import('./tensorflow/library.ts'),
    import('./networks/tfjs/maker.ts'),
  ]);
  return (device) => {
    loadTensorflow(device);
    return tfjsNetworks(device);
  };
}

/** A graphics card of any maker, where Dawn was set up. */
const loadGraphicsCard = async (): Promise<NetworkMaker> =>
  (await import('./webgpu/opened.ts')).openedWebgpu().networks;

const tensorflowVersion = (): string => `tensorflow ${readInstalled()?.tensorflow}`;

const packages = createRequire(join(packageRoot, 'package.json'));

export const wasmFolder = (): string => dirname(packages.resolve('@tensorflow/tfjs-backend-wasm')) + sep;

const packageVersion = (name: string): string =>
  `${name} ${(packages(`${name}/package.json`) as { version: string }).version}`;
