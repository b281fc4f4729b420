import type { Network, NetworkMaker, RecurrentNetwork } from '../../contracts/network.ts';

/** The backend name of an agent without a network. */
export const typedArrays = 'typed-arrays';

export interface NotingMaker extends NetworkMaker {
  /** Backend of the networks it has created; `typed-arrays` if it has created none. */
  backend(): string;
  /** Disposes of all networks it has created. */
  dispose(): void;
}

/** Wraps a backend to record the name of the backend of its networks. */
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
