import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { BenchVerdict } from '../contracts/bench.ts';
import type { Catalogue } from '../contracts/catalogue.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { Result } from '../contracts/result.ts';
import type { Spec } from '../contracts/spec.ts';

const session = v.pipe(v.number(), v.integer(), v.minValue(1));
const exportFormats = ['svg', 'csv', 'json', 'spec'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const requestSchema = v.variant('type', [
  v.strictObject({ type: v.literal('catalogue') }),
  v.strictObject({ type: v.literal('doctor') }),
  /** Opens an experiment, paused before its first trial. `spec` is checked by the engine. */
  v.strictObject({ type: v.literal('open'), spec: v.unknown() }),
  v.strictObject({ type: v.literal('close'), session }),
  /** Runs at so many trials a second; null: as fast as it goes. */
  v.strictObject({ type: v.literal('run'), session, trialsPerSecond: v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e6))) }),
  v.strictObject({ type: v.literal('pause'), session }),
  /** Lives through one trial, then pauses. */
  v.strictObject({ type: v.literal('step'), session }),
  /** Goes back, or on, to the state after so many trials, and pauses there. */
  v.strictObject({ type: v.literal('seek'), session, trialsDone: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Spike trains or readings of single trials of a condition. */
  v.strictObject({ type: v.literal('raster'), session, condition: v.string() }),
  v.strictObject({ type: v.literal('export'), session, format: v.picklist(exportFormats) }),
  /** Writes the finished run into the runs folder. */
  v.strictObject({ type: v.literal('save'), session }),
  v.strictObject({ type: v.literal('runs') }),
  /** Runs several specs of one schedule and lays them beside one another. */
  v.strictObject({ type: v.literal('compare'), specs: v.pipe(v.array(v.unknown()), v.minLength(2), v.maxLength(6)) }),
  /** What is known of the matrix paradigm x agent. */
  v.strictObject({ type: v.literal('bench') }),
  /** Runs the cells that are not known yet; they are told one by one. */
  v.strictObject({ type: v.literal('bench-run') }),
  v.strictObject({ type: v.literal('bench-stop') }),
]);
const clientMessageSchema = v.union([
  v.strictObject({ request: v.pipe(v.number(), v.integer()), body: requestSchema }),
  /** The page has drawn so many frames and can take as many more. */
  v.strictObject({ credit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)) }),
]);

export type Request = v.InferOutput<typeof requestSchema>;
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** One trial as the page lists it. */
export interface TrialLine {
  readonly phase: string;
  readonly type: string;
  /** A sentence. */
  readonly text: string;
}

export interface Opened {
  readonly session: number;
  /** The spec with everything filled in. */
  readonly spec: Spec;
  /** How many trials the whole session has. */
  readonly trials: number;
  readonly stepSeconds: number;
  /** Seconds from time zero of each column of the trial frames. */
  readonly columns: readonly number[];
  /** Trial types in the order that the frames' type numbers count. */
  readonly types: readonly string[];
  readonly features: readonly string[];
  /** Conditions of the result, in order; it names them by id alone. */
  readonly conditions: readonly { readonly id: string; readonly title: string }[];
  /** Conditions drawn in the main figure. */
  readonly shown: readonly string[];
  /** Trial types in the trials x time map; all when absent. */
  readonly heatMapTypes?: readonly string[];
  /** What the recording's rate is measured in. */
  readonly rateUnit: string;
  readonly spiking: boolean;
}

export interface Raster {
  readonly condition: string;
  readonly spiking: boolean;
  readonly units: number;
  /** One row per trial, of the first unit: spike times in seconds from the aligned event. Empty rows where not spiking. */
  readonly rows: readonly { readonly trial: number; readonly times: readonly number[] }[];
}

/** One cell of the matrix, as far as the matrix shows it. */
export interface BenchCellLine {
  readonly paradigm: string;
  readonly agent: string;
  readonly verdict: BenchVerdict;
  readonly passed: number;
  readonly signatures: number;
  readonly seconds: number;
  readonly error?: string;
}

export interface BenchMatrix {
  readonly paradigms: readonly string[];
  readonly agents: readonly string[];
  readonly seeds: number;
  /** Cells that are known; the others are still to be run. */
  readonly cells: readonly BenchCellLine[];
  readonly running: boolean;
}

/** A cell is done; without one, the bench stands still. */
export interface BenchNews {
  readonly cell?: BenchCellLine;
  readonly running: boolean;
}

export interface BackendReport {
  readonly name: string;
  readonly works: boolean;
  readonly detail: string;
  /** What to do where it does not work. */
  readonly remedy?: string;
}

export interface DoctorReport {
  readonly phasic: string;
  readonly node: string;
  readonly platform: string;
  readonly backends: readonly BackendReport[];
}

/** What each request is answered with. */
export interface Replies {
  readonly catalogue: Catalogue;
  readonly doctor: DoctorReport;
  readonly open: Opened;
  readonly close: null;
  readonly run: null;
  readonly pause: null;
  readonly step: null;
  readonly seek: null;
  readonly raster: Raster;
  readonly export: { readonly fileName: string; readonly mediaType: string; readonly text: string };
  readonly save: { readonly run: string };
  readonly runs: readonly { readonly run: string; readonly spec: Spec; readonly hash: string }[];
  readonly compare: ComparisonData;
  readonly bench: BenchMatrix;
  readonly 'bench-run': null;
  readonly 'bench-stop': null;
}

export interface ErrorLine {
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

/** Where a session stands. `result` comes at most ten times a second while it runs, and always when it stops. */
export interface Progress {
  readonly session: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly trialsDone: number;
  /** The trial that was lived through last. */
  readonly trial?: TrialLine;
  /** `hash` is empty until the session is finished. */
  readonly result?: Result;
  /** One per feature, with `result`. */
  readonly weights?: readonly number[];
}

export type HostMessage =
  | { readonly reply: number; readonly ok: true; readonly body: Replies[keyof Replies] }
  | { readonly reply: number; readonly ok: false; readonly error: ErrorLine }
  | { readonly progress: Progress }
  | { readonly bench: BenchNews }
  /** Something failed that no request asked for (a run that diverged). */
  | { readonly failure: ErrorLine; readonly session?: number };

/** @throws InputError for anything that is not a message of this protocol */
export function parseClientMessage(given: unknown): ClientMessage {
  const parsed = v.safeParse(clientMessageSchema, given);
  if (parsed.success) return parsed.output;
  throw new InputError('this is not a message of the protocol', v.getDotPath(parsed.issues[0]) ?? 'message', 'reload the page so that it is of the same version as the program');
}

