import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { BenchCell, BenchSignature, BenchVerdict } from '../contracts/bench.ts';
import type { Catalogue } from '../spec/catalogue.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { Drawing } from '../contracts/drawing.ts';
import type { Setting } from '../contracts/search.ts';
import type { PartialSpec, TrialSpec } from '../spec/spec.ts';
import type { ShownParts } from './own-parts.ts';
import type { PackedSensed } from './packed-sensed.ts';
import type { PackedUnitMap } from './packed-units.ts';
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
  type Raster,
  type TrialExport,
  type TrialOpened,
  type TrialProgress,
  type TrialRun,
} from './trials.ts';

const session = v.pipe(v.number(), v.integer(), v.minValue(1));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const exported = [...new Set([...trialExports, ...controlExports])] as const;

const requestSchema = v.variant('type', [
  v.strictObject({ type: v.literal('catalogue') }),
  v.strictObject({ type: v.literal('doctor') }),
  /** Cancels an earlier request in progress, which is then refused; no effect if it cannot be stopped. */
  v.strictObject({ type: v.literal('abort'), request: v.pipe(v.number(), v.integer()) }),
  /**
   * Opens a session in the spec's world, paused before its first trial or step: from a spec, checked by the engine, or
   * from a saved run. A run in a stepped environment resumes where it was saved; one of an experiment is repeated.
   */
  v.strictObject({
    type: v.literal('open'),
    spec: v.optional(v.unknown()),
    run: v.optional(v.pipe(v.string(), v.maxLength(200))),
  }),
  v.strictObject({ type: v.literal('close'), session }),
  /** Runs this many trials, or steps of each environment, per second; null: as fast as possible. */
  v.strictObject({
    type: v.literal('run'),
    session,
    perSecond: v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e6))),
  }),
  v.strictObject({ type: v.literal('pause'), session }),
  /** Runs one trial or step, then pauses. */
  v.strictObject({ type: v.literal('step'), session }),
  /** The export formats of this kind of session; `event` is that of an event figure. */
  v.strictObject({ type: v.literal('export'), session, what: v.picklist(exported), event: v.optional(v.string()) }),
  /** Saves the finished run, or the agent's current state in its stepped environment, in the runs folder. */
  v.strictObject({ type: v.literal('save'), session }),
  /** Saved runs of every kind. */
  v.strictObject({ type: v.literal('runs') }),
  /** For trials: rewinds or advances to the state after this many of them, and pauses there. */
  v.strictObject({ type: v.literal('seek'), session, trialsDone: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** For trials: spike trains or readings of single trials of a condition. */
  v.strictObject({ type: v.literal('raster'), session, condition: v.string() }),
  /**
   * Means of a group of units: over the finished trials of a condition or, for steps, over the occurrences of the event
   * named as the condition, in the latest steps since the first such request.
   */
  v.strictObject({ type: v.literal('units'), session, group: v.string(), condition: v.string() }),
  /** For steps: whether the agent learns. */
  v.strictObject({ type: v.literal('learn'), session, learns: v.boolean() }),
  /** For steps: a person's action in the displayed environment, until changed; null hands control back to the agent. */
  v.strictObject({ type: v.literal('act'), session, action: v.nullable(v.pipe(v.number(), v.finite())) }),
  /** For steps: the figure of an event and the learning curve. */
  v.strictObject({ type: v.literal('figures'), session, event: v.optional(v.string()) }),
  /** Runs several specs of one schedule and compares them. */
  v.strictObject({ type: v.literal('compare'), specs: v.pipe(v.array(v.unknown()), v.minLength(2), v.maxLength(6)) }),
  /** What the recording of each spec shows on average of its whole session. */
  v.strictObject({ type: v.literal('sense'), specs: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(6)) }),
  /** The known part of the matrix paradigm x agent. */
  v.strictObject({ type: v.literal('bench') }),
  /** Runs the cells that were not run here yet, or one of them; they are reported one by one. */
  v.strictObject({
    type: v.literal('bench-run'),
    cell: v.optional(v.strictObject({ paradigm: v.string(), agent: v.string() })),
  }),
  v.strictObject({ type: v.literal('bench-stop') }),
  /** Details of a known cell. */
  v.strictObject({ type: v.literal('bench-cell'), paradigm: v.string(), agent: v.string() }),
  /** Pictures of every stepped environment at its start. */
  v.strictObject({ type: v.literal('thumbnails') }),
  /** The files of a folder of own parts, or of the one that was agreed to; nothing of them is run. */
  v.strictObject({ type: v.literal('own-parts'), folder: v.optional(path) }),
  /** Agrees that these files are run, as they were shown, and no others. The program then starts again with them. */
  v.strictObject({
    type: v.literal('agree-to-parts'),
    folder: path,
    files: v.pipe(
      v.array(v.strictObject({ name: path, sha256: v.pipe(v.string(), v.length(44)) })),
      v.minLength(1),
      v.maxLength(2000),
    ),
  }),
  /** Agrees to nothing any more. The program then starts again without own parts. */
  v.strictObject({ type: v.literal('forget-parts') }),
]);
const clientMessageSchema = v.union([
  v.strictObject({ request: v.pipe(v.number(), v.integer()), body: requestSchema }),
  /** The page has drawn N frames and can take as many more. */
  v.strictObject({ credit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)) }),
]);

export type Request = v.InferOutput<typeof requestSchema>;
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** An opened session, of trials or of steps. */
export type Opened = TrialOpened | ControlOpened;
/** The progress of a session. */
export type Progress = TrialProgress | ControlProgress;
/** Requests to a session; each kind has its own. */
export type Exported = TrialExport | ControlExport;
/** A run in the runs folder; its spec determines its kind. */
export type SavedRun = TrialRun | ListedControlRun;

