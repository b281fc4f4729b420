import { useSyncExternalStore } from 'react';
import { hasFilesOf, placedFiles, type DataSetDefinition } from '../../src/recorded/data-set/definition.ts';
import { mappingFor } from '../../src/recorded/data-set/fit-mapping.ts';
import { readSet, type SetWindows } from '../../src/recorded/data-set/read-set.ts';
import { sessionNames } from '../../src/recorded/data-set/session-names.ts';
import type { SessionWindows } from '../../src/recorded/data-set/session-windows.ts';
import { shapeOf, type SessionShape } from '../../src/recorded/data-set/session-shape.ts';
import type { FoundSessions } from '../../src/recorded/data-set/sessions-in.ts';
import { setView, type SetView } from '../../src/recorded/data-set/set-view.ts';
import type { AnimalBandKind } from '../../src/figures/animal-figure.ts';
import type { RecordedExample } from '../../src/recorded/examples.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import type { QualityLine } from '../../src/recorded/quality-line.ts';
import { DataWorker } from '../data/data-worker.ts';
import type { OpenedFile } from '../data/protocol.ts';
import { appState } from './app-state.ts';
import { closeData, openChosen, openData, openedData, openedFiles, openExample, openRecordedExample } from './data.ts';
import { dataSetAmong } from './saved-set.ts';
import { dataView } from './data-view.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';
import { Stopped } from './long-work.ts';
import { reasonsOf, waiverKey, waiversIn, type Reasons } from './waiver-key.ts';

/** A session of the set, as a person names it. */
export interface SetSession {
  readonly name: string;
  readonly animal: string;
  /** '' if it has none. */
  readonly group: string;
  /** Why this is the animal. */
  readonly reason: string;
  /** None for the example. */
  readonly files: readonly OpenedFile[];
  readonly shape: SessionShape;
  readonly isLeftOut: boolean;
  /** Its own mapping; undefined if it takes that of the first session. */
  readonly own?: Mapping | undefined;
  /** Reasons by names of checks, as for an opened session. */
  readonly waivers: Reasons;
}

/** What the figure over animals is of. */
export interface AnimalsChoice {
  readonly by: string;
  /** Ids of conditions; all if undefined. */
  readonly conditions?: readonly string[] | undefined;
  readonly band: AnimalBandKind;
  readonly showsAnimals: boolean;
  /** Ids of lines: one minus other. */
  readonly difference?: { readonly one: string; readonly other: string } | undefined;
}

interface DataSetState {
  /** Fewer than two are no set. */
  readonly sessions: readonly SetSession[];
  /** Name of the session that is open. */
  readonly selected?: string | undefined;
  /** Files of no session, each with a line. */
  readonly unclaimed: FoundSessions['left'];
  /** Number of files that are looked into. */
  readonly finding?: number | undefined;
  readonly view: 'session' | 'animals';
  readonly isCorrected: boolean;
  /** Whether the first session has a mapping with trials, which others can take. */
  readonly isMapped: boolean;
  readonly reading?: { readonly done: number; readonly of: number } | undefined;
  /** Undefined while it is to be read. */
  readonly set?: SetWindows | undefined;
  /** Why it cannot be read. */
  readonly fault?: string | undefined;
  readonly choice: AnimalsChoice;
  /** A data set that was opened before its files. */
  readonly asked?: AskedSet | undefined;
}

/** What was said of a data set, and the name of its file. */
export interface AskedSet {
  readonly definition: DataSetDefinition;
  readonly fileName: string;
}

const usualChoice: AnimalsChoice = { by: 'condition', band: 'pointwise', showsAnimals: true };

const nothing: DataSetState = {
  sessions: [],
  unclaimed: [],
  view: 'session',
  isCorrected: false,
  isMapped: false,
  choice: usualChoice,
};

const state = externalStore<DataSetState>(nothing);

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useDataSet<T>(select: (state: DataSetState) => T): T {
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}

/** The mapping of the first session that was opened, with the window of its trials: others take it. */
let shared: { readonly mapping: Mapping; readonly files: readonly string[] } | undefined;
let worker: DataWorker | undefined;
/** Windows of sessions that were read, by their names, and what was read. */
const read = new Map<string, { readonly key: string; readonly windows: SessionWindows }>();
/** Counts changes of what is to be read: a reading of something else ends. */
let version = 0;

/** What was read is of something else. */
function invalidate(): void {
  version += 1;
  worker?.stop();
  state.set({ set: undefined, fault: undefined, reading: undefined });
}

function forget(): void {
  invalidate();
  shared = undefined;
  read.clear();
  state.set({ ...nothing, selected: undefined, finding: undefined, asked: undefined });
}

