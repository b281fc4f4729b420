import { useSyncExternalStore } from 'react';
import { InputError } from '../../src/core/errors.ts';
import type { FoundSignal, Role } from '../../src/contracts/reader.ts';
import type { AlignedRecording, AlignedSource } from '../../src/recorded/aligned-recording.ts';
import type { RecordedExample } from '../../src/recorded/examples.ts';
import { withRole, type Part } from '../../src/recorded/mapping-roles.ts';
import type { Pipeline } from '../../src/recorded/photometry/pipeline.ts';
import type { QualityLine } from '../../src/recorded/quality-line.ts';
import type { SessionQuality } from '../../src/recorded/session-quality.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import type { RecordedFrom } from '../../src/spec/recorded-from.ts';
import { parseMapping, type Mapping } from '../../src/recorded/mapping.ts';
import type { AlignedView } from '../../src/recorded/aligned/view.ts';
import { DataWorker } from '../data/data-worker.ts';
import type { OpenedData, OpenedFile, Requests, ShownSession } from '../data/protocol.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import { appState } from './app-state.ts';
import { openSpec } from './current.ts';
import { dataView } from './data-view.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';
import { keepSaid, pipelineOf, saidOf, type SaidOfRecording } from './kept-recordings.ts';
import { experimentAmongData } from './opened-experiment.ts';
import { reasonsOf, waiverKey, type Reasons } from './waiver-key.ts';

/** The opened recording, and what is what in it. */
export interface DataState {
  /** The recording is one that the program has with it. */
  readonly example?: RecordedExample | undefined;
  /** What is being opened. */
  readonly opening?: string | undefined;
  readonly opened?: OpenedData | undefined;
  readonly mapping?: Mapping | undefined;
  /** The sessions of the mapping: that of cues and rewards, and that of choices. */
  readonly sessions: readonly ShownSession[];
  /** The one that figures and models are of, or why there is none. */
  readonly session?: ShownSession | undefined;
  readonly missing?: string | undefined;
  /** Why one of two sessions that the mapping names cannot be had. */
  readonly sessionFault?: string | undefined;
  /** Whether figures and models are of the session of choices, if there are two. */
  readonly chooses: boolean;
  /** The steps to dF/F of an experiment that was opened; the usual ones if undefined. */
  readonly pipeline?: Pipeline | undefined;
  /** dF/F of the signal, if it can be corrected. */
  readonly corrected?: Requests['corrected']['reply'] | undefined;
  /** The firing rate over the session, if a unit is compared in place of a signal. */
  readonly rate?: FoundSignal | undefined;
  /** Whether figures show dF/F, or the signal as recorded. */
  readonly isCorrected: boolean;
  readonly quality?: SessionQuality | undefined;
  /** Why a failed check does not matter, in the person's words, by its name: see waiverKey. */
  readonly waivers: Reasons;
  /** Windows that the file has cut out, and the name of the session that a model is run through. */
  readonly table?: Requests['table']['reply'] | undefined;
  readonly tableSession?: string | undefined;
  /** The shown signal around the events of each condition, or why there is none. */
  readonly aligned?: readonly AlignedRecording[] | undefined;
  readonly unaligned?: ErrorLine | undefined;
}

const state = externalStore<DataState>({ isCorrected: false, waivers: {}, sessions: [], chooses: false });

/** For what goes along with the opened recording, such as the data set that it belongs to. */
export const openedData: Pick<typeof state, 'get' | 'subscribe'> = state;

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useData<T>(select: (state: DataState) => T): T {
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}

/** What belongs to one signal of one recording. */
const forgotten = {
  pipeline: undefined,
  corrected: undefined,
  rate: undefined,
  isCorrected: false,
  quality: undefined,
  waivers: {},
  aligned: undefined,
  unaligned: undefined,
};

/** What belongs to a session of one mapping. */
const noSession = {
  sessions: [],
  session: undefined,
  missing: undefined,
  sessionFault: undefined,
  aligned: undefined,
  unaligned: undefined,
};

let worker: DataWorker | undefined;
let files: readonly OpenedFile[] = [];

/** How a session is opened that a person had open before. */
export interface Reopened {
  readonly answers?: Mapping['answers'];
  /** The mapping in place of the proposed one. */
  readonly mappingFor?: (opened: OpenedData) => Mapping;
  readonly waivers?: Reasons;
  /** Whether the session of choices is shown, if there are two. */
  readonly chooses?: boolean;
  /** The steps to the dF/F that was compared; undefined if the signal was, as recorded. */
  readonly pipeline?: Pipeline | undefined;
}

