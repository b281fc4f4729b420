import type { NetworkMaker } from '../../../contracts/network.ts';
import { fusedNetwork } from './feed-forward.ts';
import { fusedRecurrent } from './recurrent.ts';

/**
 * Networks in one WebAssembly kernel each: for small ones, whose operations cost less than the calls around them. Needs nothing to be loaded or waited for.
 */
export const fusedNetworks: NetworkMaker = { network: fusedNetwork, recurrent: fusedRecurrent };
