import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { BenchCell, BenchSignature, BenchVerdict } from '../contracts/bench.ts';
import type { Catalogue } from '../spec/catalogue.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { Drawing } from '../contracts/drawing.ts';
import type { Setting } from '../contracts/search.ts';
import {
  controlExports,
  type ControlFigures,
  type ControlExport,
  type ControlOpened,
  type ControlProgress,
  type ListedControlRun,
} from './steps.ts';
import {
  trialExports,
  type PackedUnitMap,
  type Raster,
  type TrialExport,
  type TrialOpened,
  type TrialProgress,
  type TrialRun,
} from './trials.ts';

const session = v.pipe(v.number(), v.integer(), v.minValue(1));
const exported = [...new Set([...trialExports, ...controlExports])] as const;

const requestSchema = v.variant('type', [
  v.strictObject({ type: v.literal('catalogue') }),
  v.strictObject({ type: v.literal('doctor') }),
  /** Gives up an earlier request that is still worked on, which is then refused; of one that cannot be stopped, nothing. */
  v.strictObject({ type: v.literal('abort'), request: v.pipe(v.number(), v.integer()) }),
  /**
   * Opens a session, of whatever world its spec names, paused before its first trial or step: of a spec, checked by the engine, or of a saved run. A run of a
   * stepped environment stands where it was saved; one of an experiment is repeated.
   */
  v.strictObject({
    type: v.literal('open'),
    spec: v.optional(v.unknown()),
    run: v.optional(v.pipe(v.string(), v.maxLength(200))),
  }),
  v.strictObject({ type: v.literal('close'), session }),
  /** Runs at so many trials, or steps of each world, a second; null: as fast as it goes. */
  v.strictObject({
    type: v.literal('run'),
    session,
    perSecond: v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e6))),
  }),
  v.strictObject({ type: v.literal('pause'), session }),
  /** Lives through one trial or step, then pauses. */
  v.strictObject({ type: v.literal('step'), session }),
  /** What a session of this kind can be exported as; `event` is that of a figure of events. */
  v.strictObject({ type: v.literal('export'), session, what: v.picklist(exported), event: v.optional(v.string()) }),
  /** Writes the finished run, or where the agent stands in its stepped environment, into the runs folder. */
  v.strictObject({ type: v.literal('save'), session }),
  /** Saved runs of every kind. */
  v.strictObject({ type: v.literal('runs') }),
  /** Of trials: goes back, or on, to the state after so many of them, and pauses there. */
  v.strictObject({ type: v.literal('seek'), session, trialsDone: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Of trials: spike trains or readings of single trials of a condition. */
  v.strictObject({ type: v.literal('raster'), session, condition: v.string() }),
  /** Of trials: means of a group of units over the trials of a condition that are done. */
  v.strictObject({ type: v.literal('units'), session, group: v.string(), condition: v.string() }),
  /** Of steps: whether the agent learns from what it lives through. */
  v.strictObject({ type: v.literal('learn'), session, learns: v.boolean() }),
  /** Of steps: what a person does in the world that is shown, until told otherwise; null hands it back to the agent. */
  v.strictObject({ type: v.literal('act'), session, action: v.nullable(v.pipe(v.number(), v.finite())) }),
  /** Of steps: the figure of an event and the learning curve. */
  v.strictObject({ type: v.literal('figures'), session, event: v.optional(v.string()) }),
  /** Runs several specs of one schedule and lays them beside one another. */
  v.strictObject({ type: v.literal('compare'), specs: v.pipe(v.array(v.unknown()), v.minLength(2), v.maxLength(6)) }),
  /** What is known of the matrix paradigm x agent. */
  v.strictObject({ type: v.literal('bench') }),
  /** Runs the cells that are not known yet; they are told one by one. */
  v.strictObject({ type: v.literal('bench-run') }),
  v.strictObject({ type: v.literal('bench-stop') }),
  /** What is behind a cell that is known. */
  v.strictObject({ type: v.literal('bench-cell'), paradigm: v.string(), agent: v.string() }),
  /** What every stepped environment looks like at its start. */
  v.strictObject({ type: v.literal('thumbnails') }),
]);
const clientMessageSchema = v.union([
  v.strictObject({ request: v.pipe(v.number(), v.integer()), body: requestSchema }),
  /** The page has drawn so many frames and can take as many more. */
  v.strictObject({ credit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)) }),
]);

export type Request = v.InferOutput<typeof requestSchema>;
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** A session that has been opened, of trials or of steps. */
export type Opened = TrialOpened | ControlOpened;
/** Where a session stands. */
export type Progress = TrialProgress | ControlProgress;
/** What can be asked for of sessions; each kind has its own. */
export type Exported = TrialExport | ControlExport;
/** A run in the runs folder; its spec tells its kind. */
export type SavedRun = TrialRun | ListedControlRun;

/**
 * Whether it is a frame: what one animation frame of the page shows of a session that runs, and is sent on the page's credit. (The frames of trials are blocks,
 * beside the messages.) What is told of a session that stands still is none, and always sent.
 */
export const isFrame = (progress: Progress): boolean => progress.kind === 'steps' && progress.state === 'running';

