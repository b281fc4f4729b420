import type { RandomStream } from '../core/random.ts';
import type { StepDraws } from '../core/step-draws.ts';
import type { FeatureTable, TrialTimescale } from './architecture.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { LinearTd } from './linear-td.ts';
import type { TdTerms } from './td-terms.ts';
import type { NetworkMaker } from './network.ts';
import type { Parameters, Values } from './parameters.ts';
import type { ActingAgent, ActingAgentSetup } from './acting-agent.ts';
import type { ActionProbabilities } from './policy.ts';
import type { ControlOverrides } from './control-changes.ts';
import type { ObservationSpace } from './control-env.ts';
import type { StepChoice, Trial, TrialOverrides } from './trial.ts';
import type { UnitColumns, UnitGroup, Units } from './units.ts';

/**
 * Output arrays of a learner, one number per step of the trial, starting at `offset`. They hold 0 before the trial runs,
 * or what it wrote when it ran before from the same state. A 0 need not be written: an interval in which nothing happens
 * then costs no memory.
 */
export interface StepSignals {
  /**
   * TD error, shown at the step where its observation arrives: δ_t = r_t - ρ + γ V(x_t) - V(x_{t-1}). Includes the
   * trial's interventions, and is the error that is learned from. For several channels, their mean.
   */
  readonly rpe: Float64Array;
  /** V(x_t) when x_t is observed, before the update that follows. For several channels, their mean. */
  readonly value: Float64Array;
  readonly offset: number;
  /**
   * Output of the learner's units, at (offset + step) * units + unit, each group as the rule defines it; only groups
   * that are present here.
   */
  readonly units?: UnitColumns;
}

/** A learner in one run. It receives its input trial by trial; all of its memory carries over from one to the next. */
export interface Learner {
  /** One weight per feature, for display: how much the feature adds to the value. */
  readonly weights: Float64Array;
  /** Number of predictors that learn in parallel, each with its own RPE; 1 if absent. */
  readonly channels?: number;
  /** Groups of units it can write, out of those that the rule declares. */
  readonly units?: readonly Units[];
  /**
   * Runs one trial; with trial.plastic false the weights and the reward rate are held.
   * @param features tables in order and not overlapping; in steps outside all tables every feature is 0
   * @param draws by step of the session: the trial's step plus signals.offset
   * @returns if there are choices, the choices made
   */
  learnTrial(
    trial: Trial,
    features: readonly FeatureTable[],
    signals: StepSignals,
    draws: StepDraws,
  ): readonly StepChoice[] | void;
  /** All memory that carries over from trial to trial; a copy. */
  state(): ArrayLike<number>;
  restore(state: ArrayLike<number>): void;
}

/** What a learner is built from. */
export interface LearnerSetup {
  readonly terms: TdTerms;
  /** Layout and number of its input features. */
  readonly layout: FeatureTable['layout'];
  readonly size: number;
  /** What a feature represents. */
  label(feature: number): string;
  /** From the architecture. */
  readonly lasting?: true | undefined;
  readonly design: GridDesign;
  /** Draws what is fixed for the run, such as each channel's learning rate. */
  readonly random: RandomStream;
  /** How it chooses; present exactly for rules of the timescale `choice`. */
  readonly choose?: ActionProbabilities;
  /** Network backend, for rules that need one. */
  readonly networks?: NetworkMaker;
}

/** A rule that learns from trials. */
export interface TrialRule<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: TrialTimescale;
  /**
   * Why it must be told where trials begin and end, if it learns more than once per trial; absent if it need not be.
   */
  readonly needsTrials?: string;
  /** True if it can learn with an objective of several channels. */
  readonly manyChannels?: true;
  /**
   * True if it trains a network: a session takes minutes instead of a fraction of a second, so `phasic bench` runs it
   * only when it is named.
   */
  readonly slow?: true;
  /**
   * Why its output from a trial's first outcome or cue offset on may depend on what comes later in that trial; absent
   * if its output never does.
   */
  readonly foresight?: string;
  /** Parameters of its own, or of its objective, that a trial may override (Trial.overrides); none if absent. */
  readonly heeds?: readonly (keyof TrialOverrides)[];
  /** Groups of units that its learners may have; none if absent. */
  readonly units?: readonly UnitGroup[];
  /** Its equivalent if it is pure linear TD(λ), so that many subjects can be computed in parallel. */
  linear?(parameters: Values<P>): LinearTd;
  /** @param parameters with time constants per step of the design, like the terms of the setup */
  create(parameters: Values<P>, setup: LearnerSetup): Learner;
}

/** A rule that learns to act in stepped environments. */
export interface ControlRule<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: 'control';
  /** The types of observation encoding that it can learn with. */
  readonly encoders: readonly ('binary' | 'network' | 'recurrent')[];
  /** True if it can learn with an objective of several channels. */
  readonly manyChannels?: true;
  /** True if it chooses by the agent's policy part; otherwise it has a built-in policy. */
  readonly takesPolicy?: true;
  /** Recommended number of parallel environments; 1 if absent. */
  readonly worlds?: number;
  /** What depends on the number of steps planned for the run; absent if nothing does. */
  readonly schedule?: string;
  /** True if the action may be a real number. */
  readonly continuous?: true;
  /** Parameters of its own, or of its objective, that a manipulation may replace; none if absent. */
  readonly heeds?: readonly (keyof ControlOverrides)[];
  /** Bytes of the steps, over all environments, that it stores to learn from (a rollout or replay buffer); none if absent. */
  remembers?(parameters: Values<P>, worlds: number, observation: ObservationSpace): number;
  /** Groups of units that its agents may have; none if absent. */
  readonly units?: readonly UnitGroup[];
  /** @throws InputError for unsupported spaces */
  create(parameters: Values<P>, setup: ActingAgentSetup): ActingAgent;
}

export type LearningRule = TrialRule | ControlRule;

export const defineLearningRule = <P extends Parameters>(rule: TrialRule<P>): TrialRule<P> => frozen(rule);
export const defineControlRule = <P extends Parameters>(rule: ControlRule<P>): ControlRule<P> => frozen(rule);
