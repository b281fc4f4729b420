import type { Network, NetworkMaker, RecurrentNetwork } from '../../contracts/network.ts';

/** What computes an agent that has no network. */
export const typedArrays = 'typed-arrays';

export interface NotingMaker extends NetworkMaker {
  /** What computes the networks that it has made; `typed-arrays` where it has made none. */
  backend(): string;
  /** Disposes of all the networks that it has made. */
  dispose(): void;
}

/** The same maker, which notes what computes the networks that it makes. */
export function noting(networks: NetworkMaker): NotingMaker {
  const made = new Set<Network | RecurrentNetwork>();
  const note = <N extends Network | RecurrentNetwork>(network: N): N => {
    made.add(network);
    return network;
  };
  return {
    network: (...given) => note(networks.network(...given)),
    recurrent: (...given) => note(networks.recurrent(...given)),
    backend: () =>
      made.size === 0 ? typedArrays : [...new Set([...made].map(({ backend }) => backend))].sort().join(', '),
    dispose() {
      for (const network of made) network.dispose();
    },
  };
}
