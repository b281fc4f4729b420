import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { NumberParameter, Parameters, Values } from './parameters.ts';
import type { Perception } from './player.ts';
import type { ObservationSpace } from './stepped-env.ts';
import type { Trial } from './trial.ts';
import type { UnitGroup, Units } from './units.ts';

/**
 * Features of one trial, a row a step. Rows are given from step `firstStep` of the trial on; before it every feature is 0.
 * `rows` = trial.steps - firstStep.
 */
export type FeatureTable =
  | {
      readonly layout: 'dense';
      readonly firstStep: number;
      readonly rows: number;
      /** The features that `values` holds, in increasing order; all others are 0 throughout the trial. */
      readonly columns: Int32Array;
      /** rows x columns.length, row-major. */
      readonly values: Float64Array;
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
  /** @param into of the trial whose features these are, at step * units + unit; 0 before */
  write(features: FeatureTable, into: Float64Array): void;
}

/** Turns trials into features. May carry state from trial to trial (a belief); then `state` and `restore` are its memory. */
export interface Encoder {
  /** Number of features. */
  readonly size: number;
  /** The layout of every table that this encoder gives. */
  readonly layout: FeatureTable['layout'];
  /** What feature i stands for, e.g. `light + 0.3 s`. */
  label(feature: number): string;
  /** Groups of units that it can write, of those that the architecture declares. */
  readonly units?: readonly EncoderUnits[];
  /** The table is valid until the next call. */
  encode(trial: Trial): FeatureTable;
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

/**
 * trial: one prediction a trial (Rescorla-Wagner); step: one a time step (temporal difference); event: one an event, in
 * continuous time (ANCCR, semi-Markov); choice: one a choice, in trials where the agent acts; action: one an action, in stepped worlds.
 */
export type Timescale = TrialTimescale | 'action';
export type TrialTimescale = 'trial' | 'step' | 'event' | 'choice';

/** See contracts/resolution.ts. */
type GridParameters = Parameters & { readonly resolutionSeconds: NumberParameter };

/** Makes features of trials, on a grid of its own. */
export interface TrialArchitecture<P extends GridParameters = GridParameters> extends Declaration<P> {
  readonly timescale: TrialTimescale;
  /** Groups of units that its encoders have; none when absent. */
  readonly units?: readonly UnitGroup[];
  /** @param parameters of which time constants are for a step of the design */
  create(parameters: Values<P>, design: GridDesign): Encoder;
}

/** Makes features of what a stepped world shows. */
export interface ActionArchitecture<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: 'action';
  /** @throws InputError for observations that it cannot take */
  create(parameters: Values<P>, observation: ObservationSpace): Perception;
}

export type Architecture = TrialArchitecture | ActionArchitecture;

export const defineArchitecture = <P extends GridParameters>(architecture: TrialArchitecture<P>): TrialArchitecture<P> => frozen(architecture);
export const defineActionArchitecture = <P extends Parameters>(architecture: ActionArchitecture<P>): ActionArchitecture<P> => frozen(architecture);
