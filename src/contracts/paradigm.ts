import type { Approximate } from './approximate.ts';
import type { Recorded } from './citation.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Design, GridDesign } from './design.ts';
import type { AgentPart, AgentSettings } from './agent.ts';
import type { Note } from './note.ts';
import type { Parameters, Values } from './parameters.ts';
import type { Trial } from './trial.ts';

/** rpe and value in reward units; rate is the recorded signal in its unit, averaged over units. */
export type SignalName = 'rpe' | 'value' | 'rate';

/** Which trials to average, and the event to align them on. All given clauses must hold. */
export interface Condition {
  readonly title: string;
  readonly types: readonly string[];
  readonly phase?: string;
  readonly group?: string;
  readonly outcome?: 'delivered' | 'omitted';
  /** Only trials in which this action was chosen at the first stage. */
  readonly chose?: string;
  /**
   * Only the first, or the last, N of the trials that match the other clauses (except choice-dependent clauses, which
   * are applied afterwards).
   */
  readonly first?: number;
  readonly last?: number;
  /** Scheduled time of the (first) reward, seconds from time zero. */
  readonly rewardSeconds?: number;
  /**
   * cue: the onset of the first cue, which is time zero unless a reward comes before it, or time zero if there are no
   * cues; reward: the first scheduled reward.
   */
  readonly align: 'cue' | 'reward';
  /** [from, to), seconds from the event. */
  readonly window: readonly [number, number];
}

/** An event on the time axis of an aligned plot. */
export interface Mark {
  readonly event: 'cue' | 'reward' | 'omission';
  readonly label: string;
  /** Seconds from the aligned event. */
  readonly seconds: number;
}

/** Averages of a condition over its trials, step by step. */
export interface Averages {
  readonly align: Condition['align'];
  /** Seconds from the aligned event, one per step. */
  readonly t: readonly number[];
  readonly n: number;
  /** Events of these trials that occur at the same time in all of them. */
  readonly marks: readonly Mark[];
  readonly rpe: Band;
  readonly value: Band;
  readonly rate: Band;
}

/** Averages without the recording, unless it was asked for: drawing every unit of it takes longer than a run. */
export type AskedAverages = Omit<Averages, 'rate'> & Partial<Pick<Averages, 'rate'>>;

export interface Band {
  readonly mean: readonly number[];
  /** Standard error over trials; 0 if n < 2. */
  readonly sem: readonly number[];
  readonly n: number;
}

/** The data available to a signature's measure. Times are seconds from the condition's aligned event. */
export interface Evidence<V = Record<string, never>> {
  readonly parameters: V;
  readonly design: GridDesign;
  readonly averages: Readonly<Record<string, Averages>>;
  /**
   * Mean over a condition's trials at the step nearest to `seconds`; NaN if the condition has no trials or no such
   * step.
   */
  at(condition: string, signal: SignalName, seconds: number): number;
  /** Mean over trials and over the steps in [from, to) seconds, each rounded to a step like the schedule's times. */
  mean(condition: string, signal: SignalName, from: number, to: number): number;
  /** The recording itself, for measures that are relative to how it responds. */
  readonly recording: ExpectedRecording;
  /** Mean over a condition's trials of each recorded unit over the steps in [from, to) seconds. */
  units(condition: string, from: number, to: number): readonly number[];
  /** A condition's finished trials, one by one, in order; the places `from` to `to` (exclusive) among them, or all. */
  trials(condition: string, from?: number, to?: number): readonly TrialEvidence[];
  /**
   * Each channel of the agent over the steps in [from, to) seconds, mean over a condition's trials; one channel if it
   * has only one.
   */
  channels(condition: string, from: number, to: number): readonly { readonly rpe: number; readonly value: number }[];
  /**
   * Conditioned responding, a fixed function of value (see contracts/response.ts), mean over a condition's trials over
   * the steps in [from, to) seconds.
   */
  response(condition: string, from: number, to: number): number;
  /**
   * Fraction of a condition's trials in which the action was chosen at the stage; NaN if the stage was never reached.
   */
  choiceShare(condition: string, stage: string, action: string): number;
  /** Least-squares line; NaN if it cannot be fitted, and r is NaN also if y does not vary. */
  fit(points: readonly SummaryPoint[]): LineFit;
  /** Least squares of y on several columns and a constant; NaN if they do not determine the weights, one per column. */
  regress(
    rows: readonly (readonly number[])[],
    y: readonly number[],
  ): { readonly intercept: number; readonly weights: readonly number[] };
  /**
   * How much of the variance of all outputs together a linear readout of noisy inputs explains, in samples that it was
   * not fitted to: 1 - Σ error² / Σ deviation², below 0 if it is worse than their means. NaN if the outputs do not vary.
   * @param noise of each input, in its standard deviations
   */
  explained(fitted: Samples, heldOut: Samples, noise: number): number;
  /**
   * A hundred samples, in increasing order and within `range`, of the distribution whose expectiles τ have these values
   * (Dabney et al. 2020). If all values are the same, as in a model with a single value, so are the samples.
   */
  decodeDistribution(
    channels: readonly { readonly tau: number; readonly value: number }[],
    range: readonly [number, number],
  ): readonly number[];
  /**
   * When a reward is expected, from responses of channels of different discounts (per second) to its cue: the
   * probability of each of `seconds`, adding up to 1 (Masset et al. 2025). NaN if nothing is expected.
   */
  decodeTimes(
    channels: readonly { readonly discount: number; readonly response: number }[],
    seconds: readonly number[],
  ): readonly number[];
}

