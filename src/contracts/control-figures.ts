import type { Averages } from './paradigm.ts';
import type { UnitMap } from './units.ts';

/** RPE and value around one event of a stepped environment. */
export interface EventFigure {
  readonly title: string;
  readonly note: string;
  /** The event, such as `brick hit`. */
  readonly event: string;
  /** Early and late in learning. */
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly averages: Averages }[];
  /** Every occurrence, the earliest at the top; see figures/heat-rows.ts. */
  readonly heat: {
    /** Time of each column, seconds from the event. */
    readonly t: readonly number[];
    readonly rows: number;
    /** rows x columns, row-major; NaN if there is no data. */
    readonly rpe: Float32Array;
    readonly trialsPerRow: number;
    readonly trials: number;
  };
  /** The recorded signal, if it is not the RPE itself; its averages are the conditions' rates. */
  readonly recording?: EventRecording;
  /** Means of the agent's units around the event, where they were recorded. */
  readonly units?: readonly UnitMap[];
  readonly provenance: string;
}

/** A recording around an event. */
export interface EventRecording {
  readonly title: string;
  readonly unit: string;
  /** Number of neurons, or sensor sites, that the rate is averaged over. */
  readonly units: number;
  /**
   * Spike times of the first neuron in the latest occurrences, the earliest first: seconds from the event. Absent if it
   * has no spikes.
   */
  readonly raster?: readonly { readonly trial: number; readonly times: readonly number[] }[];
}

/** One point of a learning curve. */
export interface CurvePoint {
  /** Midpoint of the interval that the point covers, steps. */
  readonly steps: number;
  /** For several seeds, mean of the seeds' mean returns; for one seed, its mean return. */
  readonly mean: number;
  /** Standard error over seeds, or over episodes for one seed. 0 if there is only one. */
  readonly sem: number;
  /** Number of seeds (or episodes, for one seed). */
  readonly n: number;
}

/** A reference mean return to compare a learning curve with. */
export interface ReturnLevel {
  readonly label: string;
  readonly value: number;
}

/** Return of the episodes as a function of steps. */
export interface CurveFigure {
  readonly title: string;
  readonly note: string;
  /** Steps planned. */
  readonly steps: number;
  readonly points: readonly CurvePoint[];
  /** Another program's curve, behind. */
  readonly reference?: { readonly label: string; readonly points: readonly CurvePoint[] };
  readonly levels: readonly ReturnLevel[];
  readonly provenance: string;
}
