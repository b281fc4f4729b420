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
import type { StepChoice, Trial, TrialOverrides } from './trial.ts';
import type { UnitColumns, UnitGroup, Units } from './units.ts';

/** Where a learner writes what it computed, one number a step of the trial, from `offset` on. */
export interface StepSignals {
  /**
   * TD error shown at the step where its observation arrives: δ_t = r_t - ρ + γ V(x_t) - V(x_{t-1}).
   * After what the trial's interventions make of it, which is what is learned from. Of many channels, their mean.
   */
  readonly rpe: Float64Array;
  /** V(x_t) when x_t is observed, before the update that follows. Of many channels, their mean. */
  readonly value: Float64Array;
  readonly offset: number;
  /** Where the learner's units are written, at (offset + step) * units + unit, each group as the rule says; only of groups that are here. Steps that have not been lived through hold 0, which need not be written. */
  readonly units?: UnitColumns;
}

/** A learner of one run. Trials are how its life is handed to it; everything that it remembers goes on from one to the next. */
export interface Learner {
  /** One weight a feature, for show: what the feature adds to the value. */
  readonly weights: Float64Array;
  /** Predictors that learn side by side, each with an RPE of its own; 1 when absent. */
  readonly channels?: number;
  /** Groups of units that it can write, of those that the rule declares. */
  readonly units?: readonly Units[];
  /**
   * Lives through one trial; with trial.plastic false the weights and the reward rate are held.
   * @param features tables in order and apart; in steps of no table every feature is 0
   * @param draws by step of the session: the trial's step plus signals.offset
   * @returns in a world with choices, what was chosen
   */
  learnTrial(
    trial: Trial,
    features: readonly FeatureTable[],
    signals: StepSignals,
    draws: StepDraws,
  ): readonly StepChoice[] | void;
  /** Everything that it remembers from trial to trial; a copy. */
  state(): ArrayLike<number>;
  restore(state: ArrayLike<number>): void;
}

/** What a learner is made for. */
export interface LearnerSetup {
  readonly terms: TdTerms;
  /** Layout and number of the features that it will be given. */
  readonly layout: FeatureTable['layout'];
  readonly size: number;
  /** What a feature stands for. */
  label(feature: number): string;
  /** As the architecture says. */
  readonly lasting?: true | undefined;
  readonly design: GridDesign;
  /** Draws what is fixed for the run, such as each channel's learning rate. */
  readonly random: RandomStream;
  /** How it chooses; present exactly for rules of the timescale `choice`. */
  readonly choose?: ActionProbabilities;
  /** Where networks come from, for the rules that need one. */
  readonly networks?: NetworkMaker;
}

/** A rule that learns from trials. */
export interface TrialRule<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: TrialTimescale;
  /** Why it has to be told where a trial begins and ends, if it learns more than once a trial; absent where it has not. */
  readonly needsTrials?: string;
  /** True where it can learn with an objective of many channels. */
  readonly manyChannels?: true;
  /** True where it trains a network: minutes a session instead of a fraction of a second, so `phasic bench` runs it only when it is named. */
  readonly slow?: true;
  /** Why what it shows from a trial's first outcome or end of a cue on may depend on what comes later in that trial; absent where nothing it shows does. */
  readonly foresight?: string;
  /** Values of its own, or of its objective, that a trial may replace (Trial.overrides); none when absent. */
  readonly heeds?: readonly (keyof TrialOverrides)[];
  /** Groups of units that its learners may have; none when absent. */
  readonly units?: readonly UnitGroup[];
  /** What it is where it is linear TD(λ) and nothing else, so that many animals can be computed side by side. */
  linear?(parameters: Values<P>): LinearTd;
  /** @param parameters of which time constants are for a step of the design, as the terms of the setup are */
  create(parameters: Values<P>, setup: LearnerSetup): Learner;
}

/** A rule that learns to act in stepped worlds. */
export interface ControlRule<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: 'control';
  /** The perceptions that it can learn with. */
  readonly encoders: readonly ('binary' | 'network' | 'recurrent')[];
  /** True where it can learn with an objective of many channels. */
  readonly manyChannels?: true;
  /** True where it chooses by a policy that is a part of the agent; otherwise it has its own way. */
  readonly takesPolicy?: true;
  /** Worlds that it is best given; 1 when absent. */
  readonly worlds?: number;
  /** What of it may go by the number of steps that are planned for the run; absent where nothing does. */
  readonly schedule?: string;
  /** True where the action may be a real number. */
  readonly continuous?: true;
  /** Values of its own, or of its objective, that a manipulation may replace; none when absent. */
  readonly heeds?: readonly (keyof ControlOverrides)[];
  /** Steps, over all worlds, that it keeps to learn from, as a rollout or a replay memory does; none when absent. */
  remembers?(parameters: Values<P>, worlds: number): number;
  /** @throws InputError for spaces that it cannot act in */
  create(parameters: Values<P>, setup: ActingAgentSetup): ActingAgent;
}

export type LearningRule = TrialRule | ControlRule;

export const defineLearningRule = <P extends Parameters>(rule: TrialRule<P>): TrialRule<P> => frozen(rule);
export const defineControlRule = <P extends Parameters>(rule: ControlRule<P>): ControlRule<P> => frozen(rule);
