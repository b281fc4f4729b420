import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import type { BenchCell, BenchVerdict } from '../contracts/bench.ts';
import type { Catalogue } from '../contracts/catalogue.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { CurveFigure, EventFigure } from '../contracts/play-figures.ts';
import type { Named } from '../contracts/design.ts';
import type { Drawing } from '../contracts/drawing.ts';
import type { Averages } from '../contracts/paradigm.ts';
import type { SteppedSpec, TrialSpec } from '../contracts/spec.ts';
import type { Result } from '../contracts/result.ts';
import type { ActionSpace, WorldEvent } from '../contracts/stepped-env.ts';
import type { UnitGroup, UnitMap } from '../contracts/units.ts';

const session = v.pipe(v.number(), v.integer(), v.minValue(1));
const play = session;
const exportFormats = ['svg', 'csv', 'json', 'spec'] as const;
export type ExportFormat = (typeof exportFormats)[number];
const playExports = ['event', 'table', 'curve', 'spec'] as const;

const requestSchema = v.variant('type', [
  v.strictObject({ type: v.literal('catalogue') }),
  v.strictObject({ type: v.literal('doctor') }),
  /** Gives up an earlier request that is still worked on, which is then refused; of one that cannot be stopped, nothing. */
  v.strictObject({ type: v.literal('abort'), request: v.pipe(v.number(), v.integer()) }),
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
  /** Means of a group of units over the trials of a condition that are done. */
  v.strictObject({ type: v.literal('units'), session, group: v.string(), condition: v.string() }),
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
  /** What is behind a cell that is known. */
  v.strictObject({ type: v.literal('bench-cell'), paradigm: v.string(), agent: v.string() }),
  /** Opens an agent in a stepped world, paused before its first step: a spec, checked by the engine, or a saved run. */
  v.strictObject({ type: v.literal('play-open'), spec: v.optional(v.unknown()), run: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
  v.strictObject({ type: v.literal('play-close'), play }),
  /** Runs at so many steps of each world a second; null: as fast as it goes. */
  v.strictObject({ type: v.literal('play-run'), play, stepsPerSecond: v.nullable(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1e6))) }),
  v.strictObject({ type: v.literal('play-pause'), play }),
  v.strictObject({ type: v.literal('play-step'), play }),
  /** Whether it learns from what it lives through. */
  v.strictObject({ type: v.literal('play-learn'), play, learns: v.boolean() }),
  /** What a person does in the world that is shown, until told otherwise; null hands it back to the agent. */
  v.strictObject({ type: v.literal('play-act'), play, action: v.nullable(v.pipe(v.number(), v.finite())) }),
  /** The figure of an event and the learning curve. */
  v.strictObject({ type: v.literal('play-figures'), play, event: v.optional(v.string()) }),
  v.strictObject({ type: v.literal('play-export'), play, what: v.picklist(playExports), event: v.optional(v.string()) }),
  /** Writes where it stands into the runs folder. */
  v.strictObject({ type: v.literal('play-save'), play }),
  v.strictObject({ type: v.literal('play-runs') }),
  /** What every world looks like at its start. */
  v.strictObject({ type: v.literal('play-thumbnails') }),
]);
const clientMessageSchema = v.union([
  v.strictObject({ request: v.pipe(v.number(), v.integer()), body: requestSchema }),
  /** The page has drawn so many frames and can take as many more. */
  v.strictObject({ credit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)) }),
]);

export type Request = v.InferOutput<typeof requestSchema>;
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** One trial as the page lists it: phase and type by their titles. */
export interface TrialLine {
  readonly phase: string;
  readonly type: string;
  /** A sentence. */
  readonly text: string;
}

