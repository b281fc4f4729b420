import type { SavedParts } from '../contracts/saved.ts';
import type { Spec } from '../spec/spec.ts';

/**
 * An agent in a world of either kind: one stream of steps on one clock. A session advances by marks: trials in a
 * paradigm, one step of each environment in a stepped environment.
 */
export interface Session {
  readonly spec: Spec;
  /** Compute backend: `typed-arrays`, or the backend of the agent's networks. */
  readonly backend: string;
  /** Number of the agent's parallel predictors. */
  readonly channels: number;
  /** Seconds from one step to the next. */
  readonly stepSeconds: number;
  /** Steps run, over all environments. */
  readonly steps: number;
  /** Marks run, and marks planned. */
  readonly done: number;
  readonly planned: number;
  /**
   * Advances by this many marks; a paradigm ends with the last planned one.
   * @returns how many planned marks are left
   * @throws InputError naming the place, if learning diverges
   */
  advance(count: number): number;
  /** All state that changes during the session, except its recorded data. */
  state(): SavedParts;
  /** Restores a state of a session with the same spec; it continues as that one did. */
  restore(state: SavedParts): void;
  /** Frees the memory of its networks. */
  dispose(): void;
}
