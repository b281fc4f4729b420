import type { PartialPlaySpec } from '../../src/contracts/play-spec.ts';

/** Something that an agent has to learn, over several seeds. */
export interface LearningTask {
  /** Names its results. */
  readonly id: string;
  /** What is asked for, in words. */
  readonly claim: string;
  readonly spec: PartialPlaySpec & { readonly steps: number };
  /** Settings of parts, as --set takes them: `learningRate` or `env.timeLimit`. */
  readonly settings?: Readonly<Record<string, number | string | boolean>>;
  /** Reached where the measure is at least so large. */
  readonly atLeast: number;
  /**
   * best: the best mean return of so many consecutive episodes while it learned; greedy: the mean return of so many episodes after
   * learning, held fixed and acting with `settings` (such as no exploration); stay-interaction: in the two-step task with the weights held, how much more often the first choice is repeated after reward by a
   * common passage or omission by a rare one than after the other two, as a difference of differences of probabilities (Daw et al. 2011).
   */
  readonly measure:
    | { readonly kind: 'best'; readonly episodes: number }
    | { readonly kind: 'stay-interaction'; readonly episodes: number }
    | { readonly kind: 'greedy'; readonly episodes: number; readonly settings: Readonly<Record<string, number | string | boolean>> };
  /** Where the bound comes from. */
  readonly source: string;
}

/** What became of one seed. */
export interface LearnedSeed {
  readonly seed: number;
  readonly measured: number | null;
  readonly reached: boolean;
  /** Steps after which the measure had first been reached while it learned; null where it never was, or is not asked. */
  readonly stepsToReach: number | null;
  readonly backend: string;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly endSteps: readonly number[];
  readonly returns: readonly number[];
}
