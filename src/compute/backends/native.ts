import { isMainThread } from 'node:worker_threads';
import { readInstalled } from '../../install/tensorflow/folder.ts';
import { defineBackend } from '../backend.ts';
import {
  tensorflowNetworks,
  tensorflowPopulations,
  tensorflowVersion,
  worthLoadingFrom,
} from '../tensorflow/networks.ts';

/** TensorFlow's C library on the processor. */
export default defineBackend({
  id: 'native',
  place: 4,
  repeats: false,
  ownProcess: true,
  setUp: 'phasic setup-tensorflow',
  installed: () => readInstalled() !== undefined,
  version: tensorflowVersion,
  networks: async () => (await tensorflowNetworks())('native'),
  async candidate() {
    // If the library was installed for a GPU, cuda provides the fallback to the processor.
    if (readInstalled()?.cuda !== false || !isMainThread) return undefined;
    const make = await tensorflowNetworks();
    return { kind: 'late', late: { worthFrom: worthLoadingFrom, load: () => make('native') } };
  },
  populations: { place: 3, make: () => tensorflowPopulations('native') },
});
