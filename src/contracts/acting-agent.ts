import type { RandomStream } from '../core/random.ts';
import type { HiddenLayer, NetworkMaker } from './network.ts';
import type { TdTerms } from './td-terms.ts';
import type { ActionProbabilities } from './policy.ts';
import type { SavedParts } from './saved.ts';
import type { ControlOverrides } from './control-changes.ts';
import type { ActionSpace, ObservationSpace } from './control-env.ts';
import type { Units } from './units.ts';

/** How an architecture encodes the observations of a stepped environment. */
export type ObservationEncoder =
  /**
   * Binary features. `active` writes the indices of the features that are 1 and returns their number (at most
   * maxActive).
   */
  | {
      readonly kind: 'binary';
      readonly size: number;
      readonly maxActive: number;
      active(observations: Float32Array, offset: number, into: Int32Array): number;
      label(feature: number): string;
    }
  /**
   * Hidden layers of a feed-forward network; learning rules add their own outputs. A discrete observation is one-hot
   * encoded.
   */
  | { readonly kind: 'network'; readonly hidden: readonly HiddenLayer[] }
  | { readonly kind: 'recurrent'; readonly cell: 'gru' | 'lstm'; readonly units: number };

/** The input from all environments at one step. The arrays belong to the runner and are valid during the call. */
export interface Seen {
  /**
   * environments x observation size: the current observation; after an end, the first observation of the next episode.
   */
  readonly observations: Float32Array;
  /** One per environment: the reward of the last action. 0 at the first step. */
  readonly rewards: Float64Array;
  /** 1 where the last action ended the episode by the environment's rules: nothing follows. */
  readonly terminated: Uint8Array;
  /** 1 where the time limit alone cut the episode off after the last action: more would have followed. */
  readonly truncated: Uint8Array;
  /** 1 where `observations` holds the first observation of an episode. */
  readonly starts: Uint8Array;
  /** environments x observation size: the last observation of an episode, where one has ended. */
  readonly finals: Float32Array;
}

/** What an agent reports for each environment at a step. Written in place. */
interface ActingAgentSignals {
  /**
   * TD error of the last step, δ = r + γ V(s') - V(s), shown where s' arrives; at a termination δ = r - V(s), at a
   * truncation V(s') is the value of the last observation. 0 at the first step. For several channels, their mean.
   * Includes interventions, and is the error that is learned from.
   */
  readonly rpe: Float64Array;
  /** V of the current observation (max over, or expectation of, action values, depending on the learning rule). */
  readonly value: Float64Array;
  /**
   * environments x actions: the probabilities from which `actions` were drawn; empty if the action is a real number.
   */
  readonly policy: Float64Array;
  /** The RPE of each channel, environments x channels; absent if there is only one. */
  readonly channelRpe?: Float64Array;
}

/** Units of an acting agent. Nothing is computed for them unless they are read. */
export interface ActingUnits extends Units {
  /**
   * True if they belong to the last step, like the RPE, and exist also where it ended an episode; the others belong to
   * the current observation, like the value.
   */
  readonly ofStep?: true;
  /**
   * Writes the current numbers of one environment, one per unit, into `into` from `at` on. It is called after a step,
   * and must not change what follows.
   * @param seen what that step received
   */
  read(seen: Seen, environment: number, into: Float64Array, at: number): void;
}

/** An agent that acts in one or more environments stepped in parallel. */
export interface ActingAgent {
  readonly signals: ActingAgentSignals;
  readonly channels: number;
  /** Groups of units that can be recorded, out of those that the rule declares; none if absent. */
  readonly units?: readonly ActingUnits[];
  /**
   * The next actions, one per environment. May be overwritten before the next step (a person plays): the agent then
   * treats that action as its own.
   */
  readonly actions: Float64Array;
  /** False: it acts and reports, but does not learn. */
  plastic: boolean;
  /** Learns from the outcomes of the last actions, and chooses the next ones. */
  step(seen: Seen): void;
  /** Training metrics to show: loss, entropy, exploration, updates. The names do not change during a run. */
  diagnostics(): Readonly<Record<string, number>>;
  /**
   * The complete state. After restoring it, learning continues as if it had never stopped. A plain number that starts
   * as an integer is a count and stays an integer; other numbers start as NaN or are in arrays.
   */
  state(): SavedParts;
  /**
   * Restores a state with the same names and types of values. Counts that bound loops must be validated.
   * @throws InputError for an invalid state
   */
  restore(state: SavedParts): void;
  dispose(): void;
}

/** What an acting agent is built from. */
export interface ActingAgentSetup {
  readonly encoder: ObservationEncoder;
  readonly observation: ObservationSpace;
  readonly actions: ActionSpace;
  readonly worlds: number;
  /** Steps planned for the whole run, over all environments, for schedules that anneal. */
  readonly steps: number;
  readonly terms: TdTerms;
  /** Present exactly if the agent has a policy part. */
  readonly choose?: ActionProbabilities;
  readonly random: RandomStream;
  readonly networks: NetworkMaker;
  /** Interventions by manipulations; absent if there are none. */
  readonly manipulated?: ManipulatedAgent;
}

/** Interventions on an agent's errors and values. The session writes it in place before each step. */
export interface ManipulatedAgent {
  /** Active interventions on the last step, one bit each; one number per environment. 0 if there are none. */
  readonly active: Int32Array;
  /** Applies the interventions in this bit mask to an error, in order. */
  changed(active: number, error: number): number;
  /** Current values that replace the agent's own. */
  readonly overrides: ControlOverrides;
}

/** The error of the last step of environment `i`, as it is learned from and shown. */
export const learnedError = ({ manipulated }: ActingAgentSetup, i: number, error: number): number =>
  manipulated === undefined ? error : manipulated.changed(manipulated.active[i] as number, error);

/** The current γ. */
export const discountNow = ({ manipulated, terms }: ActingAgentSetup): number =>
  manipulated?.overrides.discount ?? terms.discount;

/** The current λ. @param own the agent's λ */
export const traceDecayNow = ({ manipulated }: ActingAgentSetup, own: number): number =>
  manipulated?.overrides.traceDecay ?? own;