/** One cell of the matrix, as far as the matrix shows it. */
export interface BenchCellLine {
  readonly paradigm: string;
  readonly agent: string;
  readonly verdict: BenchVerdict;
  /** What stands behind the letter: how many findings are shown, and which controls do not hold. */
  readonly reason: string;
  readonly seconds: number;
  readonly error?: string;
  /** Of a cell that fails at the agent's defaults, once a setting was sought that passes. */
  readonly search?: BenchSearchLine;
}

export interface BenchSearchLine {
  readonly found: boolean;
  /** In a sentence, with the setting. */
  readonly words: string;
}

/** What is behind a cell: what it is judged by, and how to run it again. */
export interface BenchCellDetail extends Pick<
  BenchCell,
  'paradigm' | 'agent' | 'seeds' | 'verdict' | 'signatures' | 'error'
> {
  /** On a command line. */
  readonly command: string;
  readonly search?: BenchSearchDetail;
}

/** The best setting that a search found, with what it is judged by; none where nothing could be run. */
export interface BenchSearchDetail extends BenchSearchLine {
  readonly best?: {
    readonly setting: Setting;
    readonly signatures: readonly BenchSignature[];
    readonly command: string;
  };
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
  /** Of what computes networks. */
  readonly measured?: MeasuredBackend;
}

/** In microseconds, the fastest seen. */
export interface MeasuredBackend {
  /** A layer of 64 units on 64 rows of 64 numbers, its results read. */
  readonly layer: number;
  /** A training step with Adam, by a title of the network. */
  readonly steps: Readonly<Record<string, number>>;
}

/** What `auto` chooses for an agent that acts with a network. */
export interface AgentBackend {
  readonly agent: string;
  /** The world that it was tried in. */
  readonly env: string;
  /** Of each of its networks, milliseconds of a training step and the acting that goes with it, the chosen backend first. */
  readonly networks: readonly (readonly { readonly backend: string; readonly time: number }[])[];
}

export interface DoctorReport {
  readonly phasic: string;
  readonly node: string;
  readonly platform: string;
  readonly backends: readonly BackendReport[];
  readonly agents: readonly AgentBackend[];
}

/** What each request is answered with. */
export interface Replies {
  readonly catalogue: Catalogue;
  readonly doctor: DoctorReport;
  readonly abort: null;
  readonly open: Opened;
  readonly close: null;
  readonly run: null;
  readonly pause: null;
  readonly step: null;
  readonly export: { readonly fileName: string; readonly mediaType: string; readonly text: string };
  /** The name of the run, as `runs` lists it, and its folder. `without`: what was left out of it because it is too large. */
  readonly save: { readonly run: string; readonly folder: string; readonly without?: string | undefined };
  readonly runs: readonly SavedRun[];
  readonly seek: null;
  readonly raster: Raster;
  readonly units: PackedUnitMap;
  readonly learn: null;
  readonly act: null;
  readonly figures: ControlFigures;
  readonly compare: ComparisonData;
  readonly bench: BenchMatrix;
  readonly 'bench-run': null;
  readonly 'bench-stop': null;
  readonly 'bench-cell': BenchCellDetail;
  readonly thumbnails: Readonly<Record<string, Drawing>>;
}

export interface ErrorLine {
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

export type HostMessage =
  | { readonly reply: number; readonly ok: true; readonly body: Replies[keyof Replies] }
  | { readonly reply: number; readonly ok: false; readonly error: ErrorLine }
  | { readonly progress: Progress }
  | { readonly bench: BenchNews }
  /** How much of a request that takes long is done, from 0 to 1. */
  | { readonly working: { readonly request: number; readonly share: number } }
  /** Something failed that no request asked for (a run that diverged). */
  | { readonly failure: ErrorLine; readonly session?: number };

/** A design of the largest size that is allowed has less. */
const maxValues = 100_000;

/**
 * Counts before anything is checked: checking says of each of its values what is wrong with it.
 * @throws InputError for a message of more values than any has that is meant
 */
function requireModest(given: unknown): void {
  let values = 0;
  let longest = { path: 'message', length: 0 };
  const waiting: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: given }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    if (typeof value !== 'object' || value === null) continue;
    const entries = Object.entries(value);
    values += entries.length;
    if (entries.length > longest.length) longest = { path, length: entries.length };
    // Of a list that is too long by itself the entries need not be looked at.
    if (values > maxValues) {
      throw new InputError(
        `${longest.length} entries are too many: a message to this program has at most ${maxValues} in all`,
        longest.path,
        'send less at a time; designs that are larger are for the command line',
      );
    }
    for (const [key, inner] of entries) waiting.push({ path: path === '' ? key : `${path}.${key}`, value: inner });
  }
}

/** @throws InputError for anything that is not a message of this protocol */
export function parseClientMessage(given: unknown): ClientMessage {
  requireModest(given);
  const parsed = v.safeParse(clientMessageSchema, given);
  if (parsed.success) return parsed.output;
  throw new InputError(
    'this is not a message of the protocol',
    v.getDotPath(parsed.issues[0]) ?? 'message',
    'reload the page so that it is of the same version as the program',
  );
}
