import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign, Phase } from './design.ts';
import type { Parameters } from './parameters.ts';
import type { ControlEnv } from './control-env.ts';
import type { Trial } from './trial.ts';

/** The position of a trial in its session. */
export interface TrialPlace extends Pick<Trial, 'index' | 'startSeconds'> {
  /** The first grid step, counted from the session's start, that does not belong to the previous trial. */
  readonly startStep: number;
}

/**
 * An environment in which a whole trial can be drawn before it is run. pavlovian: the agent's actions change nothing;
 * choice: the outcomes of all choices are drawn in advance, so a trial is a function of its choices.
 */
export interface TrialEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'pavlovian' | 'choice';
  /** Draws one trial of a phase. The draws do not depend on the design's grid. */
  realise(design: GridDesign, phase: Phase, type: string, place: TrialPlace, random: RandomStream): Trial;
  /** What happens in a trial, as a sentence. */
  describe(design: GridDesign, trial: Trial): string;
}

export type Env = TrialEnv | ControlEnv;

export const defineEnv = <P extends Parameters>(env: TrialEnv<P>): TrialEnv<P> => frozen(env);
