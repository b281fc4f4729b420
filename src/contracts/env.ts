import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Design, Phase } from './design.ts';
import type { Parameters } from './parameters.ts';
import type { Trial } from './trial.ts';

/**
 * A world whose course does not depend on what the agent does, so a whole trial can be drawn before it is lived through.
 */
export interface PavlovianEnv<P extends Parameters = Parameters> extends Declaration<P> {
  readonly kind: 'pavlovian';
  /** Draws one trial of a phase. */
  realise(design: Design, phase: Phase, type: string, index: number, random: RandomStream): Trial;
  /** What happens in a trial, as a sentence. */
  describe(design: Design, trial: Trial): string;
}

export type Env = PavlovianEnv;

export const defineEnv = <P extends Parameters>(env: PavlovianEnv<P>): PavlovianEnv<P> => frozen(env);
