import { dirname, sep } from 'node:path';
import { packageVersion, resolvePackage } from '../../install/packages.ts';
import { defineBackend } from '../backend.ts';
import type { PrepareBackend } from '../networks/tfjs/backend.ts';

const name = '@tensorflow/tfjs-backend-wasm';

const prepare: PrepareBackend = async () => {
  const [{ setWasmPaths }, { tuneWasmKernels }] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('../networks/tfjs/wasm-kernels.ts'),
  ]);
  setWasmPaths(dirname(resolvePackage(name)) + sep);
  tuneWasmKernels();
};

const networks = async () => (await import('../networks/tfjs/maker.ts')).createTfjsNetworks('wasm', prepare);

/** TensorFlow.js in WebAssembly. */
export default defineBackend({
  id: 'wasm',
  place: 2,
  repeats: true,
  version: () => packageVersion(name),
  networks,
  candidate: () =>
    networks().then(
      (made) => ({ kind: 'loaded', networks: made }) as const,
      () => undefined,
    ),
  populations: {
    place: 2,
    auto: true,
    make: async () => (await import('../populations/populations.ts')).createPopulations('wasm', prepare),
  },
});
