import { InputError } from '../../core/errors.ts';
import type { RandomStream } from '../../core/random.ts';
import { reusableSession } from '../../engine/reusable-session.ts';
import { DivergedError } from '../../engine/trial-session.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { FitProblem, Likelihood } from '../problem.ts';
import { choicesPart } from './choices-part.ts';
import { nearFit, type DataPart, type PartFit, type SessionRun, type Solved } from './data-part.ts';
import type { TrialRange } from '../held-out.ts';
import type { FreeOfSpec } from './free-of-spec.ts';
import { latenciesPart, type Latencies } from './latencies-part.ts';
import { licksPart, type LickCounts } from './licks-part.ts';
import { fillSlopes } from './session-slopes.ts';
import { signalPart, type SignalPrediction, type SignalTrace } from './signal-part.ts';
import { spikesPart, type SpikeCounts } from './spikes-part.ts';
import { sumByTrial } from './trial-sums.ts';
import { summariesPart, type EventSummaries } from './summaries-part.ts';

/** What of a session is fitted. */
export interface SessionData {
  /** Complete, with the agent, the recorded trials and the sensor. */
  readonly spec: TrialSpec;
  readonly signal?: SignalTrace | undefined;
  readonly spikes?: SpikeCounts | undefined;
  readonly summaries?: EventSummaries | undefined;
  readonly licks?: LickCounts | undefined;
  readonly latencies?: Latencies | undefined;
  readonly usesChoices: boolean;
}

/** One session, one agent. */
export interface SessionProblem extends FitProblem {
  readonly parts: readonly DataPart[];
  /** Number of trials of the session. */
  readonly trials: number;
  /** Each part's own fit at these values; undefined if learning diverges. */
  explain(values: Float64Array): readonly PartFit[] | undefined;
  /** Log likelihood of the data of each trial, see DataPart; undefined if learning diverges. */
  byTrial(values: Float64Array): Float64Array | undefined;
  /** The signal with what is predicted of it at these values; undefined without a signal, and if learning diverges. */
  predicted(values: Float64Array): SignalPrediction | undefined;
  /** What the residuals of each part say against it at these values, in sentences. */
  checks(values: Float64Array): readonly (readonly string[])[];
  /**
   * Data as the agent and the sensor would make them at these values, in the same session.
   * @param solved what a fit has solved, part by part
   * @throws InputError for choices
   * @throws DivergedError if learning diverges
   */
  simulated(values: Float64Array, solved: readonly Solved[], random: RandomStream): SessionData;
  /**
   * The problem without the data of some trials, and the log likelihood of each of these, NaN for others: the agent goes
   * through all trials, and what is solved exactly is solved without them.
   */
  split(held: TrialRange): {
    readonly training: SessionProblem;
    score(values: Float64Array): Float64Array | undefined;
  };
}

/**
 * The log likelihood of an agent's parameters in a session is the sum of those of its data, each of weight 1: one agent
 * explains the choices and the dopamine of the same trials.
 * @throws InputError if there is nothing to fit
 */
export function sessionProblem(data: SessionData, free: FreeOfSpec): SessionProblem {
  const session = reusableSession(data.spec);
  const parts = partsOf({ ...session, spec: data.spec }, data);
  if (parts.length === 0)
    throw new InputError('there is nothing to fit', 'fit', 'name a signal, or other data, in the mapping');

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
    /** The log likelihood with its derivatives: those by the sensor's parameters do not need the agent again. */
    function withSlopes(values: Float64Array, gradient: Float64Array): number {
      gradient.fill(Number.NaN);
      const at = runAt(values);
      if (at === undefined) return -Infinity;
      const near = own.map((part) => nearFit(part, at.run, at.recording));
      const logLikelihood = near.reduce((sum, part) => sum + part.logLikelihood, 0);
      if (!Number.isFinite(logLikelihood)) return logLikelihood;
      fillSlopes(free, values, gradient, (moved, ofSensor) => {
        if (ofSensor) {
          const { recording } = free.withValues(moved);
          return near.reduce((sum, part) => sum + part.throughSensor(recording), 0);
        }
        const changed = runAt(moved);
        return changed === undefined ? Number.NaN : near.reduce((sum, part) => sum + part.afterRun(changed.run), 0);
      });
      return logLikelihood;
    }
    const likelihood: Likelihood = {
      observations: observationsAt(free.given),
      observationsAt,
      inner: own.reduce((sum, { inner }) => sum + inner, 0),
      hasGradient: true,
      isRough: true,
      at: (values, gradient) =>
        gradient === undefined
          ? (explain(values)?.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0) ?? -Infinity)
          : withSlopes(values, gradient),
    };
    return {
      parameters: free.parameters,
      trials: session.trials.length,
      parts: own,
      explain,
      byTrial(values) {
        const at = runAt(values);
        return at && sumByTrial(own.map((part) => part.byTrial(at.run, at.recording)));
      },
      checks(values) {
        const at = runAt(values);
        return own.map((part) => (at === undefined ? [] : part.checks(at.run, at.recording)));
      },
      likelihood,
      predicted(values) {
        const signal = own.find(isOfSignal);
        const at = signal && runAt(values);
        return at && signal.predicted(at.run, at.recording);
      },
      simulated(values, solved, random) {
        const set = free.withValues(values);
        const run = session.run(set.agent);
        const made = own.map((part, i) => [part.id, part.simulated(run, set.recording, solved[i] ?? {}, random)]);
        // Each part makes data of its own kind.
        return { ...data, ...(Object.fromEntries(made) as Partial<SessionData>) };
      },
      split(held) {
        const split = own.map((part) => part.split(held));
        return {
          training: problemOf(split.map(({ training }) => training)),
          score(values) {
            const at = runAt(values);
            return at && sumByTrial(split.map((part) => part.score(at.run, at.recording)));
          },
        };
      },
    };
  };
  return problemOf(parts);
}

type Session = Parameters<typeof signalPart>[0] & Parameters<typeof choicesPart>[0] & Parameters<typeof licksPart>[0];

const isOfSignal = (part: DataPart): part is ReturnType<typeof signalPart> => part.id === 'signal';

/** In the order in which a report has them. */
function partsOf(session: Session, data: SessionData): readonly DataPart[] {
  const { signal, spikes, summaries, licks, latencies, usesChoices } = data;
  return [
    ...(signal === undefined ? [] : [signalPart(session, signal)]),
    ...(spikes === undefined ? [] : [spikesPart(session, spikes)]),
    ...(summaries === undefined ? [] : [summariesPart(session, summaries)]),
    ...(usesChoices ? [choicesPart(session)] : []),
    ...(licks === undefined ? [] : [licksPart(session, licks)]),
    ...(latencies === undefined ? [] : [latenciesPart(session, latencies)]),
  ];
}

interface RunAt {
  readonly run: SessionRun;
  readonly recording: TrialSpec['recording'];
}
