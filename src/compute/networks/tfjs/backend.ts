import * as tf from '@tensorflow/tfjs-core';
import { tuneWasmKernels } from './wasm-kernels.ts';

/** native and cuda are TensorFlow's C library, on the processor and on a GPU. */
export type TfjsBackend = 'cpu' | 'wasm' | 'native' | 'cuda';

export interface TfjsFiles {
  /** The folder with the .wasm files of @tensorflow/tfjs-backend-wasm, ending in a slash. */
  readonly wasmFolder: string;
}

const started = new Map<TfjsBackend, Promise<void>>();

/**
 * Loads a backend and makes it ready, once. native and cuda have to be registered with tfjs before: their library is not loaded as others are.
 * @throws Error where it does not start
 */
export async function startBackend(backend: TfjsBackend, files: TfjsFiles): Promise<void> {
  const starting = started.get(backend) ?? start(backend, files);
  started.set(backend, starting);
  await starting;
}

async function start(backend: TfjsBackend, { wasmFolder }: TfjsFiles): Promise<void> {
  // Without it the cpu backend advertises another package on the console.
  tf.enableProdMode();
  if (backend === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
  } else if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(wasmFolder);
    tuneWasmKernels();
  }
  if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend of tfjs does not start`);
}

/** Makes a started backend the one that computes. tfjs has one at a time, for the whole thread. */
export function useBackend(backend: TfjsBackend): void {
  // Nothing to wait for: a started backend is current as soon as the call returns.
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
}
