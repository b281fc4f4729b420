import type { NetworkMaker } from '../../../contracts/network.ts';
import { fusedNetwork } from './feed-forward.ts';
import { fusedRecurrent } from './recurrent.ts';

/**
 * Networks in one WebAssembly kernel each: for small networks, in which operations cost less than the calls around
 * them. Available at once, without loading.
 */
export const fusedNetworks: NetworkMaker = { network: fusedNetwork, recurrent: fusedRecurrent };
