import { InputError } from '../core/errors.ts';
import type { Source } from '../contracts/reader.ts';
import { chosenMeans, differenceNamed } from '../analysis/animals/chosen.ts';
import { groupingsOf } from '../analysis/animals/lines.ts';
import { meansTable } from '../analysis/animals/means-csv.ts';
import { conditionsFit } from '../fitting/group/functional/conditions-fit.ts';
import { svgDocument } from '../export/svg.ts';
import { animalBands, animalFigure, type AnimalBandKind, type AnimalFigureData } from '../figures/animal-figure.ts';
import { baselineWords } from '../figures/recording-panels.ts';
import { svgText } from '../figures/svg-text.ts';
import { version } from '../install/version.ts';
import { combined, type OpenedSession } from '../recorded/combine.ts';
import {
  dataSetText,
  placedFiles,
  type DataSetDefinition,
  type DefinedSession,
} from '../recorded/data-set/definition.ts';
import { mappingFor } from '../recorded/data-set/fit-mapping.ts';
import { readSet, type SetWindows } from '../recorded/data-set/read-set.ts';
import { sessionNames } from '../recorded/data-set/session-names.ts';
import { shapeOf } from '../recorded/data-set/session-shape.ts';
import { sessionWindows } from '../recorded/data-set/session-windows.ts';
import type { FoundSession, FoundSessions } from '../recorded/data-set/sessions-in.ts';
import { setBaseline } from '../recorded/data-set/set-baseline.ts';
import { setNotes } from '../recorded/data-set/set-notes.ts';
import { setView } from '../recorded/data-set/set-view.ts';
import type { Mapping } from '../recorded/mapping.ts';
import type { Waiver } from '../recorded/quality-line.ts';
import { proposedMapping } from '../recorded/propose.ts';
import { recordedSession } from '../recorded/session.ts';
import { openWatched, type ReadingWatch } from '../recorded/watch.ts';
import { takenFormats } from '../recorded/taken/saved.ts';
import { animalsCsv, namedBy, type NamedSession } from './animals-table.ts';
import type { Arguments } from './command.ts';
import { functionalJson, functionalLines, functionalTable } from './functional-report.ts';
import type { GivenMapping } from './given-mapping.ts';
import type { Option } from './option.ts';
import type { Outputs } from './outputs.ts';
import { note } from './output.ts';
import { safeLines } from './safe-lines.ts';
import { isWaivedIn, leftOutNames, setJson, setLines, type SetReport } from './set-report.ts';

/** Options for several sessions. */
export const setOptions: Readonly<Record<string, Option>> = {
  'one-session': { type: 'boolean', help: 'take all files as one session on one clock, not as several' },
  animals: {
    type: 'string',
    value: 'FILE',
    help: 'of several sessions: a table with the columns file, animal and, if you like, group and session (CSV or JSON)',
  },
  'save-animals': { type: 'string', value: 'FILE', help: 'save that table as it is proposed, to correct it' },
  'save-set': {
    type: 'string',
    value: 'FILE',
    help: 'save what was said of the data set: files, mapping, animals, groups, what is left out; --mapping and the app open it',
  },
  'leave-out': {
    type: 'string',
    multiple: true,
    value: 'SESSION',
    help: 'a session that is left out, which the figure says; may be repeated',
  },
  by: {
    type: 'string',
    value: 'WHAT',
    help: 'lines of the figure: condition (default), group, session, third, or a column such as "reward size"',
  },
  band: { type: 'string', value: animalBands.join(' | '), help: 'band of the figure (default pointwise)' },
  difference: {
    type: 'string',
    value: '"A minus B"',
    help: 'two lines whose difference is drawn and saved too: within animals, or of two groups',
  },
};

/** Seconds before the event whose mean is subtracted from each window. */
const baseline = { mode: 'subtract', range: [-1, 0] } as const;

/** A session of the set with its files and shape. */
interface Member extends FoundSession, NamedSession {
  /** Where the mapping of the set does not fit. */
  readonly own?: Mapping | undefined;
  readonly isLeftOut: boolean;
  readonly waivers: readonly Waiver[];
}

/** The sessions of a data set, and files of none, each with a line. */
interface Members {
  readonly members: readonly Member[];
  readonly unclaimed: FoundSessions['left'];
}