/** Opens files as one session, in place of what was open. */
export async function openData(chosen: readonly OpenedFile[], reopened: Reopened = {}): Promise<void> {
  if (chosen.length === 0) return;
  files = chosen;
  const shown = chosen.length === 1 ? (chosen[0]?.name ?? '') : `${chosen.length} files`;
  const { answers = {} } = reopened;
  await openWith(shown, (own) => own.request('open', { files: chosen, answers }), reopened);
}

/** The files of what is open; none of the example. */
export const openedFiles = (): readonly OpenedFile[] => files;

/** A simulated session, so that everything can be tried without a file. */
export function openExample(reopened: Reopened = {}): Promise<void> {
  files = [];
  return openWith('the example', (own) => own.request('example', {}), reopened);
}

async function openWith(
  shown: string,
  open: (own: DataWorker) => Promise<OpenedData>,
  { mappingFor = ({ proposed }) => proposed, waivers = {}, chooses = false, pipeline }: Reopened,
): Promise<void> {
  worker?.stop();
  const own = (worker = new DataWorker(shown));
  state.set({
    opening: shown,
    example: undefined,
    opened: undefined,
    mapping: undefined,
    ...noSession,
    chooses,
    ...forgotten,
  });
  appState.set({ error: undefined });
  try {
    const opened = await open(own);
    if (own !== worker) return;
    state.set({ opened });
    await useMapping(mappingFor(opened), waivers, pipeline);
  } catch (error) {
    if (own === worker) appState.set({ error: lineOf(error) });
  } finally {
    if (own === worker) state.set({ opening: undefined });
  }
}

/** What was said of these files, if the mapping is of what they hold: another file may have the same name. */
const asSaid = (said: SaidOfRecording | undefined): Omit<Reopened, 'chooses'> =>
  said === undefined
    ? {}
    : {
        answers: said.mapping.answers,
        mappingFor: (opened) => (namesOf(said.mapping, opened) ? said.mapping : opened.proposed),
        waivers: said.reasons,
        pipeline: said.pipeline,
      };

/** Whether it has what the mapping names. */
function namesOf({ signal, control, unit }: Mapping, { found }: OpenedData): boolean {
  const signals = [signal, control].filter((id) => id !== undefined);
  return (
    signals.every((id) => found.signals.some((one) => one.id === id)) &&
    (unit === undefined || found.units.some((one) => one.id === unit))
  );
}

