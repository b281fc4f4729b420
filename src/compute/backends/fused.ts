import { version } from '../../install/version.ts';
import { defineBackend } from '../backend.ts';
import { fusedNetworks } from '../networks/fused/fused-networks.ts';

/** The built-in WebAssembly kernels. */
export default defineBackend({
  id: 'fused',
  place: 1,
  repeats: true,
  version: () => `phasic ${version}`,
  networks: () => Promise.resolve(fusedNetworks),
  candidate: () => Promise.resolve({ kind: 'loaded', networks: fusedNetworks }),
});
