import { isMainThread } from 'node:worker_threads';
import { readInstalled } from '../../install/tensorflow/folder.ts';
import { graphicsCard } from '../../install/tensorflow/graphics-card.ts';
import { defineBackend } from '../backend.ts';
import {
  tensorflowNetworks,
  tensorflowPopulations,
  tensorflowVersion,
  worthLoadingFrom,
} from '../tensorflow/networks.ts';

const installed = (): boolean => readInstalled()?.cuda === true;

/** TensorFlow's C library on an NVIDIA GPU. */
export default defineBackend({
  id: 'cuda',
  place: 5,
  repeats: false,
  ownProcess: true,
  onCard: true,
  setUp: 'phasic setup-tensorflow --cuda',
  installed,
  version: tensorflowVersion,
  device: () => graphicsCard() ?? 'an NVIDIA GPU',
  networks: async () => (await tensorflowNetworks())('cuda'),
  async candidate() {
    if (!installed() || !isMainThread) return undefined;
    const make = await tensorflowNetworks();
    const load = () => {
      try {
        return make('cuda');
      } catch {
        return make('native');
      }
    };
    return { kind: 'late', late: { worthFrom: worthLoadingFrom, load } };
  },
  populations: { place: 1, auto: true, make: () => tensorflowPopulations('cuda') },
});