interface Wanted {
  readonly given: GivenMapping | undefined;
  readonly args: Arguments;
  readonly outputs: Outputs;
  readonly watch: ReadingWatch;
}

/** Several sessions as one data set, by their proposed names. */
export async function importFoundSet(source: Source, found: FoundSessions, wanted: Wanted): Promise<void> {
  const names = sessionNames(found.sessions);
  const proposed = found.sessions.map((session, i) => ({
    ...session,
    group: '',
    ...(names[i] as (typeof names)[number]),
    isLeftOut: false,
    waivers: [],
  }));
  const { given } = wanted;
  await importSet(source, { members: proposed, unclaimed: found.left }, { ...wanted, given: given?.mapping });
}

/** A data set as it was saved. @throws InputError for files that are missing or have changed */
export async function importDefinedSet(source: Source, set: DataSetDefinition, wanted: Wanted): Promise<void> {
  const { sessions, others } = placedFiles(set, source.files, 'the data set');
  const members: Member[] = [];
  for (const { session, files } of sessions) {
    const { name, animal, group, isLeftOut, own, waivers } = session;
    const placed = { files: files.map((file) => file.name), name };
    const { shape, subject } = await withSession(
      { source, watch: wanted.watch },
      placed,
      own ?? set.mapping,
      (opened) => ({
        shape: shapeOf(opened.found),
        subject: opened.found.subject,
      }),
    );
    members.push({ ...placed, animal, group, isLeftOut, own, waivers, shape, subject, reason: 'the data set says so' });
  }
  const unclaimed = others.map(({ name }) => ({ file: name, line: `${name} is in no session of the data set` }));
  await importSet(source, { members, unclaimed }, { ...wanted, given: set.mapping, of: set });
}

interface WantedOfSet extends Omit<Wanted, 'given'> {
  readonly given: Mapping | undefined;
  /** As it was saved. */
  readonly of?: DataSetDefinition;
}

/** Several sessions as one data set: their names, and means over animals. */
async function importSet(
  source: Source,
  { members: proposed, unclaimed }: Members,
  { given, of, args, outputs, watch }: WantedOfSet,
): Promise<void> {
  requireSetOptions(args);
  const members = leftOutBy(args.texts('leave-out'), await namedMembers(proposed, args.text('animals')));
  await outputs.write('save-animals', () => animalsCsv(members));
  const sessions = members.filter(({ isLeftOut }) => !isLeftOut);
  const [leading] = sessions as [Member];
  const first = members.find(({ name }) => name === of?.mappingOf) ?? leading;
  const mapping = await withSession({ source, watch }, first, given, ({ found }) => setMapping(found, given));
  await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
  const isCorrected = args.on('dff') || of?.isCorrected === true;
  await outputs.write('save-set', () =>
    dataSetText({ mapping, mappingOf: first.name, isCorrected, sessions: members.map((one) => defined(one, source)) }),
  );
  const set = await readSet(
    sessions,
    setView({}, mapping.windowSeconds as number, mapping, sessions),
    (session, view) => {
      const own = session.own ?? mappingFor(mapping, first, session);
      const name = { animal: session.animal, session: session.name };
      return withSession({ source, watch }, session, own, (opened) =>
        sessionWindows(opened, { name, mapping: own, isCorrected, view }),
      );
    },
    (done) => note(`read ${done} of ${sessions.length} sessions`),
  );
  const data = figureOf(set, members, args);
  await outputs.writeFigure('figure', () => Promise.resolve(svgText(animalFigure(data, { document: svgDocument() }))));
  await outputs.writeTable('csv', () => meansTable(data.means, data));
  const functional =
    args.text('functional') === undefined ? undefined : conditionsFit(setBaseline(set.windows, baseline), 1);
  if (functional !== undefined) await outputs.writeTable('functional', () => functionalTable(functional, data.unit));
  const report: SetReport = { members, set, unclaimed, data, mapping };
  outputs.report(
    args.on('json')
      ? JSON.stringify({ ...setJson(report), ...functionalJson(functional) })
      : safeLines([...setLines(report), ...(functional === undefined ? [] : functionalLines(functional))]),
  );
}

