import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { networkServer } from '../networks/webgpu/server.ts';
import type { Answering } from './answer-calls.ts';

/** Serves networks on WebGPU, which must be installed where libraries look for it. */
export async function serveWebgpu(): Promise<Answering['answer']> {
  tf.enableProdMode();
  // Imported only now: on import it looks for WebGPU.
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('the webgpu backend of tfjs does not start');
  const fault = watched((tf.backend() as WebGPUBackend).device);
  const server = networkServer();
  return async (name, given) => {
    const value = await (server[name as keyof typeof server] as (...given: readonly unknown[]) => unknown)(...given);
    const found = fault();
    if (found !== undefined) throw new Error(found);
    return value;
  };
}

/** Errors reported by the device; without this check, results would silently be wrong. */
function watched(device: WebGPUBackend['device']): () => string | undefined {
  let fault: string | undefined;
  device.addEventListener(
    'uncapturederror',
    (event) => (fault ??= (event as Event & { readonly error: Error }).error.message),
  );
  void device.lost.then(({ message }) => (fault ??= `the device was lost: ${message}`));
  return () => fault;
}
