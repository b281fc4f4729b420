import type { Approximate } from './approximate.ts';
import type { Citation } from './citation.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Design, GridDesign } from './design.ts';
import type { AgentPart } from './agent.ts';
import type { Note } from './note.ts';
import type { Parameters, Values } from './parameters.ts';
import type { Trial } from './trial.ts';

/** rpe and value in reward units; rate is what the recording shows, in its unit, averaged over its units. */
export type SignalName = 'rpe' | 'value' | 'rate';

/** Which trials to average, and which event to align them on. Every given clause must hold. */
export interface Condition {
  readonly title: string;
  readonly types: readonly string[];
  readonly phase?: string;
  readonly group?: string;
  readonly outcome?: 'delivered' | 'omitted';
  /** Only trials in which this action was chosen at the first stage. */
  readonly chose?: string;
  /** Only the first, or the last, so many of the trials that fit the other clauses (but for what depends on choices, which come after). */
  readonly first?: number;
  readonly last?: number;
  /** Scheduled time of the (first) reward, seconds from time zero. */
  readonly rewardSeconds?: number;
  /** cue: the onset of the first cue, which is time zero unless a reward comes before it, or time zero without cues; reward: the first scheduled reward. */
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
  /** Seconds from the aligned event, one a step. */
  readonly t: readonly number[];
  readonly n: number;
  /** What happens in these trials, where it happens at the same time in all of them. */
  readonly marks: readonly Mark[];
  readonly rpe: Band;
  readonly value: Band;
  readonly rate: Band;
}

export interface Band {
  readonly mean: readonly number[];
  /** Standard error over trials; 0 where n < 2. */
  readonly sem: readonly number[];
  readonly n: number;
}

/** What a signature's measure may look at. Times are seconds from the condition's aligned event. */
export interface Evidence<V = Record<string, never>> {
  readonly parameters: V;
  readonly design: GridDesign;
  readonly averages: Readonly<Record<string, Averages>>;
  /** Mean over a condition's trials at the step nearest to `seconds`; NaN where the condition has no trials or no such step. */
  at(condition: string, signal: SignalName, seconds: number): number;
  /** Mean over trials and over the steps in [from, to) seconds, each rounded to a step as the schedule's times are. */
  mean(condition: string, signal: SignalName, from: number, to: number): number;
  /** Mean over a condition's trials of each unit of the recording over the steps in [from, to) seconds. */
  units(condition: string, from: number, to: number): readonly number[];
  /** A condition's trials that are done, one by one, in order. */
  trials(condition: string): readonly TrialEvidence[];
  /** Each channel of the agent over the steps in [from, to) seconds, mean over a condition's trials; one channel where it has no more. */
  channels(condition: string, from: number, to: number): readonly { readonly rpe: number; readonly value: number }[];
  /**
   * Conditioned responding, a stated function of value (see contracts/response.ts), mean over a condition's trials over the steps in
   * [from, to) seconds.
   */
  response(condition: string, from: number, to: number): number;
  /** Share of a condition's trials in which the action was chosen at the stage; NaN where the stage was never met. */
  choiceShare(condition: string, stage: string, action: string): number;
  /** Least-squares straight line; NaN where it cannot be fitted, r also where y does not vary. */
  fit(points: readonly SummaryPoint[]): LineFit;
  /** Least squares of y on several columns at once and a constant; NaN where they do not determine the weights, one a column. */
  regress(
    rows: readonly (readonly number[])[],
    y: readonly number[],
  ): { readonly intercept: number; readonly weights: readonly number[] };
  /**
   * A hundred samples, in increasing order and within `range`, of the distribution whose expectiles τ have these values (Dabney et al. 2020).
   * With every value the same, as in a model of one value, they all are that value.
   */
  decodeDistribution(
    channels: readonly { readonly tau: number; readonly value: number }[],
    range: readonly [number, number],
  ): readonly number[];
  /**
   * When a reward is expected, from responses of channels of different discounts (per second) to its cue: the share of each of `seconds`,
   * adding up to 1 (Masset et al. 2025). NaN where nothing is expected.
   */
  decodeTimes(
    channels: readonly { readonly discount: number; readonly response: number }[],
    seconds: readonly number[],
  ): readonly number[];
}

