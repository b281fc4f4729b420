import { frozen, type Declaration } from './declaration.ts';
import type { Drawing } from './drawing.ts';
import type { EnvManual } from './env-manual.ts';
import { integer, real, type Parameters, type Values } from './parameters.ts';
import type { Saved } from './saved.ts';

/** The observation of an environment. A discrete one is an integer, 0 … count - 1; the others are row-major numbers. */
export type ObservationSpace =
  | { readonly kind: 'discrete'; readonly count: number }
  /**
   * One bound per number. For an unbounded number, the largest value that occurs in play, for features that divide the
   * range.
   */
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

/** The number of numbers in an observation. */
export const observationSize = (space: ObservationSpace): number =>
  space.kind === 'discrete' ? 1 : space.shape.reduce((size, length) => size * length, 1);

export interface ActionName {
  readonly id: string;
  readonly title: string;
  /** Keys (KeyboardEvent.code, such as ArrowLeft) that select it. */
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

/** The random draws of an environment, as an interface so that a test can replay logged draws. */
export interface Draws {
  /** Uniform on [0, 1). */
  unit(): number;
  /** An integer, uniform on [low, high). Drawn even if there is only one. */
  integer(low: number, high: number): number;
  /** low + (high - low) u with u uniform on [0, 1). */
  uniform(low: number, high: number): number;
}

/** Something that can happen in a step, on which signals can be aligned. */
export interface WorldEvent {
  readonly id: string;
  readonly title: string;
}

/** A running environment. Written in place; a step allocates nothing. */
export interface World {
  readonly observation: ObservationSpace;
  readonly actions: ActionSpace;
  /** Length at which an episode is cut off if the parameter timeLimit is -1, for an environment that declares it. */
  readonly usualTimeLimit?: number;
  /** Whether the last step ended the episode by the environment's own rules. */
  readonly terminated: boolean;
  /** What happened in the last step (or reset), one bit per event: bit i is events[i]. */
  readonly happened: number;
  /** Starts an episode. */
  reset(draws: Draws): void;
  /**
   * @param action index into the actions, or the real value
   * @returns the reward
   */
  step(action: number, draws: Draws): number;
  /** Writes the observation into `into` from `offset` on. */
  observe(into: Float32Array, offset: number): void;
  draw(): Drawing;
  /** The observation as a sentence for a screen reader. */
  describe(): string;
  /** The complete hidden state. */
  state(): Saved;
  restore(state: Saved): void;
}

/** Titles of the genres, in the order of lists. */
export const genres = {
  arcade: 'games',
  control: 'control',
  grid: 'grid worlds',
  maze: 'mazes and tracks',
  bandit: 'bandits',
} as const;

/** An environment that is run step by step: what follows depends on the actions. */
export interface ControlEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'control';
  readonly genre: keyof typeof genres;
  /** Seconds per step on the time axis of plots. */
  readonly stepSeconds: number;
  /** At most 31. Figures show the first one by default. */
  readonly events: readonly WorldEvent[];
  /** Observation, rewards, start and end of an episode. Tests compare it with play. */
  readonly manual: EnvManual;
  /** True if every step draws for a repeated action, even with probability 0 (MinAtar). */
  readonly alwaysDrawsSticky?: true;
  /** An agent that learns it well. */
  readonly agent: string;
  create(parameters: Values<P>): World;
}

/** The time limit in effect: the one that is set, or the environment's default. 0 means none. */
export const timeLimitOf = (world: Pick<World, 'usualTimeLimit'>, set: number): number =>
  set < 0 ? (world.usualTimeLimit ?? 0) : set;

export const defineControlEnv = <P extends Parameters>(env: Omit<ControlEnv<P>, 'kind'>): ControlEnv<P> =>
  frozen({ ...env, kind: 'control' });

/**
 * Options that every stepped environment has. The engine handles them, so an environment includes them in its
 * parameters and ignores them.
 */
export const controlParameters = (defaults: { readonly stickyProbability?: number; readonly timeLimit: number }) => ({
  stickyProbability: real({
    default: defaults.stickyProbability ?? 0,
    min: 0,
    max: 1,
    symbol: 'ζ',
    help: 'Probability that the last action is repeated instead of the one chosen (Machado et al. 2018)',
  }),
  timeLimit: integer({
    default: defaults.timeLimit,
    min: 0,
    max: 1_000_000,
    unit: 'steps',
    help: 'Steps after which an episode is truncated; 0: never',
  }),
});
