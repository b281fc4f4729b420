import type { PartialSpec } from '../../src/spec/spec.ts';

interface Asked {
  /** Names its results. */
  readonly id: string;
  /** The target, in words. */
  readonly claim: string;
  /** Source of the bound. */
  readonly source: string;
}

/** Something that an agent must learn in a stepped environment, over several seeds. */
export interface ControlTask extends Asked {
  readonly spec: PartialSpec & { readonly steps: number };
  /** Settings of parts, as --set takes them: `learningRate` or `env.timeLimit`. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Reached if the measure is at least this large. */
  readonly atLeast: number;
  /**
   * best: the best mean return of N consecutive episodes during learning; greedy: the mean return of N episodes after
   * learning, with weights held and acting with `settings` (such as no exploration); stay-interaction: in the two-step
   * task with the weights held, how much more often the first choice is repeated after reward by a common passage or
   * omission by a rare one than after the other two, as a difference of differences of probabilities (Daw et al. 2011).
   */
  readonly measure:
    | { readonly kind: 'best'; readonly episodes: number }
    | { readonly kind: 'stay-interaction'; readonly episodes: number }
    | {
        readonly kind: 'greedy';
        readonly episodes: number;
        readonly settings: Readonly<Record<string, number | string | boolean>>;
      };
}

/** An experiment in which one agent must converge to the RPEs of another with more information. */
export interface LikenessTask extends Asked {
  readonly paradigm: 'starkweather-2017';
  readonly agent: string;
  readonly like: string;
  /** Parameters of the paradigm, for both. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Parameters of the agent, and of the other. */
  readonly settings: Readonly<Record<string, number>>;
  readonly likeSettings: Readonly<Record<string, number>>;
  /** Minimum correlation of the two agents' RPEs over all steps of the recorded trials, for each trial type. All signatures of the paradigm must pass as well. */
  readonly atLeast: number;
}

export type LearningTask = ControlTask | LikenessTask;

/** The result of one seed. */
export interface LearnedSeed {
  readonly seed: number;
  readonly measured: number | null;
  /** Other measurements, by name. */
  readonly besides?: Readonly<Record<string, number>>;
  readonly reached: boolean;
  /** Steps after which the measure was first reached during learning; null if it never was, or is not required. */
  readonly stepsToReach: number | null;
  readonly backend: string;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly endSteps: readonly number[];
  readonly returns: readonly number[];
}
