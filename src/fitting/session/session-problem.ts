import { InputError } from '../../core/errors.ts';
import { reusableSession } from '../../engine/reusable-session.ts';
import { DivergedError } from '../../engine/trial-session.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { FitProblem } from '../problem.ts';
import { choicesPart } from './choices-part.ts';
import type { DataPart, PartFit } from './data-part.ts';
import type { FreeOfSpec } from './free-of-spec.ts';
import { signalPart, type SignalTrace } from './signal-part.ts';

/** What of a session is fitted. */
export interface SessionData {
  /** Complete, with the agent, the recorded trials and the sensor. */
  readonly spec: TrialSpec;
  readonly signal?: SignalTrace;
  readonly usesChoices: boolean;
}

/** One session, one agent. */
export interface SessionProblem extends FitProblem {
  readonly parts: readonly DataPart[];
  /** Each part's own fit at these values; undefined if learning diverges. */
  explain(values: Float64Array): readonly PartFit[] | undefined;
}

/**
 * The log likelihood of an agent's parameters in a session is the sum of those of its data, each of weight 1: one agent
 * explains the choices and the dopamine of the same trials.
 * @throws InputError if there is nothing to fit
 */
export function sessionProblem({ spec, signal, usesChoices }: SessionData, free: FreeOfSpec): SessionProblem {
  const session = reusableSession(spec);
  const parts = [
    ...(signal === undefined ? [] : [signalPart({ ...session, spec }, signal)]),
    ...(usesChoices ? [choicesPart(session)] : []),
  ];
  if (parts.length === 0)
    throw new InputError('there is nothing to fit', 'fit', 'name a signal, or choices, in the mapping');
  const explain = (values: Float64Array): readonly PartFit[] | undefined => {
    const set = free.withValues(values);
    try {
      const run = session.run(set.agent);
      return parts.map((part) => part.fit(run, set.recording));
    } catch (error) {
      if (error instanceof DivergedError) return undefined;
      throw error;
    }
  };
  return {
    parameters: free.parameters,
    parts,
    explain,
    likelihood: {
      observations: (explain(free.given) ?? []).reduce((sum, { observations }) => sum + observations, 0),
      inner: parts.reduce((sum, { inner }) => sum + inner, 0),
      hasGradient: false,
      at: (values) => explain(values)?.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0) ?? -Infinity,
    },
  };
}
