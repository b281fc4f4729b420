import type { SavedParts } from '../contracts/saved.ts';
import type { Spec } from '../spec/spec.ts';

/**
 * An agent living in a world, whatever the world is: one stream of steps on one clock. A session goes on by marks of its world: by trials in a
 * paradigm, by a step of each of the worlds in a stepped environment.
 */
export interface Session {
  readonly spec: Spec;
  /** What computes it: `typed-arrays`, or what computes the agent's networks. */
  readonly backend: string;
  /** Predictors that the agent has side by side. */
  readonly channels: number;
  /** Seconds from one step to the next. */
  readonly stepSeconds: number;
  /** Steps that have been lived through, over all worlds. */
  readonly steps: number;
  /** Marks that have been lived through, and that are planned. */
  readonly done: number;
  readonly planned: number;
  /**
   * Goes on by so many marks; a paradigm ends with the last one that is planned.
   * @returns how many of those planned are left
   * @throws InputError naming the place, where learning diverges
   */
  advance(count: number): number;
  /** Everything that changes as it goes on, but for what is recorded of it. */
  state(): SavedParts;
  /** Takes it to a state of a session of the same spec; from there it goes on as that one did. */
  restore(state: SavedParts): void;
  /** Gives back what its networks hold. */
  dispose(): void;
}