/** A recording that the program has with it, as any other file. */
export async function openRecordedExample(example: RecordedExample): Promise<void> {
  const { file, mapping } = example;
  try {
    const reply = await fetch(`examples/${file}`);
    if (!reply.ok) throw new InputError('it is not there', file, 'install the program again');
    const data = new File([await reply.blob()], file);
    await openData([{ name: file, file: data }], { answers: mapping.answers });
    if (state.get().opened?.files[0] !== file) return;
    state.set({ example });
    await useMapping(mapping);
    state.set({ waivers: saidOf(files)?.reasons ?? {} });
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** Nothing is open any more. */
export function closeData(): void {
  stopOpening();
  files = [];
  state.set({
    example: undefined,
    opened: undefined,
    mapping: undefined,
    table: undefined,
    ...noSession,
    ...forgotten,
  });
}

/** Ends the worker that opens a file: a damaged one could keep it busy for ever. */
export function stopOpening(): void {
  worker?.stop();
  worker = undefined;
  state.set({ opening: undefined });
}

/** Files that were dropped or chosen: a recording, a mapping for what is open, or an experiment of a recording. */
export async function openChosen(chosen: readonly OpenedFile[]): Promise<void> {
  const [only] = chosen;
  try {
    const spec = only === undefined || chosen.length > 1 ? undefined : await experimentAmongData(only.file);
    await (spec === undefined ? openRecording(chosen) : openExperiment(spec));
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** An experiment from a file: if its session is of what is open, mapping and reasons are used; else its recording is named. */
export async function openExperiment(spec: PartialSpec): Promise<void> {
  const { recordedFrom } = spec;
  if (recordedFrom === undefined) appState.set({ workspace: 'experiments' });
  await openSpec(spec);
  if (recordedFrom === undefined || (await applyOrigin(recordedFrom))) return showChoices(isOfChoices(spec));
  const { files: names } = recordedFrom;
  const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
  appState.set({ notice: `Its session was recorded in ${names[0]}${others}: open that in Data to see both.` });
}

/** Whether the session of an experiment is one of choices. */
const isOfChoices = (spec: Pick<PartialSpec, 'design'> | undefined): boolean => spec?.design?.states !== undefined;

async function openRecording(chosen: readonly OpenedFile[]): Promise<void> {
  const mapping = chosen.length === 1 && chosen[0]?.name.endsWith('.json') === true ? chosen[0] : undefined;
  if (mapping === undefined || state.get().opened === undefined)
    return openData(chosen, { ...asSaid(saidOf(chosen)), chooses: isOfChoices(appState.get().draft) });
  await useMapping(parseMapping(JSON.parse(await mapping.file.text()), mapping.name));
  keep();
}

/** An answer to a question reads the files again. */
export const answer = (question: string, option: string): void => {
  const { mapping } = state.get();
  void openData(files, { answers: { ...mapping?.answers, [question]: option } });
};

export function setRole(part: Part, role: Role | undefined): void {
  const { mapping, opened } = state.get();
  if (mapping === undefined || opened === undefined) return;
  void useMapping(withRole(mapping, opened.found, part, role));
  keep();
}

/** What was chosen, or that nothing was. */
export function setChoices(choices: Mapping['choices']): void {
  const { mapping } = state.get();
  if (mapping === undefined) return;
  const { choices: _, ...others } = mapping;
  void useMapping(choices === undefined ? others : { ...others, choices });
  keep();
}

/** What was said of a recording is known when it is opened the next time. */
function keep(): void {
  const { mapping, waivers } = state.get();
  if (mapping !== undefined) keepSaid(files, { mapping, reasons: waivers });
}

/** What an experiment says of its recording is used, if that is open. @returns whether it is */
async function applyOrigin({ files: names, mapping, waivers, pipeline }: RecordedFrom): Promise<boolean> {
  const { opened } = state.get();
  if (opened === undefined || !names.every((name) => opened.files.includes(name))) return false;
  const given = parseMapping(mapping, 'recordedFrom.mapping');
  if (!namesOf(given, opened)) return false;
  const steps = pipelineOf(pipeline);
  await useMapping(given, reasonsOf(waivers), steps);
  state.set({ waivers: reasonsOf(waivers) });
  await correctAs(steps);
  keep();
  return true;
}

/** Uses a mapping for what is open. */
async function useMapping(
  mapping: Mapping,
  waivers: DataState['waivers'] = {},
  pipeline?: DataState['pipeline'],
): Promise<void> {
  const own = worker;
  if (own === undefined) return;
  const before = state.get().mapping;
  const isSameSignal =
    before !== undefined &&
    before.signal === mapping.signal &&
    before.control === mapping.control &&
    before.unit === mapping.unit;
  // Figures of another mapping must not stand under the names of this one.
  state.set({ mapping, ...noSession, table: undefined, ...(isSameSignal ? {} : { ...forgotten, waivers, pipeline }) });
  const isCurrent = (): boolean => own === worker && state.get().mapping === mapping;
  if (mapping.windows !== undefined) return applyTable(own, mapping);
  try {
    if (mapping.unit !== undefined && !isSameSignal) {
      const rate = await own.request('rate', { unit: mapping.unit });
      if (isCurrent()) state.set({ rate });
    }
    const { sessions, fault } = await own.request('sessions', { mapping });
    if (!isCurrent()) return;
    state.set({ sessions, session: sessionAmong(sessions, state.get().chooses), sessionFault: fault });
    await align(mapping);
  } catch (error) {
    if (isCurrent()) state.set({ ...noSession, missing: lineOf(error).remedy });
  }
  if (!isSameSignal && isCurrent()) await examine(own, mapping);
}

/** dF/F by the steps of an experiment, or the signal as recorded if that was compared. */
async function correctAs(pipeline: Pipeline | undefined): Promise<void> {
  const { mapping } = state.get();
  const own = worker;
  if (pipeline === undefined || mapping === undefined || own === undefined) return showCorrected(false);
  state.set({ pipeline });
  const corrected = await own.request('corrected', { mapping, pipeline }).catch(() => undefined);
  if (own !== worker || state.get().mapping?.signal !== mapping.signal) return;
  state.set({ corrected });
  showCorrected(corrected !== undefined);
}

const sessionAmong = (sessions: readonly ShownSession[], chooses: boolean): ShownSession | undefined =>
  sessions.find((one) => one.chooses === chooses) ?? sessions[0];

/** Figures and models are of the session of choices, or of that of cues and rewards, if there are both. */
export function showChoices(chooses: boolean): void {
  const { mapping, sessions, session } = state.get();
  const next = sessionAmong(sessions, chooses);
  state.set({ chooses });
  if (mapping === undefined || next === undefined || next === session) return;
  state.set({ session: next, aligned: undefined, unaligned: undefined });
  void align(mapping);
}

/** The windows of a table, and the first of its sessions. */
async function applyTable(own: DataWorker, mapping: Mapping): Promise<void> {
  const isCurrent = (): boolean => own === worker && state.get().mapping === mapping;
  try {
    const table = await own.request('table', { mapping });
    if (!isCurrent()) return;
    state.set({ table, missing: table.missing });
    chooseTableSession(state.get().tableSession);
  } catch (error) {
    if (isCurrent()) state.set({ missing: lineOf(error).remedy });
  }
}

/** The session that a model is run through; the first if there is none of this name. */
export function chooseTableSession(name: string | undefined): void {
  const sessions = state.get().table?.sessions ?? [];
  const session = sessions.find((one) => one.session === name) ?? sessions[0];
  state.set({
    session: session && { ...session, chooses: false, columns: {} },
    tableSession: session?.session,
  });
}

/** The windows of the signal that is shown. */
async function align(mapping: Mapping): Promise<void> {
  const { isCorrected, session } = state.get();
  const { window } = dataView.get();
  const source = sourceOf(mapping);
  if (source === undefined || session === undefined) return;
  const isCurrent = (): boolean =>
    state.get().session === session && state.get().isCorrected === isCorrected && dataView.get().window === window;
  try {
    const { chooses } = session;
    const aligned = await worker?.request('aligned', { mapping, source, view: window, chooses });
    if (isCurrent()) state.set({ aligned, unaligned: undefined });
  } catch (error) {
    if (isCurrent()) state.set({ aligned: undefined, unaligned: lineOf(error) });
  }
}

/** The signal that is shown, or the unit. */
function sourceOf({ signal: raw, unit }: Mapping): AlignedSource | undefined {
  if (unit !== undefined) return { unit };
  const { isCorrected, corrected } = state.get();
  const signal = isCorrected ? corrected?.signal.id : raw;
  return signal === undefined ? undefined : { signal };
}

/** Another window or other bins. */
export function setWindow(change: AlignedView): void {
  dataView.set({ window: { ...dataView.get().window, ...change } });
  const { mapping, session } = state.get();
  if (mapping !== undefined && session !== undefined) void align(mapping);
}

/** Raster and PSTH of a unit, or the rates of several, in the window of the figures. */
export const unitOf = (of: Requests['unit']['of']) => worker?.request('unit', of);
export const unitsOf = (of: Requests['units']['of']) => worker?.request('units', of);

/** Whether the signal is good, and its dF/F if it is raw. */
async function examine(own: DataWorker, mapping: Mapping): Promise<void> {
  const isCurrent = (): boolean =>
    own === worker && state.get().mapping?.signal === mapping.signal && state.get().mapping?.unit === mapping.unit;
  const quality = await own
    .request('quality', { mapping })
    .catch((error: unknown) => ({ lines: [], missing: lineOf(error).what }));
  if (isCurrent()) state.set({ quality });
  if (mapping.signal === undefined) return;
  // A signal that is dF/F already has none of its own.
  const { pipeline } = state.get();
  const corrected = await own.request('corrected', { mapping, pipeline }).catch(() => undefined);
  if (!isCurrent() || state.get().pipeline !== pipeline) return;
  state.set({ corrected });
  // An experiment that was opened compared dF/F.
  if (pipeline !== undefined && corrected !== undefined) showCorrected(true);
}

export function showCorrected(isCorrected: boolean): void {
  const { mapping } = state.get();
  state.set({ isCorrected, aligned: undefined, unaligned: undefined });
  if (mapping !== undefined) void align(mapping);
}

export function waive(line: QualityLine, because: string): void {
  state.set({ waivers: { ...state.get().waivers, [waiverKey(line)]: because } });
  keep();
}

/** A stretch of a signal, folded to columns of pixels. */
export const traceOf = (signal: string, fromSeconds: number, toSeconds: number, pixels: number) =>
  worker?.request('trace', { signal, fromSeconds, toSeconds, pixels });

/** A signal of the whole session on equal bins. @throws InputError without an opened recording */
export const sessionTraceOf = (signal: string): Promise<Requests['session-trace']['reply']> =>
  worker?.request('session-trace', { signal }) ?? Promise.reject(nothingOpen());

/** The opened session as a file. @throws InputError for what cannot be saved, and without an opened recording */
export const takenAs = (of: Requests['taken']['of']): Promise<Requests['taken']['reply']> =>
  worker?.request('taken', of) ?? Promise.reject(nothingOpen());

const nothingOpen = (): InputError => new InputError('no recording is open', 'data', 'open one');

/** Raw photometry. @throws InputError for a signal that is dF/F already, and without an opened recording */
export const rawOf = (mapping: Mapping): Promise<Requests['raw']['reply']> =>
  worker?.request('raw', { mapping }) ?? Promise.reject(nothingOpen());