/** One cell of the matrix, as displayed. */
export interface BenchCellLine {
  readonly paradigm: string;
  readonly agent: string;
  readonly verdict: BenchVerdict;
  /** The explanation of the letter: how many findings are shown, and which controls do not hold. */
  readonly reason: string;
  readonly seconds: number;
  /** Its result came with the program; it was not run here. */
  readonly shipped?: true;
  readonly error?: string;
  /** For a cell that fails at the agent's defaults, once a search has found a setting that passes. */
  readonly search?: BenchSearchLine;
}

export interface BenchSearchLine {
  readonly found: boolean;
  /** In a sentence, with the setting. */
  readonly words: string;
}

/** Details of a cell: its signatures, and how to run it again. */
export interface BenchCellDetail extends Pick<
  BenchCell,
  'paradigm' | 'agent' | 'seeds' | 'verdict' | 'signatures' | 'error'
> {
  /** As a command line. */
  readonly command: string;
  /** Its numbers came with the program, without those of single seeds; it was not run here. */
  readonly shipped?: true;
  /** Each of its seeds takes minutes. */
  readonly slow?: true;
  readonly search?: BenchSearchDetail;
}

/** The best setting that a search found, with its signatures as far as they are known; none if nothing could be run. */
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
  /** Cells that are not in the matrix: an agent that takes minutes per session is in it only where it is the paradigm's own. */
  readonly outside: readonly Pick<BenchCellLine, 'paradigm' | 'agent'>[];
  /** Known cells, run here or shipped with the program; the others are still to be run. */
  readonly cells: readonly BenchCellLine[];
  readonly running: boolean;
}

/** A cell is done; without one, the bench has stopped. */
export interface BenchNews {
  readonly cell?: BenchCellLine;
  readonly running: boolean;
}

export interface BackendReport {
  readonly name: string;
  readonly works: boolean;
  readonly detail: string;
  /** The remedy if it does not work. */
  readonly remedy?: string;
  /** For network backends. */
  readonly measured?: MeasuredBackend;
}

/** In microseconds, the minimum. */
export interface MeasuredBackend {
  /** A layer of 64 units on 64 rows of 64 numbers, its results read. */
  readonly layer: number;
  /** A training step with Adam, by a title of the network. */
  readonly steps: Readonly<Record<string, number>>;
}

/** The choice of `auto` for an acting agent with a network. */
export interface AgentBackend {
  readonly agent: string;
  /** The environment in which it was tried. */
  readonly env: string;
  /**
   * For each of its networks, milliseconds per training step including the accompanying forward passes, the chosen
   * backend first.
   */
  readonly networks: readonly (readonly { readonly backend: string; readonly time: number }[])[];
}

export interface DoctorReport {
  readonly phasic: string;
  readonly node: string;
  readonly platform: string;
  readonly backends: readonly BackendReport[];
  readonly agents: readonly AgentBackend[];
}

/** A comparison, and what is saved with it. */
export interface ComparedRuns {
  readonly data: ComparisonData;
  /** Of the arms, complete. */
  readonly specs: readonly TrialSpec[];
  /** Of its averages as a table, the text of the file that is saved next to it as FILE.json. */
  readonly notes: string;
}

/** The answer to each request. */
export interface Replies {
  readonly catalogue: Catalogue;
  readonly doctor: DoctorReport;
  readonly abort: null;
  readonly open: Opened;
  readonly close: null;
  readonly run: null;
  readonly pause: null;
  readonly step: null;
  /** `notes`: of a table, the text of the file that is saved next to it as FILE.json. */
  readonly export: {
    readonly fileName: string;
    readonly mediaType: string;
    readonly text: string;
    readonly notes?: string | undefined;
  };
  /** The name of the run, as listed by `runs`, and its folder. `without`: parts left out because they are too large. */
  readonly save: { readonly run: string; readonly folder: string; readonly without?: string | undefined };
  readonly runs: readonly SavedRun[];
  readonly seek: null;
  readonly raster: Raster;
  readonly units: PackedUnitMap;
  readonly learn: null;
  readonly act: null;
  readonly figures: ControlFigures;
  readonly compare: ComparedRuns;
  readonly sense: readonly PackedSensed[];
  readonly bench: BenchMatrix;
  readonly 'bench-run': null;
  readonly 'bench-stop': null;
  readonly 'bench-cell': BenchCellDetail;
  readonly thumbnails: Readonly<Record<string, Drawing>>;
  readonly 'own-parts': ShownParts;
  readonly 'agree-to-parts': null;
  readonly 'forget-parts': null;
}

export interface ErrorLine {
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

/** An experiment read from a file. */
export interface ExperimentFile {
  readonly spec: PartialSpec;
  /** Parts of the file that were ignored or interpreted in an unexpected way: a sentence each. */
  readonly notes: readonly string[];
}

export type HostMessage =
  | { readonly reply: number; readonly ok: true; readonly body: Replies[keyof Replies] }
  | { readonly reply: number; readonly ok: false; readonly error: ErrorLine }
  | { readonly progress: Progress }
  | { readonly bench: BenchNews }
  /** A person has opened a file with the program. */
  | { readonly file: ExperimentFile }
  /** Progress of a long request, from 0 to 1. */
  | { readonly working: { readonly request: number; readonly share: number } }
  /** A failure outside of any request (a run that diverged). */
  | { readonly failure: ErrorLine; readonly session?: number };

/** The largest allowed design has fewer. */
const maxValues = 100_000;

/**
 * Counts values before validating: validation reports a fault for each of them.
 * @throws InputError for a message with more values than any valid one
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
    // The entries of a list that is too long need not be examined.
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
    'reload the page to get the version of the program',
  );
}
