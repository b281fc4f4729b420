import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { NumberParameter, Parameters, Values } from './parameters.ts';
import type { ObservationEncoder } from './acting-agent.ts';
import type { ObservationSpace } from './control-env.ts';
import type { Trial } from './trial.ts';
import type { UnitGroup, Units } from './units.ts';

/** Columns side by side whose rows follow each other in a longer table, which many tables share. */
export interface FeatureStrip {
  /** Rows of features, padded with zeros to whole fours. Never changed once it is given. */
  readonly values: Float64Array;
  /** Features a row. */
  readonly width: number;
  /** Numbers from one row to the next: `width` in whole fours, or 0 where all rows are the same one. */
  readonly stride: number;
  /** The row of `values` that is the first of the table. */
  readonly first: number;
}

/** Features of some steps of a trial, a row a step, from step `firstStep` of the trial on. */
export type FeatureTable =
  | {
      readonly layout: 'dense';
      readonly firstStep: number;
      readonly rows: number;
      /** The features that `values` holds, in increasing order; all others are 0 in all of its rows. Never changed, unlike what `values` holds. */
      readonly columns: Int32Array;
      /** rows x columns.length, row-major; put together only when asked for where there are strips. */
      readonly values: Float64Array;
      /** The same, where its columns lie in longer tables: strip after strip. */
      readonly strips?: readonly FeatureStrip[];
    }
  | {
      /** Features that are 0 or 1, as the lists of those that are 1. */
      readonly layout: 'binary';
      readonly firstStep: number;
      readonly rows: number;
      /** rows + 1 offsets into `active`. */
      readonly rowStart: Int32Array;
      readonly active: Int32Array;
    };

/** Units of an encoder. */
export interface EncoderUnits extends Units {
  /** @param into of the trial whose features these are, at step * units + unit; 0 elsewhere */
  write(features: readonly FeatureTable[], into: Float64Array): void;
}

/**
 * Turns what happens into features, a trial at a time. What is still on when a trial ends, a fading memory or a belief, goes on into the next;
 * `state` and `restore` are that memory.
 */
export interface Encoder {
  /** Number of features. */
  readonly size: number;
  /** The layout of every table that this encoder gives. */
  readonly layout: FeatureTable['layout'];
  /** What feature i stands for, e.g. `light + 0.3 s`. */
  label(feature: number): string;
  /** Groups of units that it can write, of those that the architecture declares. */
  readonly units?: readonly EncoderUnits[];
  /** Tables of a trial's steps, in order and apart; in steps of no table every feature is 0. They are valid until the next call. */
  encode(trial: Trial): readonly FeatureTable[];
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

/**
 * trial: one prediction a trial (Rescorla-Wagner); step: one a time step (temporal difference); event: one an event, in
 * continuous time (ANCCR, semi-Markov); choice: one a choice, in trials where the agent acts; action: one an action, in stepped worlds.
 */
export type Timescale = TrialTimescale | 'control';
export type TrialTimescale = 'trial' | 'step' | 'event' | 'choice';

/** See contracts/resolution.ts. */
type GridParameters = Parameters & { readonly resolutionSeconds: NumberParameter };

/** Makes features of trials, on a grid of its own. */
export interface TrialArchitecture<P extends GridParameters = GridParameters> extends Declaration<P> {
  readonly timescale: TrialTimescale;
  /** Set where its features are functions of time that last longer than a step, so that a finer grid only samples them more often. */
  readonly lasting?: true;
  /** Groups of units that its encoders have; none when absent. */
  readonly units?: readonly UnitGroup[];
  /** Why it has to be told where a trial begins and ends; absent where it has not, whatever its parameters say. */
  readonly needsTrials?: string;
  /** @param parameters of which time constants are for a step of the design */
  create(parameters: Values<P>, design: GridDesign): Encoder;
}

/** Makes features of what a stepped world shows. */
export interface ControlArchitecture<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: 'control';
  /** @throws InputError for observations that it cannot take */
  create(parameters: Values<P>, observation: ObservationSpace): ObservationEncoder;
}

export type Architecture = TrialArchitecture | ControlArchitecture;

export const defineArchitecture = <P extends GridParameters>(
  architecture: TrialArchitecture<P>,
): TrialArchitecture<P> => frozen(architecture);
export const defineControlArchitecture = <P extends Parameters>(
  architecture: ControlArchitecture<P>,
): ControlArchitecture<P> => frozen(architecture);
