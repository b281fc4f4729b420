import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Design, Phase } from './design.ts';
import type { Parameters } from './parameters.ts';
import type { SteppedEnv } from './stepped-env.ts';
import type { Trial } from './trial.ts';

/**
 * A world in which a whole trial can be drawn before it is lived through. pavlovian: what the agent does changes nothing; choice: what
 * each choice would bring is drawn ahead, so a trial is a function of its choices.
 */
export interface TrialEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'pavlovian' | 'choice';
  /** Draws one trial of a phase. */
  realise(design: Design, phase: Phase, type: string, index: number, random: RandomStream): Trial;
  /** What happens in a trial, as a sentence. */
  describe(design: Design, trial: Trial): string;
}

export type Env = TrialEnv | SteppedEnv;

export const defineEnv = <P extends Parameters>(env: TrialEnv<P>): TrialEnv<P> => frozen(env);
