import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { networksFor } from '../../src/compute/backends.ts';
import { readInstalled } from '../../src/install/tensorflow/folder.ts';
import type { NetworkMaker } from '../../src/contracts/network.ts';

/** Every backend, by name. */
export const makers: Readonly<Record<string, NetworkMaker>> = {
  cpu: await networksFor('cpu'),
  fused: fusedNetworks,
  wasm: await networksFor('wasm'),
  // On the processor even if there is a GPU: two could not be loaded in one process.
  ...(readInstalled() === undefined ? {} : { native: await networksFor('native') }),
};
