import type { AgentPart } from '../../contracts/agent.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';

/** What an agent did in a session. */
export type SessionRun = ReturnType<ReusableSession['run']>;

/** How likely one kind of data is after a run. */
export interface PartFit {
  readonly logLikelihood: number;
  /** Independent observations, as BIC counts them. */
  readonly observations: number;
  /** What was solved exactly on the way, such as the gain, by name in words; for reports. */
  readonly solved: Readonly<Record<string, number>>;
}

/** One kind of data of a session. */
export interface DataPart {
  readonly id: 'signal' | 'choices' | 'spikes' | 'responses';
  /** For a report, e.g. `choices`. */
  readonly title: string;
  /** Parameters that are solved exactly inside, which AIC and BIC count as well. */
  readonly inner: number;
  /** @param recording the sensor with the values at hand */
  fit(run: SessionRun, recording: AgentPart): PartFit;
  /** The same data without those of some trials, and those of these trials alone. */
  split(held: TrialRange): { readonly training: DataPart; score(run: SessionRun, recording: AgentPart): number };
}

/** Successive trials by number, from 0: the first, and the one after the last. */
export type TrialRange = readonly [from: number, to: number];
