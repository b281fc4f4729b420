import { frozen, type Declaration } from './declaration.ts';
import type { GridDesign } from './design.ts';
import type { NumberParameter, Parameters, Values } from './parameters.ts';
import type { ObservationEncoder } from './acting-agent.ts';
import type { ObservationSpace } from './control-env.ts';
import type { Trial } from './trial.ts';
import type { UnitGroup, Units } from './units.ts';

/** Adjacent columns whose rows are consecutive rows of a longer table, which many tables share. */
export interface FeatureStrip {
  /** Rows of features, zero-padded to a multiple of four. Never changed after it is passed on. */
  readonly values: Float64Array;
  /** The feature of the first column. */
  readonly feature: number;
  /** Features per row. */
  readonly width: number;
  /** Numbers from one row to the next: `width` rounded up to a multiple of four, or 0 if all rows are the same. */
  readonly stride: number;
  /** The row of `values` that is the table's first row. */
  readonly first: number;
  /**
   * The active range of each row of `values`, as three numbers: its features outside [low, high) are 0; both are
   * multiples of four. The third is the number of rows, from this one on, with the same range. Absent if all rows have
   * the whole width.
   */
  readonly ranges?: Int32Array;
}

/** Features of some steps of a trial, one row per step, starting at step `firstStep` of the trial. */
export type FeatureTable =
  | {
      readonly layout: 'dense';
      readonly firstStep: number;
      readonly rows: number;
      /**
       * The features that `values` holds, in increasing order; all others are 0 in every row. Never changed, unlike the
       * contents of `values`.
       */
      readonly columns: Int32Array;
      /** rows x columns.length, row-major; if there are strips, assembled only when read. */
      readonly values: Float64Array;
      /** The same values when the columns are stored in longer tables, one strip after another. */
      readonly strips?: readonly FeatureStrip[];
    }
  | {
      /** Binary features, as lists of the features that are 1. */
      readonly layout: 'binary';
      readonly firstStep: number;
      readonly rows: number;
      /** rows + 1 offsets into `active`. */
      readonly rowStart: Int32Array;
      readonly active: Int32Array;
    };

/** Units of an encoder. */
export interface EncoderUnits extends Units {
  /** @param into the trial's units, at step * units + unit; 0 elsewhere */
  write(features: readonly FeatureTable[], into: Float64Array): void;
}

/**
 * Turns a trial's events into features. Anything still active when a trial ends (a cue, a fading memory, a belief)
 * continues into the next; `state` and `restore` save and set it.
 */
export interface Encoder {
  /** Number of features. */
  readonly size: number;
  /** The layout of every table from this encoder. */
  readonly layout: FeatureTable['layout'];
  /** What feature i represents, e.g. `light + 0.3 s`. */
  label(feature: number): string;
  /** Groups of units it can write, out of those that the architecture declares. */
  readonly units?: readonly EncoderUnits[];
  /**
   * Tables of a trial's steps, in order and not overlapping; in steps outside all tables every feature is 0. Valid
   * until the next call.
   */
  encode(trial: Trial): readonly FeatureTable[];
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

/**
 * trial: one prediction per trial (Rescorla-Wagner); step: one per time step (temporal difference); event: one per
 * event, in continuous time (ANCCR, semi-Markov); choice: one per choice, in trials where the agent acts. Agents that act
 * in stepped environments have the time scale `control`.
 */
export type TrialTimescale = 'trial' | 'step' | 'event' | 'choice';

/** See contracts/resolution.ts. */
type GridParameters = Parameters & { readonly resolutionSeconds: NumberParameter };

/** Encodes trials as features, on its own time grid. */
export interface TrialArchitecture<P extends GridParameters = GridParameters> extends Declaration<P> {
  readonly timescale: TrialTimescale;
  /**
   * Set if its features are functions of time that last longer than a step, so that a finer grid only samples them more
   * densely.
   */
  readonly lasting?: true;
  /** Groups of units of its encoders; none if absent. */
  readonly units?: readonly UnitGroup[];
  /** Why it must be told where trials begin and end; absent if it never needs to, whatever its parameters. */
  readonly needsTrials?: string;
  /** @param parameters with time constants per step of the design */
  create(parameters: Values<P>, design: GridDesign): Encoder;
}

/** Encodes the observations of a stepped environment. */
export interface ControlArchitecture<P extends Parameters = Parameters> extends Declaration<P> {
  readonly timescale: 'control';
  /** @throws InputError for observations it cannot encode */
  create(parameters: Values<P>, observation: ObservationSpace): ObservationEncoder;
}

export type Architecture = TrialArchitecture | ControlArchitecture;

export const defineArchitecture = <P extends GridParameters>(
  architecture: TrialArchitecture<P>,
): TrialArchitecture<P> => frozen(architecture);
export const defineControlArchitecture = <P extends Parameters>(
  architecture: ControlArchitecture<P>,
): ControlArchitecture<P> => frozen(architecture);
