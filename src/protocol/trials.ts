import type { Averages } from '../contracts/paradigm.ts';
import type { Named } from '../contracts/design.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import type { UnitGroup, UnitMap } from '../contracts/units.ts';

/** What a session of trials can be exported as. */
export const trialExports = ['svg', 'csv', 'json', 'spec'] as const;
export type TrialExport = (typeof trialExports)[number];

/** One trial as the page lists it: phase and type by their titles. */
export interface TrialLine {
  readonly phase: string;
  readonly type: string;
  /** A sentence. */
  readonly text: string;
}

/** An experiment that is open. */
export interface TrialOpened {
  readonly kind: 'trials';
  readonly session: number;
  /** The spec with everything filled in. */
  readonly spec: TrialSpec;
  /** How many trials the whole session has. */
  readonly trials: number;
  readonly stepSeconds: number;
  /** Seconds from time zero of each column of the trial frames. */
  readonly columns: readonly number[];
  /** Trial types in the order that the frames' type numbers count. */
  readonly types: readonly Named[];
  readonly features: readonly string[];
  /** Conditions of the result, in order; it names them by id alone. */
  readonly conditions: readonly { readonly id: string; readonly title: string }[];
  /** Conditions drawn in the main figure. */
  readonly shown: readonly string[];
  /** Trial types in the trials x time map; all when absent. */
  readonly heatMapTypes?: readonly string[];
  /** Seconds from the cue to the first reward of the trials in the map, where that is the same in all of them. */
  readonly mapReward?: number | undefined;
  /** What the recording's rate is measured in. */
  readonly rateUnit: string;
  readonly spiking: boolean;
  /** Groups of units that its agent has. */
  readonly units: readonly UnitGroup[];
  /** The saved run that it repeats, if any. */
  readonly run?: string;
}

/** Means of units; the numbers as `packFloats` writes them. */
export interface PackedUnitMap extends Omit<UnitMap, 'mean'> {
  readonly mean: string;
}

export interface Raster {
  readonly condition: string;
  readonly spiking: boolean;
  readonly units: number;
  /** One row per trial, of the first unit: spike times in seconds from the aligned event. Empty rows where not spiking. */
  readonly rows: readonly { readonly trial: number; readonly times: readonly number[] }[];
}

/** Where an experiment stands. `result` comes at most ten times a second while it runs, and always when it stops. */
export interface TrialProgress {
  readonly kind: 'trials';
  readonly session: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly trialsDone: number;
  /** The trial that was lived through last. */
  readonly trial?: TrialLine;
  /** `hash` is empty until the session is finished. */
  readonly result?: Result;
  /** One per feature, with `result`. */
  readonly weights?: readonly number[];
  /** With `result`, as long as no shown condition has any trial: what there is to average until then. */
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
  /** Of a run that ended before its last trial. */
  readonly ended?: { readonly why: 'stopped' | 'diverged'; readonly trials: number; readonly planned: number };
}
