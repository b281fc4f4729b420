import { fusedNetworks } from '../../src/networks/fused/fused-networks.ts';
import { networksFor } from '../../src/host/networks.ts';
import type { NetworkMaker } from '../../src/contracts/network.ts';

/** Every maker there is, by the name of its backend. */
export const makers: Readonly<Record<string, NetworkMaker>> = { cpu: await networksFor('cpu'), fused: fusedNetworks, wasm: await networksFor('wasm') };
