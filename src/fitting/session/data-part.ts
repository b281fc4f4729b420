import type { AgentPart } from '../../contracts/agent.ts';
import type { RandomStream } from '../../core/random.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import type { TrialRange } from '../held-out.ts';
import type { DataKind } from '../report/fitted-data.ts';

/** What an agent did in a session. */
export type SessionRun = ReturnType<ReusableSession['run']>;

/** What was solved exactly on the way, such as the gain, by name in words; for reports. */
export type Solved = Readonly<Record<string, number>>;

/** How likely one kind of data is after a run. */
export interface PartFit {
  readonly logLikelihood: number;
  /** Independent observations, as BIC counts them. */
  readonly observations: number;
  readonly solved: Solved;
}

/** The log likelihood near a run and a sensor, to first order: derivatives are taken from its differences. */
export interface NearFit {
  readonly logLikelihood: number;
  /** By how much it is higher for the same run through another sensor. Asked before another run overwrites the signals. */
  throughSensor(recording: AgentPart): number;
  /** By how much it is higher for another run through the same sensor. */
  afterRun(run: SessionRun): number;
}

/** One kind of data of a session. @typeParam Data what it is made of */
export interface DataPart<Data = unknown> {
  readonly id: DataKind;
  /** For a report, e.g. `choices`. */
  readonly title: string;
  /** Parameters that are solved exactly inside, which AIC and BIC count as well. */
  readonly inner: number;
  /** @param recording the sensor with the values at hand */
  fit(run: SessionRun, recording: AgentPart): PartFit;
  /** What residuals say against the fit, in sentences; empty if nothing. */
  checks(run: SessionRun, recording: AgentPart): readonly string[];
  /**
   * Data as these would be, with gaps where they have them, if an agent and the sensor had made them.
   * @param solved what a fit has solved
   * @throws InputError if they cannot be simulated
   */
  simulated(run: SessionRun, recording: AgentPart, solved: Solved, random: RandomStream): Data;
  /**
   * Log likelihood of the data of each trial, given all before it; NaN for a trial without data. They sum to that of a fit
   * that is not upside down.
   */
  byTrial(run: SessionRun, recording: AgentPart): Float64Array;
  /** A faster way than fits to differences near a run; undefined where there is none. */
  near?(run: SessionRun, recording: AgentPart): NearFit | undefined;
  /**
   * The same data without those of some trials, and the log likelihood of each of these trials, as byTrial() has it; NaN for
   * all others.
   */
  split(held: TrialRange): {
    readonly training: DataPart<Data>;
    score(run: SessionRun, recording: AgentPart): Float64Array;
  };
}

/** Near a run, by fits if there is no faster way. */
export function nearFit(part: DataPart, run: SessionRun, recording: AgentPart): NearFit {
  const faster = part.near?.(run, recording);
  if (faster !== undefined) return faster;
  const { logLikelihood } = part.fit(run, recording);
  return {
    logLikelihood,
    throughSensor: (changed) => part.fit(run, changed).logLikelihood - logLikelihood,
    afterRun: (changed) => part.fit(changed, recording).logLikelihood - logLikelihood,
  };
}
