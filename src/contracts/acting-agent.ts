import type { RandomStream } from '../core/random.ts';
import type { FeedForwardLayer, NetworkMaker } from './network.ts';
import type { TdTerms } from './td-terms.ts';
import type { ActionProbabilities } from './policy.ts';
import type { SavedParts } from './saved.ts';
import type { ControlOverrides } from './control-changes.ts';
import type { ActionSpace, ObservationSpace } from './control-env.ts';

/** What an architecture makes of the observations of a stepped world. */
export type ObservationEncoder =
  /** Features that are 0 or 1. `active` writes the indices of those that are 1 and returns how many there are (at most mostActive). */
  | {
      readonly kind: 'binary';
      readonly size: number;
      readonly mostActive: number;
      active(observations: Float32Array, offset: number, into: Int32Array): number;
      label(feature: number): string;
    }
  /** Hidden layers of a feed-forward network; learning rules add their own outputs. A discrete observation goes in one-hot. */
  | { readonly kind: 'network'; readonly hidden: readonly FeedForwardLayer[] }
  | { readonly kind: 'recurrent'; readonly cell: 'gru' | 'lstm'; readonly units: number };

/** What all worlds show at one tick. Arrays of the runner's, valid during the call. */
export interface Seen {
  /** worlds x observation size: what is to be seen now; after an end already the first observation of the next episode. */
  readonly observations: Float32Array;
  /** One a world: what the last action brought. 0 at the first tick. */
  readonly rewards: Float64Array;
  /** 1 where the last action ended the episode by the world's rules: nothing follows. */
  readonly terminated: Uint8Array;
  /** 1 where the last action was cut off by the time limit alone: more would have followed. */
  readonly truncated: Uint8Array;
  /** 1 where `observations` is the first of an episode. */
  readonly starts: Uint8Array;
  /** worlds x observation size: where an episode has ended, what was to be seen at its end. */
  readonly finals: Float32Array;
}

/** What an agent reports of each world at a tick. Written in place. */
export interface ActingAgentSignals {
  /**
   * TD error of the step that was just taken, δ = r + γ V(s') - V(s), shown where s' arrives; at a termination δ = r - V(s), at a truncation V(s')
   * is of what was seen at the end. 0 at the first tick. Of many channels, their mean. After what manipulations make of it, which is what is learned from.
   */
  readonly rpe: Float64Array;
  /** V of what is to be seen now (max over, or expectation of, action values, as the learning rule says). */
  readonly value: Float64Array;
  /** worlds x actions: the probabilities that `actions` were drawn with; empty where the action is a real number. */
  readonly policy: Float64Array;
  /** The RPE of each channel, world x channel; absent where there is one. */
  readonly channelRpe?: Float64Array;
}

/** An agent that acts in one or more worlds that are stepped together. */
export interface ActingAgent {
  readonly signals: ActingAgentSignals;
  readonly channels: number;
  /** What is done next, one a world. May be overwritten before the next tick (a person plays): then that is what was done. */
  readonly actions: Float64Array;
  /** False: it acts and reports, and learns nothing. */
  plastic: boolean;
  /**
   * Learns from what the last actions brought, and chooses anew.
   * @throws InputError where a loss or weight is not a finite number
   */
  step(seen: Seen): void;
  /** Numbers to show while it learns: loss, entropy, exploration, updates. Stable names. */
  diagnostics(): Readonly<Record<string, number>>;
  /**
   * Everything that it remembers. With a plastic player restored to it, learning goes on as if never stopped. A plain number in it that begins as a whole number is a
   * count and stays one; other numbers begin as NaN or lie in arrays.
   */
  state(): SavedParts;
  /**
   * Is given a state of the same names and kinds of values. What loops go by must be looked at.
   * @throws InputError for a state that it cannot be in
   */
  restore(state: SavedParts): void;
  dispose(): void;
}

/** What a player is made for. */
export interface ActingAgentSetup {
  readonly encoder: ObservationEncoder;
  readonly observation: ObservationSpace;
  readonly actions: ActionSpace;
  readonly worlds: number;
  /** Steps planned for the whole run, over all worlds, for what anneals. */
  readonly steps: number;
  readonly terms: TdTerms;
  /** Present exactly where the agent has a policy of its own part. */
  readonly choose?: ActionProbabilities;
  readonly random: RandomStream;
  readonly networks: NetworkMaker;
  /** What manipulations do to it; absent where nothing is done. */
  readonly manipulated?: ManipulatedAgent;
}

/** What is done to a player's errors and values. The session writes it in place, before each tick. */
export interface ManipulatedAgent {
  /** Interventions that act on the step that was just taken, a bit each; one number a world. 0 where none does. */
  readonly active: Int32Array;
  /** What interventions, given as such a number, make of an error, in their order. */
  changed(active: number, error: number): number;
  /** Values that hold now in place of the agent's own. */
  readonly overrides: ControlOverrides;
}

/** The error of the step that world `i` has just taken as it is learned from and shown. */
export const learnedError = ({ manipulated }: ActingAgentSetup, i: number, error: number): number =>
  manipulated === undefined ? error : manipulated.changed(manipulated.active[i] as number, error);

/** γ as it holds now. */
export const discountNow = ({ manipulated, terms }: ActingAgentSetup): number =>
  manipulated?.overrides.discount ?? terms.discount;

/** λ as it holds now. @param own the agent's */
export const traceDecayNow = ({ manipulated }: ActingAgentSetup, own: number): number =>
  manipulated?.overrides.traceDecay ?? own;
