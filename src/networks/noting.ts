import type { NetworkMaker } from '../contracts/network.ts';

/** What computes an agent that has no network. */
export const typedArrays = 'typed-arrays';

export interface NotingMaker extends NetworkMaker {
  /** What computes the networks that it has made; `typed-arrays` where it has made none. */
  backend(): string;
}

/** The same maker, which notes what computes the networks that it makes. */
export function noting(networks: NetworkMaker): NotingMaker {
  const used = new Set<string>();
  const note = <N extends { readonly backend: string }>(network: N): N => {
    used.add(network.backend);
    return network;
  };
  return {
    network: (...given) => note(networks.network(...given)),
    recurrent: (...given) => note(networks.recurrent(...given)),
    backend: () => (used.size === 0 ? typedArrays : [...used].sort().join(', ')),
  };
}
