import type { NetworkMaker } from '../contracts/network.ts';
import type { PopulationMaker } from '../contracts/population.ts';
import type { LateMaker } from './networks/choose.ts';

/** Candidates for `auto`: networks that can be measured at once, or ones that take long to load. */
type Candidate =
  | { readonly kind: 'loaded'; readonly networks: NetworkMaker }
  | { readonly kind: 'late'; readonly late: LateMaker };

/** A backend for networks and, if it supports them, populations: one file in backends/ with the backend's name. */
export interface Backend {
  readonly id: string;
  /** Its position in lists, and among equally fast ones. */
  readonly place: number;
  /** Whether the same run gives the same bytes each time; other backends may sum in varying order. */
  readonly repeats: boolean;
  /** For a backend that a set-up command installs: whether it is installed. */
  readonly installed?: () => boolean;
  /** The command that installs it. */
  readonly setUp?: string;
  /** True if its library has one state per process and cannot run in a worker thread. */
  readonly ownProcess?: true;
  /** True if it computes on a graphics card. */
  readonly onCard?: true;
  /** Version of its library. */
  version(): string;
  /** The device it computes on; the processor if absent. Called after loading. */
  device?(): string;
  /** Loaded only on demand: other commands should not wait for these libraries. */
  networks(): Promise<NetworkMaker>;
  /** What `auto` may choose from it here; nothing if absent, or if it does not work. */
  candidate?(): Promise<Candidate | undefined>;
  readonly populations?: {
    /** Its rank among backends for populations, the fastest first. */
    readonly place: number;
    /** True if `auto` uses it when it is installed. */
    readonly auto?: true;
    make(): Promise<PopulationMaker>;
  };
}

export const defineBackend = (backend: Backend): Backend => Object.freeze(backend);
