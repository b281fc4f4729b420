import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign, Phase } from './design.ts';
import type { Parameters } from './parameters.ts';
import type { ControlEnv } from './control-env.ts';
import type { Trial } from './trial.ts';

/** Where a trial stands in its session. */
export interface TrialPlace extends Pick<Trial, 'index' | 'startSeconds'> {
  /** The first step of the grid, counted from the session's start, that does not belong to the trial before. */
  readonly startStep: number;
}

/**
 * A world in which a whole trial can be drawn before it is lived through. pavlovian: what the agent does changes nothing; choice: what
 * each choice would bring is drawn ahead, so a trial is a function of its choices.
 */
export interface TrialEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'pavlovian' | 'choice';
  /** Draws one trial of a phase. What is drawn does not depend on the design's grid. */
  realise(design: GridDesign, phase: Phase, type: string, place: TrialPlace, random: RandomStream): Trial;
  /** What happens in a trial, as a sentence. */
  describe(design: GridDesign, trial: Trial): string;
}

export type Env = TrialEnv | ControlEnv;

export const defineEnv = <P extends Parameters>(env: TrialEnv<P>): TrialEnv<P> => frozen(env);