/** Files that were dropped or chosen: a session, several sessions, or a mapping for what is open. */
export async function openFiles(files: readonly OpenedFile[]): Promise<void> {
  if (files.length === 0) return;
  if (await openDefined(files)) return;
  const isMapping = files.length === 1 && files[0]?.name.endsWith('.json') === true;
  if (isMapping && openedData.get().opened !== undefined) return openChosen(files);
  forget();
  const found = await foundIn(files);
  // A person stopped it.
  if (worker === undefined) return undefined;
  if (found === undefined || found.sessions.length < 2) return openChosen(files);
  const sessions = named(found, files, []);
  state.set({ sessions, unclaimed: found.left });
  return selectSession((sessions[0] as SetSession).name);
}

/**
 * Opens a data set that was saved, if these are its definition, its files, or both.
 * @returns whether that was done, or what hinders it was told
 */
async function openDefined(files: readonly OpenedFile[]): Promise<boolean> {
  try {
    const given = await dataSetAmong(files);
    const asked = given ?? state.get().asked;
    if (asked === undefined) return false;
    const others = files.filter(({ name }) => name !== given?.fileName);
    const open = state.get().sessions.length > 0 ? state.get().sessions.flatMap((one) => one.files) : openedFiles();
    const all = others.length > 0 ? others : open;
    if (hasFilesOf(asked.definition, all.map(sized))) await openPlaced(asked, all);
    // Files of something else.
    else if (given === undefined) return false;
    else askForFiles(given);
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
  return true;
}

/** A data set without its files: they are to be opened. */
function askForFiles(asked: AskedSet): void {
  forget();
  closeData();
  state.set({ asked });
}

/** @throws InputError for files that are missing or have changed */
async function openPlaced({ definition, fileName }: AskedSet, files: readonly OpenedFile[]): Promise<void> {
  const { sessions: placed, others } = placedFiles(definition, files.map(sized), fileName);
  forget();
  const sessions: SetSession[] = [];
  for (const { session, files: own } of placed) {
    state.set({ finding: files.length });
    const opened = own.map(({ file }) => file);
    const shape = (await describedAs(opened, (session.own ?? definition.mapping).answers))?.sessions[0]?.shape;
    // What hinders it was told.
    if (shape === undefined) return state.set({ finding: undefined });
    const { name, animal, group, isLeftOut, own: mapping, waivers } = session;
    const reasons = reasonsOf(waivers);
    sessions.push({
      name,
      animal,
      group,
      isLeftOut,
      own: mapping,
      waivers: reasons,
      files: opened,
      shape,
      reason: 'the data set says so',
    });
  }
  const first = sessions.find(({ name }) => name === definition.mappingOf) as SetSession;
  // The first has the mapping of all.
  const ordered = [first, ...sessions.filter((one) => one !== first)];
  shared = { mapping: definition.mapping, files: filesOf(first) };
  const unclaimed = others.map(({ name }) => ({ file: name, line: `${name} is in no session of the data set` }));
  state.set({
    sessions: ordered,
    unclaimed,
    finding: undefined,
    isMapped: true,
    isCorrected: definition.isCorrected,
  });
  await selectSession(first.name);
  state.set({ view: 'animals' });
}

/** What was said of the set, to be saved; undefined as long as it has no mapping, or a session without files. */
export function definedSet(): DataSetDefinition | undefined {
  const { sessions, isCorrected } = state.get();
  const [first] = sessions;
  if (shared === undefined || first === undefined || sessions.some(({ files }) => files.length === 0)) return undefined;
  return {
    mapping: shared.mapping,
    mappingOf: first.name,
    isCorrected,
    sessions: sessions.map(({ name, animal, group, isLeftOut, own, files, waivers }) => ({
      name,
      animal,
      group,
      isLeftOut,
      own,
      files: files.map(sized).map(({ name: path, bytes }) => ({ name: path, bytes })),
      waivers: waiversIn(waivers),
    })),
  };
}

const sized = (file: OpenedFile) => ({ name: file.name, bytes: file.file.size, file });

/** All files as one session, if they were taken as several. */
export async function openAsOne(): Promise<void> {
  const files = state.get().sessions.flatMap((session) => session.files);
  forget();
  await openData(files);
}

/** A simulated session, in place of a set. */
export function tryExample(): Promise<void> {
  forget();
  return openExample();
}

/** A recording that the program has with it, in place of a set. */
export function tryRecorded(example: RecordedExample): Promise<void> {
  forget();
  return openRecordedExample(example);
}

/** More sessions next to what is open. */
export async function addSessions(files: readonly OpenedFile[]): Promise<void> {
  const { opened } = openedData.get();
  if (files.length === 0) return;
  if (opened === undefined) return openFiles(files);
  const before = state.get().sessions.length > 0 ? state.get().sessions : [openedSession()];
  const isFirst = state.get().sessions.length === 0;
  const found = (await foundIn(files)) ?? (await describedAs(files));
  if (found === undefined) return;
  const taken = new Set(before.flatMap((session) => session.files.map(({ name }) => name)));
  const fresh = found.sessions.filter((session) => !session.files.some((name) => taken.has(name)));
  const sessions = [...before, ...named({ ...found, sessions: fresh }, files, before)];
  state.set({ sessions, unclaimed: [...state.get().unclaimed, ...found.left] });
  invalidate();
  if (!isFirst) return;
  state.set({ selected: (sessions[0] as SetSession).name });
  record();
}

/** What is open as the first session of a set. */
function openedSession(): SetSession {
  const { opened, waivers } = openedData.get();
  const { files = [], found } = opened ?? {};
  const [names] = sessionNames([{ files, subject: found?.subject }]);
  return {
    ...(names as NonNullable<typeof names>),
    group: '',
    files: openedFiles(),
    shape: found === undefined ? { signals: [], events: [], units: [], tables: [] } : shapeOf(found),
    isLeftOut: false,
    waivers,
  };
}

/** Sessions with proposed names, none of which another session has. */
function named(
  { sessions }: FoundSessions,
  files: readonly OpenedFile[],
  before: readonly SetSession[],
): readonly SetSession[] {
  const taken = new Set(before.map(({ name }) => name));
  const proposed = sessionNames(sessions);
  return sessions.map(({ files: own, shape }, i) => {
    const names = proposed[i] as (typeof proposed)[number];
    let { name } = names;
    for (let n = 2; taken.has(name); n++) name = `${names.name} (${n})`;
    taken.add(name);
    return {
      ...names,
      name,
      group: '',
      files: files.filter((file) => own.includes(file.name)),
      shape,
      isLeftOut: false,
      waivers: {},
    };
  });
}

const shownOf = (files: readonly OpenedFile[]): string =>
  files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;

/** Asks a worker of its own, which a person can stop. */
async function foundIn(files: readonly OpenedFile[]): Promise<FoundSessions | undefined> {
  const own = new DataWorker(shownOf(files));
  worker?.stop();
  worker = own;
  state.set({ finding: files.length });
  try {
    return await own.request('found', { files });
  } catch (error) {
    // What cannot be opened is refused by the request that opens it.
    if (own === worker && openedData.get().opened !== undefined) appState.set({ error: lineOf(error) });
    return undefined;
  } finally {
    own.stop();
    state.set({ finding: undefined });
  }
}

/** A single recording, as sessions are found. */
async function describedAs(
  files: readonly OpenedFile[],
  answers: Mapping['answers'] = {},
): Promise<FoundSessions | undefined> {
  const own = new DataWorker(shownOf(files));
  try {
    const { found, files: names } = await own.request('open', { files, answers });
    return { sessions: [{ files: names, shape: shapeOf(found), subject: found.subject }], left: [] };
  } catch (error) {
    appState.set({ error: lineOf(error) });
    return undefined;
  } finally {
    own.stop();
  }
}

const filesOf = ({ files }: Pick<SetSession, 'files'>): readonly string[] => files.map(({ name }) => name);

/** The mapping of a session of the set, or undefined if that of the first does not fit. */
function mappingOf(session: SetSession): Mapping | undefined {
  if (session.own !== undefined || shared === undefined) return session.own;
  try {
    return mappingFor(shared.mapping, shared, { files: filesOf(session), shape: session.shape });
  } catch {
    return undefined;
  }
}

/** Opens a session of the set with its mapping. */
export async function selectSession(name: string): Promise<void> {
  const session = state.get().sessions.find((one) => one.name === name);
  if (session === undefined) return;
  state.set({ selected: name, view: 'session' });
  const mapping = mappingOf(session);
  const reopened = {
    answers: mapping?.answers ?? {},
    waivers: session.waivers,
    ...(mapping === undefined ? {} : { mappingFor: () => mapping }),
  };
  await (session.files.length === 0 ? openExample(reopened) : openData(session.files, reopened));
}

/** What a person changed in the open session belongs to the set as well. */
function record(): void {
  const { selected, sessions } = state.get();
  const { opened, mapping, sessions: own, waivers } = openedData.get();
  const place = sessions.findIndex(({ name }) => name === selected);
  const current = sessions[place];
  if (opened === undefined || mapping === undefined || current === undefined) return;
  if (waivers !== current.waivers) change(current.name, { waivers });
  if (place === 0) recordFirst(mapping, own[0]?.design.trialSeconds, filesOf(current));
  else if (JSON.stringify(mapping) !== JSON.stringify(mappingOf(current))) {
    change(current.name, { own: mapping });
    invalidate();
  }
}

/** The first session's mapping is that of the others. @param windowSeconds undefined as long as it has no trials */
function recordFirst(mapping: Mapping, windowSeconds: number | undefined, files: readonly string[]): void {
  const next = windowSeconds === undefined ? undefined : { mapping: { ...mapping, windowSeconds }, files };
  if (JSON.stringify(next) === JSON.stringify(shared)) return;
  shared = next;
  state.set({ isMapped: next !== undefined });
  invalidate();
}

/** The window that was read. */
let windowRead: object | undefined;

openedData.subscribe(record);
dataView.subscribe(() => {
  if (windowRead === undefined || windowRead === dataView.get().window) return;
  windowRead = undefined;
  invalidate();
});

function change(name: string, to: Partial<SetSession>): void {
  state.set({ sessions: state.get().sessions.map((one) => (one.name === name ? { ...one, ...to } : one)) });
}

/** Another animal or group. */
export function rename(name: string, to: Partial<Pick<SetSession, 'animal' | 'group'>>): void {
  change(name, { ...to, ...(to.animal === undefined ? {} : { reason: 'named by you' }) });
}

/** In the set, or left out of it. */
export function leaveOut(name: string, isLeftOut: boolean): void {
  change(name, { isLeftOut });
  invalidate();
}

export function showAnimals(view: DataSetState['view']): void {
  state.set({ view });
}

export function averageCorrected(isCorrected: boolean): void {
  state.set({ isCorrected });
  invalidate();
}

export function choose(to: Partial<AnimalsChoice>): void {
  state.set({ choice: { ...state.get().choice, ...to } });
}

/** Ends reading or looking into files. */
export function stopReading(): void {
  invalidate();
  worker = undefined;
  state.set({ finding: undefined, fault: 'Stopped.' });
}

/** After a fault or a stop. */
export const readAgain = (): void => invalidate();

/** Reads what is not known yet of the sessions that are in, one after the other. */
export async function readSessions(): Promise<void> {
  const { sessions, isCorrected } = state.get();
  if (shared === undefined) return;
  const { mapping } = shared;
  const wanted = sessions.filter((session) => !session.isLeftOut);
  const own = (version += 1);
  windowRead = dataView.get().window;
  state.set({ reading: { done: 0, of: wanted.length } });
  try {
    const set = await readSet(
      wanted,
      setView(windowRead, mapping.windowSeconds ?? 0, mapping, wanted),
      (session, view) => {
        if (own !== version) throw new Stopped('Reading the sessions', true);
        return windowsOf(session, { isCorrected, view });
      },
      (done) => own === version && state.set({ reading: { done, of: wanted.length } }),
    );
    if (own === version) state.set({ set, reading: undefined });
  } catch (error) {
    if (own === version) state.set({ fault: `${lineOf(error).what}: ${lineOf(error).remedy}`, reading: undefined });
  }
}

interface WantedOf {
  readonly isCorrected: boolean;
  readonly view: SetView;
}

/** @throws InputError if the mapping does not fit, and for a file that cannot be read */
async function windowsOf(session: SetSession, { isCorrected, view }: WantedOf): Promise<SessionWindows> {
  const first = shared as NonNullable<typeof shared>;
  const to = { files: filesOf(session), shape: session.shape };
  const mapping = session.own ?? mappingFor(first.mapping, first, to);
  // Animals can be renamed later: rows have them by their session.
  const name = { animal: session.name, session: session.name };
  const key = JSON.stringify([mapping, isCorrected, view]);
  const known = read.get(session.name);
  if (known !== undefined && known.key === key) return known.windows;
  // A worker of its own for each: a damaged file can stop no other.
  const reader = (worker = new DataWorker(session.name));
  try {
    const { files } = session;
    await (files.length === 0
      ? reader.request('example', {})
      : reader.request('open', { files, answers: mapping.answers }));
    const windows = await reader.request('windows', { name, mapping, isCorrected, view });
    read.set(session.name, { key, windows });
    return windows;
  } finally {
    reader.stop();
  }
}

/** Whether a person gave a reason for a failed check in the session's own view. */
export const isWaivedIn =
  (sessions: readonly SetSession[]) =>
  (session: string, line: QualityLine): boolean =>
    (sessions.find(({ name }) => name === session)?.waivers[waiverKey(line)] ?? '').trim() !== '';