/** Inputs and outputs of a readout, one row per sample. */
export interface Samples {
  readonly inputs: readonly ArrayLike<number>[];
  readonly outputs: readonly ArrayLike<number>[];
}

/** What a recording shows without noise. */
export interface ExpectedRecording {
  /** How long an error still shows; 0 if only in its own step. */
  readonly memorySeconds: number;
  /**
   * Output for RPEs (reward units) in consecutive steps, from the start of a session on, minus its output without any:
   * mean over units, in the recording's unit.
   */
  expected(rpe: readonly number[]): readonly number[];
}

/** One trial. Times are seconds from the condition's aligned event. */
export interface TrialEvidence {
  /** Place of the trial in the session. */
  readonly index: number;
  readonly trial: Trial;
  /** At the step nearest to `seconds`; NaN outside the session, and for the rate outside the recorded part of the trial. */
  at(signal: SignalName, seconds: number): number;
  /** Mean over the steps in [from, to) seconds, each rounded to a step like the schedule's times. */
  mean(signal: SignalName, from: number, to: number): number;
  /** Each channel of the agent at the step nearest to `seconds`; one channel if it has only one. */
  channels(seconds: number): readonly { readonly rpe: number; readonly value: number }[];
  /**
   * The paradigm's units (`Paradigm.readUnits`) at the step nearest to `seconds`; empty if the agent has none of them, or
   * outside the session.
   */
  state(seconds: number): Float64Array;
  /**
   * Conditioned responding (see Evidence.response), mean over the steps in [from, to) seconds; NaN if they extend
   * beyond the trial.
   */
  response(from: number, to: number): number;
}

/** The condition on a measured number. Bounds are strict; `within` is a closed distance from `about`. */
export interface Expectation {
  readonly above?: number;
  readonly below?: number;
  readonly about?: number;
  readonly within?: number;
}

export interface Signature<V = Record<string, never>> {
  readonly id: string;
  /**
   * finding: what the paper reports; control: a precondition for interpreting the finding, which most models show. A
   * model that shows only controls has failed.
   */
  readonly role?: 'finding' | 'control';
  /** What the paper reported, in words. */
  readonly claim: string;
  /** Where it was reported, and the source of the bound. */
  readonly source: string;
  /** What the measured number is, with its unit. */
  readonly quantity: string;
  readonly expected: Expectation;
  /**
   * Why nearly every agent shows it: the experiment, the recording or the manipulation produces it, or another
   * signature measures the same number. Such a finding is judged and shown, but does not count in the verdict.
   */
  readonly byConstruction?: string;
  /** For a finding, the ids of the controls it requires; all of the paradigm's controls if absent. */
  readonly controls?: readonly string[];
  /**
   * NaN if undefined, which is neither a pass nor a failure: a difference or a contrast is rarely undefined, a quotient
   * often.
   */
  measure(evidence: Evidence<V>): number;
}

