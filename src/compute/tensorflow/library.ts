import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/errors.ts';
import { tuneNativeKernels } from '../networks/tfjs/native-kernels.ts';
import { packageRoot } from '../../install/package-root.ts';
import { placesIn, tensorflowFolder } from '../../install/tensorflow/folder.ts';
import { backendPackage, packageFolder } from '../../install/tensorflow/packages.ts';

/** The library computes on the processor, or on an NVIDIA GPU. */
export type Device = 'native' | 'cuda';

/** The part of tfjs-node's addon that is used here. */
interface Binding {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
}

interface NodeBackend {
  readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => tf.KernelBackend;
}

export interface Library {
  readonly version: string;
  readonly device: Device;
}

let loaded: Library | undefined;

/**
 * Loads TensorFlow into this process and registers it as a tfjs backend named after the device.
 * @throws InputError if it is not installed, cannot be loaded here, or computes on another device than requested
 */
export function loadTensorflow(device: Device, folder: string = tensorflowFolder()): Library {
  loaded ??= load(device, folder);
  if (loaded.device === device) return loaded;
  throw new InputError(
    `TensorFlow computes on ${loaded.device} in this process already`,
    device,
    'use one of them at a time',
  );
}

function load(device: Device, folder: string): Library {
  // The library keeps one state for the whole process, which its addon cannot share between threads (tfjs#8388).
  if (!isMainThread)
    throw new InputError(
      'TensorFlow can be loaded only once in a process, and not in a worker thread',
      device,
      'use a child process, as phasic train --seeds does',
    );
  const { addon } = placesIn(folder);
  const javascript = packageFolder(backendPackage, folder);
  if (!existsSync(addon) || javascript === undefined)
    throw new InputError(
      'TensorFlow is not set up',
      device,
      `run phasic setup-tensorflow${device === 'cuda' ? ' --cuda' : ''}`,
    );
  prepare(device);
  const inside = createRequire(join(javascript, 'package.json'));
  shareTfjs(inside);
  const binding = loadAddon(inside, addon, device);
  // Without a GPU the library silently computes on the processor.
  if (device === 'cuda' && !binding.isUsingGpuDevice())
    throw new InputError(
      `no NVIDIA device: TensorFlow ${binding.TF_Version} is loaded, and computes on the processor`,
      'cuda',
      'check that nvidia-smi shows a graphics card, or use native',
    );
  register(inside, binding, device);
  return { version: binding.TF_Version, device };
}

function loadAddon(inside: NodeJS.Require, addon: string, device: Device): Binding {
  try {
    return inside(addon) as Binding;
  } catch (error) {
    throw new InputError(
      `TensorFlow cannot be loaded (${(error as Error).message})`,
      device,
      'set it up again: phasic setup-tensorflow',
    );
  }
}

/** Settings required before the library is loaded. */
function prepare(device: Device): void {
  // Otherwise the second copy of tfjs's core, used by packages outside the bundle, warns that it is the second.
  tf.enableProdMode();
  const environment = process.env;
  // Otherwise it takes all of the GPU's memory at once.
  environment['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // Errors only.
  environment['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // With two threads, handing half of a small operation to another takes longer than the operation.
  if (availableParallelism() <= 2) environment['TF_NUM_INTRAOP_THREADS'] ??= '1';
  if (device === 'native') environment['CUDA_VISIBLE_DEVICES'] = '-1';
  // tfjs-node 4.22 calls functions that Node 23 (and Electron) has removed or deprecated (tfjs#8425, fixed but never
  // released).
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown): boolean => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}

/** tfjs-node requires all of tfjs but needs only its core, which must be the version that we use. */
function shareTfjs(inside: NodeJS.Require): void {
  const core = createRequire(join(packageRoot, 'package.json')).resolve('@tensorflow/tfjs-core');
  inside(core);
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-core'])
    inside.cache[inside.resolve(name)] = inside.cache[core];
}

function register(inside: NodeJS.Require, binding: Binding, device: Device): void {
  inside('./dist/register_all_kernels');
  const { NodeJSKernelBackend } = inside('./dist/nodejs_kernel_backend') as NodeBackend;
  const backend = new NodeJSKernelBackend(binding, backendPackage);
  // Its kernels look it up under its own name.
  tf.registerBackend('tensorflow', () => backend);
  tf.registerBackend(device, () => backend);
  tf.copyRegisteredKernels('tensorflow', device);
  tuneNativeKernels(device);
}
