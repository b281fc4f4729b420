import { frozen, type Declaration } from './declaration.ts';
import type { Drawing } from './drawing.ts';
import { integer, real, type Parameters, type Values } from './parameters.ts';
import type { Saved } from './saved.ts';

/** What a world gives to see. A discrete observation is one number, 0 … count - 1; the others are row-major numbers. */
export type ObservationSpace =
  | { readonly kind: 'discrete'; readonly count: number }
  /** One bound a number. Where a number has none, the largest that occurs in play, for features that cut the range. */
  | {
      readonly kind: 'box';
      readonly shape: readonly [number];
      readonly low: readonly number[];
      readonly high: readonly number[];
      readonly names: readonly string[];
    }
  /** 0 or 1: [rows, columns, channels]. */
  | {
      readonly kind: 'binary';
      readonly shape: readonly [number, number, number];
      readonly channels: readonly string[];
    };

/** How many numbers an observation has. */
export const observationSize = (space: ObservationSpace): number =>
  space.kind === 'discrete' ? 1 : space.shape.reduce((size, length) => size * length, 1);

export interface ActionName {
  readonly id: string;
  readonly title: string;
  /** Keys of a keyboard (KeyboardEvent.code) that stand for it, such as ArrowLeft. */
  readonly keys?: readonly string[];
}

export type ActionSpace =
  | { readonly kind: 'discrete'; readonly actions: readonly ActionName[] }
  /** One real number, such as a torque. `keys` give values of it. */
  | {
      readonly kind: 'continuous';
      readonly low: number;
      readonly high: number;
      readonly title: string;
      readonly unit?: string;
      readonly keys?: readonly { readonly code: string; readonly value: number }[];
    };

/** What a world draws at random, so that a test can feed logged draws instead. */
export interface Draws {
  /** Uniform on [0, 1). */
  unit(): number;
  /** A whole number, uniform on [low, high). Drawn also where there is only one. */
  integer(low: number, high: number): number;
  /** low + (high - low) u with u uniform on [0, 1). */
  uniform(low: number, high: number): number;
}

/** Something that can happen in a step, to which signals can be aligned. */
export interface WorldEvent {
  readonly id: string;
  readonly title: string;
}

/** One world that is being lived in. Written in place; a step allocates nothing. */
export interface World {
  readonly observation: ObservationSpace;
  readonly actions: ActionSpace;
  /** Steps after which an episode is cut off where the parameter timeLimit is -1, for an env that declares it so. */
  readonly usualTimeLimit?: number;
  /** Whether the last step ended the episode by the world's own rules. */
  readonly terminated: boolean;
  /** What happened in the last step (or reset), a bit for each of the env's events: bit i is events[i]. */
  readonly happened: number;
  /** Begins an episode. */
  reset(draws: Draws): void;
  /**
   * @param action index into the actions, or the real value
   * @returns the reward
   */
  step(action: number, draws: Draws): number;
  /** Writes the observation into `into` from `offset` on. */
  observe(into: Float32Array, offset: number): void;
  draw(): Drawing;
  /** What is to be seen, as a sentence for a screen reader. */
  describe(): string;
  /** The whole hidden state. */
  state(): Saved;
  restore(state: Saved): void;
}

/** A world lived through step by step: what comes depends on what is done. */
export interface ControlEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'control';
  readonly genre: 'arcade' | 'control' | 'grid' | 'maze' | 'bandit';
  /** Seconds that a step stands for on the clock of plots. */
  readonly stepSeconds: number;
  /** At most 31. Figures show the first one unless another is asked for. */
  readonly events: readonly WorldEvent[];
  /** True where every step draws for a repeated action, even with probability 0 (MinAtar). */
  readonly alwaysDrawsSticky?: true;
  /** An agent that learns it well. */
  readonly agent: string;
  create(parameters: Values<P>): World;
}

/** The time limit that holds: the one that is set, or the world's own. 0 is never. */
export const timeLimitOf = (world: Pick<World, 'usualTimeLimit'>, set: number): number =>
  set < 0 ? (world.usualTimeLimit ?? 0) : set;

export const defineControlEnv = <P extends Parameters>(env: Omit<ControlEnv<P>, 'kind'>): ControlEnv<P> =>
  frozen({ ...env, kind: 'control' });

/** The options that every stepped env has: the engine looks after them, so an env spreads them into its parameters and ignores them. */
export const controlParameters = (defaults: { readonly stickyProbability?: number; readonly timeLimit: number }) => ({
  stickyProbability: real({
    default: defaults.stickyProbability ?? 0,
    min: 0,
    max: 1,
    symbol: 'ζ',
    help: 'How often the last action is repeated instead of the one chosen (Machado et al. 2018)',
  }),
  timeLimit: integer({
    default: defaults.timeLimit,
    min: 0,
    max: 1_000_000,
    unit: 'steps',
    help: 'Steps after which an episode is cut off; 0 is never',
  }),
});
