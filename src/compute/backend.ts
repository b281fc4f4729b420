import type { NetworkMaker } from '../contracts/network.ts';
import type { PopulationMaker } from '../contracts/population.ts';
import type { LateMaker } from './networks/choose.ts';

/** What `auto` may choose: networks that are measured at once, or ones that take long to load. */
export type Candidate =
  | { readonly kind: 'loaded'; readonly networks: NetworkMaker }
  | { readonly kind: 'late'; readonly late: LateMaker };

/** What computes networks, and populations where it can: one file in backends/, named as the backend is. */
export interface Backend {
  readonly id: string;
  /** Its place in lists, and among equally fast ones. */
  readonly place: number;
  /** Whether the same run gives the same bytes each time; others may add up in an order of their own. */
  readonly repeats: boolean;
  /** Of one that a set-up command installs: whether it did. */
  readonly installed?: () => boolean;
  /** The command that installs it. */
  readonly setUp?: string;
  /** True where its library has one state for a whole process, and cannot be in a worker thread. */
  readonly ownProcess?: true;
  /** True where a graphics card computes. */
  readonly onCard?: true;
  /** Version of what computes. */
  version(): string;
  /** What it computes on; the processor when absent. Called when it has been loaded. */
  device?(): string;
  /** Loaded only when asked for: no other command should wait for these libraries. */
  networks(): Promise<NetworkMaker>;
  /** What `auto` may choose of it here; nothing when absent, or where it does not work. */
  candidate?(): Promise<Candidate | undefined>;
  readonly populations?: {
    /** Its place among those that compute populations, the fastest first. */
    readonly place: number;
    /** True where `auto` takes it, if it is installed. */
    readonly auto?: true;
    make(): Promise<PopulationMaker>;
  };
}

export const defineBackend = (backend: Backend): Backend => Object.freeze(backend);