/** A session as it is saved. */
const defined = ({ name, animal, group, files, isLeftOut, own, waivers }: Member, source: Source): DefinedSession => ({
  name,
  animal,
  group,
  files: files.map((file) => ({ name: file, bytes: source.find(file)?.bytes ?? 0 })),
  isLeftOut,
  own,
  waivers,
});

/** @throws InputError for options that make something of one session */
function requireSetOptions(args: Arguments): void {
  const single = ['spec', 'agent', 'recording', 'multiverse', 'waive', 'session', 'rate', 'set', ...takenFormats].find(
    (name) => args.on(name),
  );
  if (single === undefined) return;
  throw new InputError(
    `--${single} is for one session, and these are several`,
    'phasic import',
    'name the files of one session, or give --one-session if all are one',
  );
}

async function namedMembers(members: readonly Member[], table: string | undefined): Promise<readonly Member[]> {
  if (table === undefined) return members;
  const named = await namedBy(table, members);
  return members.map((member, i) => ({ ...member, ...named[i] }));
}

/** @throws InputError for a name that no session has, and if none is left */
function leftOutBy(names: readonly string[], members: readonly Member[]): readonly Member[] {
  const wrong = names.find((name) => !members.some((member) => member.name === name));
  if (wrong !== undefined)
    throw new InputError(
      `there is no session '${wrong}'`,
      '--leave-out',
      `choose of: ${members.map(({ name }) => name).join(', ')}`,
    );
  const all = members.map((member) => ({ ...member, isLeftOut: member.isLeftOut || names.includes(member.name) }));
  if (all.every(({ isLeftOut }) => isLeftOut))
    throw new InputError('every session is left out', '--leave-out', 'leave one in');
  return all;
}

/** Opens a session for as long as it is used. */
async function withSession<T>(
  { source, watch }: { readonly source: Source; readonly watch: ReadingWatch },
  { files, name }: Pick<Member, 'files' | 'name'>,
  mapping: Mapping | undefined,
  use: (session: OpenedSession) => T | Promise<T>,
): Promise<T> {
  const own: Source = { files: source.files.filter((file) => files.includes(file.name)), find: source.find };
  const session = combined(await openWatched(own, mapping?.answers ?? {}, name, watch));
  try {
    return await use(session);
  } finally {
    session.close();
  }
}

/** That of the first session, with a window for the trials of all. */
function setMapping(found: OpenedSession['found'], given: Mapping | undefined): Mapping {
  const mapping = given ?? proposedMapping(found);
  return { ...mapping, windowSeconds: recordedSession(found, mapping).design.trialSeconds };
}

function figureOf(set: SetWindows, members: readonly Member[], args: Arguments): AnimalFigureData {
  const groups = Object.fromEntries(members.map(({ animal, group }) => [animal, group]));
  const by = args.text('by') ?? 'condition';
  const known = groupingsOf(set.windows, groups);
  if (!known.some(({ id }) => id === by))
    throw new InputError(
      `lines cannot be by '${by}'`,
      '--by',
      `choose one of: ${known.map(({ id }) => id).join(', ')}`,
    );
  const choice = { conditions: undefined, by, groups };
  const windows = setBaseline(set.windows, baseline);
  const { means, hidden } = chosenMeans(windows, { ...choice, difference: undefined });
  const named = args.text('difference');
  const difference = named === undefined ? undefined : differenceNamed(named, means.lines);
  const shown = { title: set.signal, unit: set.unit ?? 'as recorded', baseline };
  return {
    title: set.signal,
    unit: shown.unit,
    baseline: baseline.range,
    means: difference === undefined ? means : chosenMeans(windows, { ...choice, difference }).means,
    band: bandFrom(args.text('band')),
    showsAnimals: false,
    notes: [
      `Windows ${baselineWords(shown)}.`,
      ...(hidden.length === 0 ? [] : [`Not drawn: ${hidden.join('; ')}.`]),
      ...setNotes(set, leftOutNames(members), isWaivedIn(members)),
    ],
    provenance: `phasic ${version} · ${set.sessions.map(({ name }) => name.session).join(', ')}`,
  };
}

function bandFrom(text = 'pointwise'): AnimalBandKind {
  const band = animalBands.find((one) => one === text);
  if (band !== undefined) return band;
  throw new InputError(`there is no band '${text}'`, '--band', `choose one of: ${animalBands.join(', ')}`);
}