/** One trial. Times are seconds from the condition's aligned event. */
export interface TrialEvidence {
  readonly trial: Trial;
  /** At the step nearest to `seconds`; NaN outside the session. */
  at(signal: Exclude<SignalName, 'rate'>, seconds: number): number;
  /** Mean over the steps in [from, to) seconds. */
  mean(signal: Exclude<SignalName, 'rate'>, from: number, to: number): number;
  /** Each channel of the agent at the step nearest to `seconds`; one channel where it has no more. */
  channels(seconds: number): readonly { readonly rpe: number; readonly value: number }[];
  /** Conditioned responding (see Evidence.response), mean over the steps in [from, to) seconds; NaN where they reach out of the trial. */
  response(from: number, to: number): number;
}

/** What a measured number must satisfy. Bounds are strict; `within` is a closed distance from `about`. */
export interface Expectation {
  readonly above?: number;
  readonly below?: number;
  readonly about?: number;
  readonly within?: number;
}

export interface Signature<V = Record<string, never>> {
  readonly id: string;
  /**
   * finding: what the paper is about; control: what has to hold for the finding to mean anything, and what most models show.
   * A model that shows controls alone has failed.
   */
  readonly role?: 'finding' | 'control';
  /** What the paper reported, in words. */
  readonly claim: string;
  /** Where it was reported, and where the bound comes from. */
  readonly source: string;
  /** What the measured number is, with its unit. */
  readonly quantity: string;
  readonly expected: Expectation;
  /**
   * Why nearly every agent gets it, where the world, the recorder or the manipulation puts it in, or another signature measures the same
   * number: such a finding is judged and shown, and does not count in the verdict.
   */
  readonly byConstruction?: string;
  /** Of a finding, the ids of the controls without which it means nothing; all of the paradigm's controls when absent. */
  readonly controls?: readonly string[];
  /** NaN where it is undefined, which is neither a pass nor a failure: a difference or a contrast has few such places, a quotient many. */
  measure(evidence: Evidence<V>): number;
}

/** What a signature says of itself, as plain data. */
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

/** A plot of one number per condition, such as response against reward size, beside the recorded one. */
export interface Summary<V = Record<string, never>> {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /**
   * What x runs over, by name, where that is kinds of things and not an amount: the x of a point is then a place in this list, from 0.
   * Kinds are drawn side by side and never joined.
   */
  readonly categories?: readonly string[];
  /** Set where x runs over sizes or times that are spaced by factors. */
  readonly xScale?: 'linear' | 'log';
  readonly series: readonly {
    readonly id: string;
    readonly title: string;
    measure(evidence: Evidence<V>): readonly SummaryPoint[];
  }[];
  /** The same plot from the paper. */
  readonly recorded?: { readonly citation: Citation; readonly n: string; readonly series: readonly SummarySeries[] };
  /** Fit a straight line to each series, or draw and fit the second series against the first. */
  readonly fit?: 'each' | 'second-on-first';
}

/** Recorded traces of a condition, to be drawn on the axes of the recording's rate. */
export interface RecordedTrace {
  readonly condition: string;
  readonly title: string;
  /** Seconds from the condition's aligned event. */
  readonly t: readonly number[];
  /** Change from baseline, in `unit`. */
  readonly mean: readonly number[];
  readonly unit: string;
  readonly n: string;
  readonly citation: Citation;
}

export interface Paradigm<P extends Parameters = Parameters> extends Declaration<P> {
  /** Which of its times and numbers are not known to be the paper's; all are as published where absent. */
  readonly approximate?: Approximate;
  /** Agent shown first, by id. */
  readonly agent: string;
  /**
   * Values for a run that is one of many seeds, as in the bench: where each seed learns as much as it has to, but is recorded for
   * fewer trials, since the seeds together have enough of them.
   */
  readonly bench?: Partial<Values<P>>;
  /** Electrode or sensor shown first. */
  readonly recording: AgentPart;
  design(parameters: Values<P>): Design;
  /** In the order in which they are drawn and listed. */
  conditions(parameters: Values<P>): Readonly<Record<string, Condition>>;
  /** Conditions drawn in the main figure, at most six. */
  readonly shown: readonly string[];
  /** Trial types in the trials x time map; all when absent. */
  readonly heatMapTypes?: readonly string[];
  readonly signatures: readonly Signature<Values<P>>[];
  /** Why agents do not show a finding, or show one that they should not. */
  readonly notes?: readonly Note[];
  /** Where no agent passes at its defaults, why, after a second look: it may be the agents, or what is asked of them. */
  readonly nonePasses?: string;
  /** Where none fails, why. */
  readonly noneFails?: string;
  readonly summaries?: readonly Summary<Values<P>>[];
  readonly recorded?: readonly RecordedTrace[];
}

export const defineParadigm = <P extends Parameters>(paradigm: Paradigm<P>): Paradigm<P> => frozen(paradigm);
