import type { Averages } from './paradigm.ts';

/** RPE and value around one event of a stepped world. */
export interface EventFigure {
  readonly title: string;
  readonly note: string;
  /** What happened, such as `brick hit`. */
  readonly event: string;
  /** Early in learning and late. */
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly averages: Averages }[];
  /** Every occurrence, the earliest at the top; see figures/heat-rows.ts. */
  readonly heat: {
    /** Seconds from the event of each column. */
    readonly t: readonly number[];
    readonly rows: number;
    /** rows x columns, row-major; NaN where there is nothing to show. */
    readonly rpe: Float32Array;
    readonly trialsPerRow: number;
    readonly trials: number;
  };
  /** What was recorded, where it is not the RPE itself; its averages are the conditions' rates. */
  readonly recording?: EventRecording;
  readonly provenance: string;
}

/** A recording around an event. */
export interface EventRecording {
  readonly title: string;
  readonly unit: string;
  /** Neurons, or places of a sensor, over which the rate is a mean. */
  readonly units: number;
  /** Of the first neuron, its spikes in the latest occurrences, the earliest first: seconds from the event. Absent where it has no spikes. */
  readonly raster?: readonly { readonly trial: number; readonly times: readonly number[] }[];
}

/** One point of a learning curve. */
export interface CurvePoint {
  /** Steps in the middle of the stretch that the point stands for. */
  readonly steps: number;
  /** Mean over seeds of each seed's mean return; of one seed its mean. */
  readonly mean: number;
  /** Standard error over seeds; of one seed over its episodes. 0 where there is one alone. */
  readonly sem: number;
  /** Seeds (or episodes, of one seed) that the point is over. */
  readonly n: number;
}

/** A mean return that a learning curve is compared with. */
export interface ReturnLevel {
  readonly label: string;
  readonly value: number;
}

/** Return of the episodes against the steps taken. */
export interface CurveFigure {
  readonly title: string;
  readonly note: string;
  /** Steps planned. */
  readonly steps: number;
  readonly points: readonly CurvePoint[];
  readonly levels: readonly ReturnLevel[];
  readonly provenance: string;
}
