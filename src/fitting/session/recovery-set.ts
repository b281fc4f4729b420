import { InputError } from '../../core/errors.ts';
import { DivergedError } from '../../engine/trial-session.ts';
import { withCheckedIntervals } from '../intervals.ts';
import { recoveryDraw } from '../recovery/parameter-recovery.ts';
import type { RecoveryDraw } from '../recovery/recovered.ts';
import { fromPriors } from '../recovery/recoverable.ts';
import type { Solved } from './data-part.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { sessionProblem, type SessionData } from './session-problem.ts';

/** Searches of each fit. */
const starts = 3;

/**
 * Simulates one session with parameters from the priors, in the events of the recorded one and with the gain and the noise
 * that it was found to have, and fits it. Parameters with which learning diverges, or with which simulated data are too large
 * for any fit, are a failed fit: the session's own stands.
 */
export function recoverySet(
  data: SessionData,
  names: readonly string[],
  { seed, set, solved }: { readonly seed: number; readonly set: number; readonly solved: readonly Solved[] },
): RecoveryDraw {
  const free = freeOfSpec(data.spec, names);
  const { parameters } = free;
  const problem = sessionProblem(data, free);
  const model = {
    id: data.spec.agent.id ?? 'agent',
    title: '',
    parameters,
    problem: (made: SessionData) => sessionProblem(made, free),
    simulate: (values: Float64Array, random: Parameters<typeof problem.simulated>[2]) =>
      problem.simulated(values, solved, random),
  };
  try {
    return recoveryDraw(model, fromPriors(parameters), set, { seed, starts, intervals: withCheckedIntervals });
  } catch (error) {
    if (error instanceof DivergedError || error instanceof InputError) return { ...failed, failure: error.message };
    throw error;
  }
}

const failed = { truth: [], estimate: [], covered: null, atBound: [], agreeing: 0, starts, modes: 0 } as const;
