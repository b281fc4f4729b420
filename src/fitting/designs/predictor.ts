import { InputError } from '../../core/errors.ts';
import { errorPlacement } from '../../engine/sensed-session.ts';
import { reusableSession, type ReusableSession } from '../../engine/reusable-session.ts';
import { DivergedError } from '../../engine/trial-session.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { FreeParameter } from '../free-parameter.ts';
import { valuesAt } from '../problem.ts';
import { freeOfSpec } from '../session/free-of-spec.ts';
import { SensedBins } from '../session/sensed-bins.ts';

/** What a model predicts of one session, as a function of its parameters. */
export interface Predictor {
  readonly parameters: readonly FreeParameter[];
  readonly session: Pick<ReusableSession, 'design' | 'trials'>;
  readonly bins: number;
  /**
   * What the sensor shows without noise, one number per bin from the session's start.
   * @param point of the parameters
   * @returns undefined if learning diverges
   */
  at(point: Float64Array): Float64Array | undefined;
}

/**
 * @param spec complete; the agent's other values stay
 * @throws InputError for an experiment with choices, where each agent would have its own session
 */
export function predictorOf(spec: TrialSpec, binSeconds: number): Predictor {
  const session = reusableSession(spec);
  if (session.design.states !== undefined)
    throw new InputError(
      `in '${spec.world.id}' agents choose, so that each would have another session`,
      'discriminate',
      'name an experiment without choices; `phasic fit-choices --recover` tells models of choices apart',
    );
  const free = freeOfSpec(spec, undefined);
  const placement = errorPlacement({ ...session, spec });
  const count = Math.floor((placement.length * placement.stepSeconds) / binSeconds + rounding);
  const sensed = new SensedBins(placement, spec, { startSeconds: 0, binSeconds, count });
  return {
    parameters: free.parameters,
    session,
    bins: count,
    at(point) {
      const set = free.withValues(valuesAt(free.parameters, point));
      try {
        return sensed.of(session.run(set.agent), set.recording).slice();
      } catch (error) {
        if (error instanceof DivergedError) return undefined;
        throw error;
      }
    },
  };
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;
