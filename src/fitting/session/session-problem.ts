import { InputError } from '../../core/errors.ts';
import type { RandomStream } from '../../core/random.ts';
import { reusableSession } from '../../engine/reusable-session.ts';
import { DivergedError } from '../../engine/trial-session.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { FitProblem, Likelihood } from '../problem.ts';
import { choicesPart } from './choices-part.ts';
import type { DataPart, PartFit, SessionRun, TrialRange } from './data-part.ts';
import type { FreeOfSpec } from './free-of-spec.ts';
import { signalPart, type SignalPrediction, type SignalTrace } from './signal-part.ts';

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
  /** Number of trials of the session. */
  readonly trials: number;
  /** Each part's own fit at these values; undefined if learning diverges. */
  explain(values: Float64Array): readonly PartFit[] | undefined;
  /** The signal with what is predicted of it at these values; undefined without a signal, and if learning diverges. */
  predicted(values: Float64Array): SignalPrediction | undefined;
  /**
   * Data as the agent and the sensor would make them at these values, in the same session.
   * @param solved what a fit of the signal has solved
   * @throws InputError for choices
   * @throws DivergedError if learning diverges
   */
  simulated(values: Float64Array, solved: Readonly<Record<string, number>>, random: RandomStream): SessionData;
  /**
   * The problem without the data of some trials, and the log likelihood of these alone: the agent goes through all
   * trials, and what is solved exactly is solved without them.
   */
  split(held: TrialRange): { readonly training: SessionProblem; score(values: Float64Array): number };
}

/**
 * The log likelihood of an agent's parameters in a session is the sum of those of its data, each of weight 1: one agent
 * explains the choices and the dopamine of the same trials.
 * @throws InputError if there is nothing to fit
 */
export function sessionProblem({ spec, signal, usesChoices }: SessionData, free: FreeOfSpec): SessionProblem {
  const session = reusableSession(spec);
  const ofSignal = signal && signalPart({ ...session, spec }, signal);
  const parts = [...(ofSignal === undefined ? [] : [ofSignal]), ...(usesChoices ? [choicesPart(session)] : [])];
  if (parts.length === 0)
    throw new InputError('there is nothing to fit', 'fit', 'name a signal, or choices, in the mapping');

  /** @returns undefined if learning diverges */
  function runAt(values: Float64Array): RunAt | undefined {
    const set = free.withValues(values);
    try {
      return { run: session.run(set.agent), recording: set.recording };
    } catch (error) {
      if (error instanceof DivergedError) return undefined;
      throw error;
    }
  }

  const problemOf = (own: readonly DataPart[]): SessionProblem => {
    const explain: SessionProblem['explain'] = (values) => {
      const at = runAt(values);
      return at && own.map((part) => part.fit(at.run, at.recording));
    };
    const observationsAt = (values: Float64Array): number =>
      (explain(values) ?? []).reduce((sum, { observations }) => sum + observations, 0);
    const likelihood: Likelihood = {
      observations: observationsAt(free.given),
      observationsAt,
      inner: own.reduce((sum, { inner }) => sum + inner, 0),
      hasGradient: false,
      at: (values) => explain(values)?.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0) ?? -Infinity,
    };
    return {
      parameters: free.parameters,
      trials: session.trials.length,
      parts: own,
      explain,
      likelihood,
      predicted(values) {
        const at = ofSignal && runAt(values);
        return at && ofSignal.predicted(at.run, at.recording);
      },
      simulated(values, solved, random) {
        if (usesChoices || ofSignal === undefined)
          throw new InputError(
            'a recorded session does not say what other choices would have earned',
            'recovery',
            'recover from the signal alone (--data signal)',
          );
        const set = free.withValues(values);
        const run = session.run(set.agent);
        return { spec, usesChoices, signal: ofSignal.simulated(run, set.recording, solved, random) };
      },
      split(held) {
        const split = own.map((part) => part.split(held));
        return {
          training: problemOf(split.map(({ training }) => training)),
          score(values) {
            const at = runAt(values);
            return at === undefined
              ? -Infinity
              : split.reduce((sum, part) => sum + part.score(at.run, at.recording), 0);
          },
        };
      },
    };
  };
  return problemOf(parts);
}

interface RunAt {
  readonly run: SessionRun;
  readonly recording: TrialSpec['recording'];
}
