import type { Numbers } from '../hdf5.ts';

/** When the samples of a series are, seconds from time zero of the file: regular, or each by itself. */
export type NwbClock =
  | { readonly startSeconds: number; readonly rateHz: number }
  /** In order. */
  | { readonly times: Float64Array };

/** What is known of the fibre and the light behind a series of fibre photometry. */
export interface NwbFibre {
  /** Such as `dLight1.3b`, or `unknown`. */
  readonly indicator: string;
  /** Area of the brain, or `unknown`. */
  readonly location: string;
  readonly excitationNm: number;
  /** NaN if it is not known. */
  readonly emissionNm: number;
  /** Of fibre, lamp and detector: what they are, or that nothing is known of them. */
  readonly apparatus: string;
  readonly notes: string;
}

/** A sampled signal. */
export interface NwbSeries {
  /** Without '/' and ':'. */
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly clock: NwbClock;
  /** One number per sample or, with columns, one per column in each; NaN where there is none. */
  readonly values: Float64Array;
  /** What each column is; a single one if absent. */
  readonly columns?: readonly string[];
  /** Of a series of fibre photometry. */
  readonly fibre?: NwbFibre;
}

/** Events of one kind, each with a number such as a reward's size. */
export interface NwbEvents {
  readonly name: string;
  readonly description: string;
  /** Seconds, in order. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Of the values. */
  readonly unit: string;
}

export interface NwbColumn {
  readonly name: string;
  readonly description: string;
  /** One per row. */
  readonly values: Numbers | readonly string[];
}

/** Times of which each has a start and an end. */
export interface NwbIntervals {
  readonly name: string;
  readonly description: string;
  /** Seconds, in order; at least one. */
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly columns: readonly NwbColumn[];
}

export interface NwbUnits {
  readonly description: string;
  /** Of each unit, seconds, in order. */
  readonly spikes: readonly Float64Array[];
  readonly resolutionSeconds: number;
  /** When units were recorded, seconds: start and end of each interval, in order. The same for all. */
  readonly observed: Float64Array;
}

/** What an NWB file is made of. */
export interface NwbSession {
  /** Unlike that of any other session. */
  readonly identifier: string;
  readonly sessionId: string;
  /** One sentence. */
  readonly description: string;
  readonly experiment: string;
  readonly keywords: readonly string[];
  /** DOIs. */
  readonly publications: readonly string[];
  readonly notes: string;
  /** What the session was made from, as a file of that name. */
  readonly script: { readonly fileName: string; readonly text: string };
  /** ISO 8601 with an offset or Z: time zero of all times, and when the file was made. */
  readonly startsAt: string;
  readonly createdAt: string;
  /** A simulated one, or the animal of a recording, of which nothing else is known. */
  readonly subject: { readonly id: string; readonly description: string; readonly isSimulated: boolean };
  /** What was recorded: one series for each wavelength. */
  readonly recorded: readonly NwbSeries[];
  /** What was computed from it, such as dF/F. */
  readonly processed?: { readonly description: string; readonly series: readonly NwbSeries[] };
  /** What only a model has, such as its RPE. */
  readonly model: { readonly description: string; readonly series: readonly NwbSeries[] };
  readonly events: readonly NwbEvents[];
  readonly trials: NwbIntervals;
  /** Such as cues. */
  readonly intervals: readonly NwbIntervals[];
  readonly units?: NwbUnits | undefined;
}