/** A signature's declaration, as plain data. */
export interface DeclaredSignature extends Omit<Signature, 'measure'> {
  readonly role: 'finding' | 'control';
}

export interface SummaryPoint {
  readonly x: number;
  readonly y: number;
  readonly sem?: number;
}

export interface SummarySeries {
  readonly id: string;
  readonly title: string;
  readonly points: readonly SummaryPoint[];
}

/** Straight line through (x of one series' points, y of another's). */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  readonly r: number;
}

/** A plot of one number per condition, such as response against reward size, next to the recorded one. */
export interface Summary<V = Record<string, never>> {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /**
   * Category names, if x is categorical: the x of a point is then an index into this list, from 0. Categories are drawn
   * side by side and never joined.
   */
  readonly categories?: readonly string[];
  /** Set if x is on a log scale (sizes or times spaced by factors). */
  readonly xScale?: 'linear' | 'log';
  readonly series: readonly {
    readonly id: string;
    readonly title: string;
    measure(evidence: Evidence<V>): readonly SummaryPoint[];
  }[];
  /** The same plot from the paper. */
  readonly recorded?: Recorded & { readonly series: readonly SummarySeries[] };
  /** Fit a straight line to each series, or plot and fit the second series against the first. */
  readonly fit?: 'each' | 'second-on-first';
}

/** Recorded traces of a condition, drawn on the axes of the recorded rate. */
export interface RecordedTrace extends Recorded {
  readonly condition: string;
  readonly title: string;
  /** Seconds from the condition's aligned event. */
  readonly t: readonly number[];
  /** Change from baseline, in `unit`. */
  readonly mean: readonly number[];
  readonly unit: string;
}

export interface Paradigm<P extends Parameters = Parameters> extends Declaration<P> {
  /** Which of its times and numbers may differ from the paper's; if absent, all are as published. */
  readonly approximate?: Approximate;
  /** Agent shown first, by id. */
  readonly agent: string;
  /**
   * Values for a run that is one of many seeds, as in the bench: each seed learns for as long as it needs, but is
   * recorded for fewer trials, since the seeds are pooled.
   */
  readonly bench?: Partial<Values<P>>;
  /**
   * Values with which agents, by id, are run here unless a spec says otherwise: those of the paper, where they are not
   * the agent's own.
   */
  readonly settings?: Readonly<Record<string, AgentSettings>>;
  /** The group of units, by id, that its measures read: every run of an agent that has it records it. */
  readonly readUnits?: string;
  /** Electrode or sensor shown first, and through which signatures that read the rate are measured. */
  readonly recording: AgentPart;
  design(parameters: Values<P>): Design;
  /** In the order of drawing and listing. */
  conditions(parameters: Values<P>): Readonly<Record<string, Condition>>;
  /** Conditions drawn in the main figure, at most six. */
  readonly shown: readonly string[];
  /** Trial types in the trials x time map; all if absent. */
  readonly heatMapTypes?: readonly string[];
  readonly signatures: readonly Signature<Values<P>>[];
  /** Why agents do not show a finding, or show one that they should not. */
  readonly notes?: readonly Note[];
  /**
   * If no agent passes at its defaults: why, after a second look. Either the agents or the criteria may be the cause.
   */
  readonly nonePasses?: string;
  /** If no agent fails: why. */
  readonly noneFails?: string;
  readonly summaries?: readonly Summary<Values<P>>[];
  readonly recorded?: readonly RecordedTrace[];
}

export const defineParadigm = <P extends Parameters>(paradigm: Paradigm<P>): Paradigm<P> => frozen(paradigm);
