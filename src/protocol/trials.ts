import type { Averages } from '../contracts/paradigm.ts';
import type { Named } from '../contracts/design.ts';
import type { Result } from '../spec/result.ts';
import type { Spec, TrialSpec } from '../spec/spec.ts';
import type { UnitGroup } from '../contracts/units.ts';

/** The export formats of a session of trials. */
export const trialExports = ['svg', 'csv', 'json', 'spec', 'steps'] as const;
export type TrialExport = (typeof trialExports)[number];

/** What the agent of a finished session computed in each step, as `steps` exports it in JSON; columns by `packDoubles`. */
export interface PackedSteps {
  readonly agent: string;
  readonly stepSeconds: number;
  readonly rpe: string;
  readonly value: string;
  readonly recorded?: { readonly values: string; readonly unit: string; readonly title: string };
  readonly hash: string;
  readonly spec: Spec;
  readonly phasic: string;
  readonly commit?: string | undefined;
}

/** One trial as the page lists it: phase and type by their titles. */
export interface TrialLine {
  readonly phase: string;
  readonly type: string;
  /** A sentence. */
  readonly text: string;
}

/** An open experiment. */
export interface TrialOpened {
  readonly kind: 'trials';
  readonly session: number;
  /** The completed spec. */
  readonly spec: TrialSpec;
  /** Number of trials of the whole session. */
  readonly trials: number;
  readonly stepSeconds: number;
  /** Time of each column of the trial frames, seconds from time zero. */
  readonly columns: readonly number[];
  /** Trial types in the order of the frames' type numbers. */
  readonly types: readonly Named[];
  readonly features: readonly string[];
  /** Conditions of the result, in order; the result names them only by id. */
  readonly conditions: readonly { readonly id: string; readonly title: string }[];
  /** Conditions drawn in the main figure. */
  readonly shown: readonly string[];
  /** Trial types in the trials x time map; all if absent. */
  readonly heatMapTypes?: readonly string[];
  /** Seconds from the cue to the first reward of the trials in the map, if it is the same in all of them. */
  readonly mapReward?: number | undefined;
  /** Unit of the recording's rate. */
  readonly rateUnit: string;
  readonly spiking: boolean;
  /** Groups of units that its agent has. */
  readonly units: readonly UnitGroup[];
  /** The saved run that it repeats, if any. */
  readonly run?: string;
}

export interface Raster {
  readonly condition: string;
  readonly spiking: boolean;
  readonly units: number;
  /**
   * One row per trial, of the first unit: spike times in seconds from the aligned event. Empty rows if it does not
   * spike.
   */
  readonly rows: readonly { readonly trial: number; readonly times: readonly number[] }[];
}

/** The progress of an experiment. `result` comes at most ten times a second while it runs, and always when it stops. */
export interface TrialProgress {
  readonly kind: 'trials';
  readonly session: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly trialsDone: number;
  /** The latest trial. */
  readonly trial?: TrialLine;
  /** `hash` is empty until the session is finished. */
  readonly result?: Result;
  /** One per feature, with `result`. */
  readonly weights?: readonly number[];
  /** With `result`, as long as no displayed condition has any trial: the averages available until then. */
  readonly latest?: readonly LatestTrials[];
}

/** Averages of the latest trials of one type. */
export interface LatestTrials {
  readonly type: string;
  readonly title: string;
  readonly averages: Averages;
}

/** A saved run of an experiment. */
export interface TrialRun {
  readonly run: string;
  readonly spec: TrialSpec;
  readonly hash: string;
  /** For a run that ended before its last trial. */
  readonly ended?: { readonly why: 'stopped' | 'diverged'; readonly trials: number; readonly planned: number };
}
