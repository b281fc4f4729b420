import { InputError } from '../../core/errors.ts';
import type { Found, Source } from '../../contracts/reader.ts';
import { combined, partPrefixes } from '../combine.ts';
import { requireRecordings } from '../open.ts';
import { openWatched, type ReadingWatch } from '../watch.ts';
import { shapeOf, type SessionShape } from './session-shape.ts';

/** One session among the files that were opened. */
export interface FoundSession {
  readonly files: readonly string[];
  readonly shape: SessionShape;
  /** The animal, as a file names it. */
  readonly subject: string | undefined;
}

/** The sessions in what was opened, and files that are in none, each with one line why. */
export interface FoundSessions {
  readonly sessions: readonly FoundSession[];
  readonly left: readonly { readonly file: string; readonly line: string }[];
}

/** A recording that a reader found, after a look into it. */
interface Looked {
  readonly reader: string;
  readonly files: readonly string[];
  /** Whether it has a signal or units; a list of events alone belongs to another recording. */
  readonly isMain: boolean;
  readonly shape: SessionShape;
  readonly subject: string | undefined;
}

/**
 * The sessions in what was opened: a proposal. What a reader takes as one recording stays one. Recordings of different
 * formats in a folder are one session, unless a format has several there: then those are, each with the recordings that
 * have the same name but for words such as `events`. Lists of events in other folders belong to the session next to them.
 * @throws InputError if no reader knows any of the files
 */
export async function sessionsIn(source: Source, shown: string, watch: ReadingWatch): Promise<FoundSessions> {
  const looked: Looked[] = [];
  const left: FoundSessions['left'][number][] = [];
  for (const { reader, claim } of requireRecordings(source, shown)) {
    const files = claim.files.map(({ name }) => name);
    try {
      const own: Source = { files: claim.files, find: (name) => source.find(name) };
      const recording = combined(await openWatched(own, {}, files[0] as string, watch));
      looked.push({ reader: reader.id, files, ...seen(recording.found) });
      recording.close();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      left.push({ file: files[0] as string, line: error.message });
    }
  }
  const { sessions, unclaimed } = grouped(looked);
  const alone = unclaimed.map((one) => ({
    file: one.files[0] as string,
    line: `${one.files[0]}: it has no signal and no neuron, and belongs to no session by its name; give it the name of its session, or open it with that session alone`,
  }));
  return { sessions: sessions.map(sessionOf), left: [...left, ...alone] };
}

const seen = (found: Found): Pick<Looked, 'isMain' | 'shape' | 'subject'> => ({
  isMain: found.signals.length > 0 || found.units.length > 0,
  shape: shapeOf(found),
  subject: found.subject,
});

function grouped(looked: readonly Looked[]): {
  readonly sessions: readonly (readonly Looked[])[];
  readonly unclaimed: readonly Looked[];
} {
  const mains = looked.filter(({ isMain }) => isMain);
  if (mains.length < 2) return { sessions: looked.length === 0 ? [] : [looked], unclaimed: [] };
  const sessions = by(mains, folderOf).flatMap((inFolder) =>
    by(inFolder, ({ reader }) => reader).every((ofReader) => ofReader.length === 1) ? [inFolder] : by(inFolder, keyOf),
  );
  const withOthers = sessions.map((session) => [...session]);
  const unclaimed = looked.filter((one) => {
    if (one.isMain) return false;
    const owner = ownerOf(one, withOthers);
    owner?.push(one);
    return owner === undefined;
  });
  return { sessions: withOthers, unclaimed };
}

/** In order of first appearance. */
function by<T>(all: readonly T[], key: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** The session that a list of events belongs to: that of the same name in its folder, or the only one there or nearest. */
function ownerOf<T extends readonly Looked[]>(one: Looked, sessions: readonly T[]): T | undefined {
  const alike = sessions.filter((session) => session.some((main) => keyOf(main) === keyOf(one)));
  if (alike.length === 1) return alike[0];
  for (let folder = folderOf(one); ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const within = sessions.filter((session) =>
      session.some((main) => folder === '' || `${folderOf(main)}/`.startsWith(`${folder}/`)),
    );
    if (within.length > 0 || folder === '') return within.length === 1 ? within[0] : undefined;
  }
}

const folderOf = ({ files: [first = ''] }: Looked): string => first.slice(0, Math.max(0, first.lastIndexOf('/')));

const partWords =
  /(signals?|photometry|fluorescence|data|raw|events?|behaviou?r|licks?|cues?|rewards?|ttls?|timestamps|times?|trials?|control|isosbestic|green|red|4[0167][05])/gi;

/** The name of a recording without words that say which part of a session it is. */
const keyOf = (one: Looked): string =>
  `${folderOf(one)}/${(one.files[0] ?? '')
    .slice(folderOf(one).length)
    .replace(/\.[^.]+$/, '')
    .toLowerCase()
    .replaceAll(partWords, '')
    .replaceAll(/[\s/_.-]+/g, ' ')
    .trim()}`;

/** Parts as one session, whose ids are those of the parts after their prefixes. */
function sessionOf(parts: readonly Looked[]): FoundSession {
  const prefixes = partPrefixes(parts.map(({ files }) => files));
  const shapes = parts.map(({ shape }, i) => {
    const prefix = prefixes[i] as string;
    return {
      signals: shape.signals.map((signal) => ({ ...signal, id: prefix + signal.id })),
      events: shape.events.map((id) => prefix + id),
      units: shape.units.map((id) => prefix + id),
      tables: shape.tables.map((table) => ({ ...table, id: prefix + table.id })),
    };
  });
  return {
    files: parts.flatMap(({ files }) => files),
    shape: {
      signals: shapes.flatMap(({ signals }) => signals),
      events: shapes.flatMap(({ events }) => events),
      units: shapes.flatMap(({ units }) => units),
      tables: shapes.flatMap(({ tables }) => tables),
    },
    subject: parts.map(({ subject }) => subject).find((subject) => subject !== undefined),
  };
}
