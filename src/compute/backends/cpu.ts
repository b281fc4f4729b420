import { packageVersion } from '../../install/packages.ts';
import { defineBackend } from '../backend.ts';
import type { PrepareBackend } from '../networks/tfjs/backend.ts';
import wasm from './wasm.ts';

const prepare: PrepareBackend = () => import('@tensorflow/tfjs-backend-cpu');

const networks = async () => (await import('../networks/tfjs/maker.ts')).createTfjsNetworks('cpu', prepare);

/** TensorFlow.js in JavaScript. */
export default defineBackend({
  id: 'cpu',
  place: 3,
  repeats: true,
  version: () => packageVersion('@tensorflow/tfjs-backend-cpu'),
  networks,
  // Where wasm works it is faster for every network.
  candidate: async () =>
    (await wasm.candidate?.()) === undefined ? { kind: 'loaded', networks: await networks() } : undefined,
  populations: {
    place: 4,
    make: async () => (await import('../populations/populations.ts')).createPopulations('cpu', prepare),
  },
});
