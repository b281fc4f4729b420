import { InputError } from '../core/errors.ts';
import type { Source } from '../contracts/reader.ts';
import { chosenMeans, differenceNamed } from '../analysis/animals/chosen.ts';
import { groupingsOf } from '../analysis/animals/lines.ts';
import { meansTable } from '../analysis/animals/means-csv.ts';
import { svgDocument } from '../export/svg.ts';
import { animalBands, animalFigure, type AnimalBandKind, type AnimalFigureData } from '../figures/animal-figure.ts';
import { baselineWords } from '../figures/recording-panels.ts';
import { svgText } from '../figures/svg-text.ts';
import { version } from '../install/version.ts';
import { combined, type OpenedSession } from '../recorded/combine.ts';
import { mappingFor } from '../recorded/data-set/fit-mapping.ts';
import { readSet, type SetWindows } from '../recorded/data-set/read-set.ts';
import { sessionNames } from '../recorded/data-set/session-names.ts';
import { sessionWindows } from '../recorded/data-set/session-windows.ts';
import type { FoundSession, FoundSessions } from '../recorded/data-set/sessions-in.ts';
import { setBaseline } from '../recorded/data-set/set-baseline.ts';
import { setNotes } from '../recorded/data-set/set-notes.ts';
import { setView } from '../recorded/data-set/set-view.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { proposedMapping } from '../recorded/propose.ts';
import { recordedSession } from '../recorded/session.ts';
import { openWatched, type ReadingWatch } from '../recorded/watch.ts';
import { takenFormats } from '../recorded/taken/saved.ts';
import { animalsCsv, namedBy, type NamedSession } from './animals-table.ts';
import type { Arguments } from './command.ts';
import type { GivenMapping } from './given-mapping.ts';
import type { Option } from './option.ts';
import type { Outputs } from './outputs.ts';
import { note } from './output.ts';
import { safeLines } from './safe-lines.ts';
import { setJson, setLines, type SetReport } from './set-report.ts';

/** Options for several sessions. */
export const setOptions: Readonly<Record<string, Option>> = {
  'one-session': { type: 'boolean', help: 'take all files as one session on one clock, not as several' },
  animals: {
    type: 'string',
    value: 'FILE',
    help: 'of several sessions: a table with the columns file, animal and, if you like, group and session (CSV or JSON)',
  },
  'save-animals': { type: 'string', value: 'FILE', help: 'save that table as it is proposed, to correct it' },
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
type Member = FoundSession & NamedSession;

interface Wanted {
  readonly given: GivenMapping | undefined;
  readonly args: Arguments;
  readonly outputs: Outputs;
  readonly watch: ReadingWatch;
}

/** Several sessions as one data set: their names, and means over animals. */
export async function importSet(
  source: Source,
  found: FoundSessions,
  { given, args, outputs, watch }: Wanted,
): Promise<void> {
  requireSetOptions(args);
  const members = await membersOf(found, args.text('animals'));
  await outputs.write('save-animals', () => animalsCsv(members));
  const leftOut = leftOutBy(args.texts('leave-out'), members);
  const sessions = members.filter(({ name }) => !leftOut.includes(name));
  const first = sessions[0] as Member;
  const mapping = await withSession({ source, watch }, first, given?.mapping, ({ found }) =>
    setMapping(found, given?.mapping),
  );
  await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
  const isCorrected = args.on('dff');
  const set = await readSet(
    sessions,
    setView({}, mapping.windowSeconds as number, mapping, sessions),
    (session, view) => {
      const own = mappingFor(mapping, first, session);
      const name = { animal: session.animal, session: session.name };
      return withSession({ source, watch }, session, own, (opened) =>
        sessionWindows(opened, { name, mapping: own, isCorrected, view }),
      );
    },
    (done) => note(`read ${done} of ${sessions.length} sessions`),
  );
  const data = figureOf(set, { members, leftOut, args });
  await outputs.writeFigure('figure', () => Promise.resolve(svgText(animalFigure(data, { document: svgDocument() }))));
  await outputs.writeTable('csv', () => meansTable(data.means, data));
  const report: SetReport = { members, leftOut, set, unclaimed: found.left, data, mapping };
  outputs.report(args.on('json') ? JSON.stringify(setJson(report)) : safeLines(setLines(report)));
}

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

async function membersOf({ sessions }: FoundSessions, table: string | undefined): Promise<readonly Member[]> {
  const names = sessionNames(sessions);
  const members = sessions.map((session, i) => ({ ...session, group: '', ...(names[i] as (typeof names)[number]) }));
  if (table === undefined) return members;
  const named = await namedBy(table, members);
  return members.map((member, i) => ({ ...member, ...named[i] }));
}

/** @throws InputError for a name that no session has, and if none is left */
function leftOutBy(names: readonly string[], members: readonly Member[]): readonly string[] {
  const wrong = names.find((name) => !members.some((member) => member.name === name));
  if (wrong !== undefined)
    throw new InputError(
      `there is no session '${wrong}'`,
      '--leave-out',
      `choose of: ${members.map(({ name }) => name).join(', ')}`,
    );
  if (members.every(({ name }) => names.includes(name)))
    throw new InputError('every session is left out', '--leave-out', 'leave one in');
  return names;
}

/** Opens a session for as long as it is used. */
async function withSession<T>(
  { source, watch }: { readonly source: Source; readonly watch: ReadingWatch },
  { files, name }: Member,
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

interface FigureOf {
  readonly members: readonly Member[];
  readonly leftOut: readonly string[];
  readonly args: Arguments;
}

function figureOf(set: SetWindows, { members, leftOut, args }: FigureOf): AnimalFigureData {
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
      ...setNotes(set, leftOut),
    ],
    provenance: `phasic ${version} · ${set.sessions.map(({ name }) => name.session).join(', ')}`,
  };
}

function bandFrom(text = 'pointwise'): AnimalBandKind {
  const band = animalBands.find((one) => one === text);
  if (band !== undefined) return band;
  throw new InputError(`there is no band '${text}'`, '--band', `choose one of: ${animalBands.join(', ')}`);
}