export interface Opened {
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

/** One cell of the matrix, as far as the matrix shows it. */
export interface BenchCellLine {
  readonly paradigm: string;
  readonly agent: string;
  readonly verdict: BenchVerdict;
  /** What stands behind the letter: how many findings are shown, and which controls do not hold. */
  readonly reason: string;
  readonly seconds: number;
  readonly error?: string;
}

/** What is behind a cell: what it is judged by, and how to run it again. */
export interface BenchCellDetail extends Pick<BenchCell, 'paradigm' | 'agent' | 'seeds' | 'verdict' | 'signatures' | 'error'> {
  /** On a command line. */
  readonly command: string;
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

export type PlayExport = (typeof playExports)[number];

export interface PlayOpened {
  readonly play: number;
  /** The spec with everything filled in. */
  readonly spec: SteppedSpec;
  readonly title: string;
  readonly events: readonly WorldEvent[];
  readonly actions: ActionSpace;
  readonly stepSeconds: number;
  /** Predictors that the agent has side by side. */
  readonly channels: number;
  /** What is recorded, where it is not the RPE itself. */
  readonly recording?: { readonly title: string; readonly unit: string };
  /** The saved run that it is, if any. */
  readonly run?: string;
}

/**
 * What is to be seen of one world. `drawing`, `value`, `policy` and `chosen` are of the state that the world is in; `action`, `reward`, `happened`
 * and `rpe` are of the step that led there.
 */
export interface PlayFrame {
  readonly drawing: Drawing;
  /** A sentence. */
  readonly description: string;
  /** Of the episode: which one of this world, its steps so far, and its rewards. */
  readonly episode: number;
  readonly episodeSteps: number;
  readonly episodeReturn: number;
  /** V of this state: 0 where the episode has ended, null where it was cut off, of which only the RPE knows it. */
  readonly value: number | null;
  /** Probability of each action in this state; empty where the action is a real number, and where the episode has ended. */
  readonly policy: readonly number[];
  /** What was chosen with these probabilities (or by a person, while one plays) and is done next; null where the episode has ended. */
  readonly chosen: number | null;
  /** What was done last, which is not always what was chosen (sticky actions). Null, as the other three, where no step led here: at the start of an episode. */
  readonly action: number | null;
  /** δ = r + γ V(s') - V(s), s' being this state. */
  readonly rpe: number | null;
  readonly reward: number | null;
  /** Indices of events. */
  readonly happened: readonly number[];
  readonly channelRpe?: readonly number[];
}

/** Signals of the shown world since the last frame: one number a step, or a few steps folded into one where there are many. */
export interface PlayTrace {
  /** Ticks of the shown world's clock before the first number. */
  readonly from: number;
  /** Ticks at the end of the last number, which may stand for fewer than the others. */
  readonly to: number;
  /** Ticks that each number stands for. */
  readonly ticksPer: number;
  /** The RPE that is farthest from zero. */
  readonly rpe: readonly number[];
  /** The last value; null where there is none. */
  readonly value: readonly (number | null)[];
  /** The sum of the rewards. */
  readonly reward: readonly number[];
  /** The sum, over its steps, of the mean over units of what is recorded; absent where that is the RPE itself. */
  readonly rate?: readonly number[];
}

/** What a person has played since the keys were handed over, in one world that begins anew. */
export interface PersonPlay {
  readonly steps: number;
  readonly episodes: number;
  /** Of all these episodes; null before the first has ended. */
  readonly meanReturn: number | null;
}

/** Where an agent in a stepped world stands. While a person plays, the agent stands where it stood. */
export interface PlayNews {
  readonly play: number;
  readonly state: 'running' | 'paused';
  readonly frame: PlayFrame;
  readonly trace: PlayTrace;
  /** Steps over all worlds. */
  readonly steps: number;
  readonly episodes: number;
  /** Mean return of the last hundred episodes; null before the first has ended. */
  readonly meanReturn: number | null;
  /** Steps over all worlds for each second of computing: how fast it can be, not how fast it goes. */
  readonly stepsPerSecond: number;
  /** Present while a person plays. */
  readonly person?: PersonPlay;
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly backend: string;
}

/** Figures of a play; the map's numbers as a list, null where there is nothing, since they travel as text. */
export interface PlayFigures {
  readonly event: Omit<EventFigure, 'heat'> & { readonly heat: Omit<EventFigure['heat'], 'rpe'> & { readonly rpe: readonly (number | null)[] } };
  readonly eventId: string;
  /** How often each event has happened. */
  readonly counts: readonly number[];
  readonly curve: CurveFigure;
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
  readonly seek: null;
  readonly raster: Raster;
  readonly units: PackedUnitMap;
  readonly export: { readonly fileName: string; readonly mediaType: string; readonly text: string };
  /** `without`: what was left out of the run's folder because it is too large. */
  readonly save: { readonly run: string; readonly without?: string | undefined };
  readonly runs: readonly { readonly run: string; readonly spec: TrialSpec; readonly hash: string; /** Of a run that ended before its last trial. */ readonly ended?: { readonly why: 'stopped' | 'diverged'; readonly trials: number; readonly planned: number } }[];
  readonly compare: ComparisonData;
  readonly bench: BenchMatrix;
  readonly 'bench-run': null;
  readonly 'bench-stop': null;
  readonly 'bench-cell': BenchCellDetail;
  readonly 'play-open': PlayOpened;
  readonly 'play-close': null;
  readonly 'play-run': null;
  readonly 'play-pause': null;
  readonly 'play-step': null;
  readonly 'play-learn': null;
  readonly 'play-act': null;
  readonly 'play-figures': PlayFigures;
  readonly 'play-export': { readonly fileName: string; readonly mediaType: string; readonly text: string };
  readonly 'play-save': { readonly run: string };
  readonly 'play-runs': readonly { readonly run: string; readonly spec: SteppedSpec; readonly steps: number; readonly meanReturn: number | null }[];
  readonly 'play-thumbnails': Readonly<Record<string, Drawing>>;
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
  /** With `result`, as long as no shown condition has any trial: what there is to average until then. */
  readonly latest?: readonly LatestTrials[];
}

/** Averages of the latest trials of one type. */
export interface LatestTrials {
  readonly type: string;
  readonly title: string;
  readonly averages: Averages;
}

export type HostMessage =
  | { readonly reply: number; readonly ok: true; readonly body: Replies[keyof Replies] }
  | { readonly reply: number; readonly ok: false; readonly error: ErrorLine }
  | { readonly progress: Progress }
  | { readonly bench: BenchNews }
  /** How much of a request that takes long is done, from 0 to 1. */
  | { readonly working: { readonly request: number; readonly share: number } }
  | { readonly play: PlayNews }
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
      throw new InputError(`${longest.length} entries are too many: a message to this program has at most ${maxValues} in all`, longest.path, 'send less at a time; designs that are larger are for the command line');
    }
    for (const [key, inner] of entries) waiting.push({ path: path === '' ? key : `${path}.${key}`, value: inner });
  }
}

/** @throws InputError for anything that is not a message of this protocol */
export function parseClientMessage(given: unknown): ClientMessage {
  requireModest(given);
  const parsed = v.safeParse(clientMessageSchema, given);
  if (parsed.success) return parsed.output;
  throw new InputError('this is not a message of the protocol', v.getDotPath(parsed.issues[0]) ?? 'message', 'reload the page so that it is of the same version as the program');
}

