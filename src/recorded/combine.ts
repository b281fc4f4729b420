import { InputError } from '../core/errors.ts';
import type { Found, OpenedRecording } from '../contracts/reader.ts';
import type { Opened } from './open.ts';

/** One session: all that was opened, on one clock. */
export interface OpenedSession extends OpenedRecording {
  /** Titles of the formats, and names of the files. */
  readonly formats: readonly string[];
  readonly files: readonly string[];
}

/**
 * Recordings of one session as one; ids of each begin with the name of its first file if there are several. Their clocks
 * are taken as the same, which a warning says.
 */
export function combined(all: readonly Opened[]): OpenedSession {
  const prefixes = partPrefixes(all.map(({ files }) => files));
  const parts = all.map((one, i) => ({ ...one, prefix: prefixes[i] as string }));
  const windowed = parts.filter(({ found }) => found.windows !== undefined);
  const windows = (id: string): Promise<Float32Array> => {
    const part = windowed.find(({ prefix, found }) => found.windows?.some((one) => prefix + one.id === id));
    if (part?.windows === undefined)
      throw new InputError(`there are no windows '${id}'`, 'recording', 'choose those that were found');
    return part.windows(id.slice(part.prefix.length));
  };
  const partOf = (signal: string) => {
    const part = parts.find(({ prefix, found }) => found.signals.some(({ id }) => prefix + id === signal));
    if (part === undefined)
      throw new InputError(`there is no signal '${signal}'`, 'recording', 'choose one of those that were found');
    return { part, id: signal.slice(part.prefix.length) };
  };
  return {
    found: foundOf(parts),
    formats: [...new Set(all.map(({ reader }) => reader.title))],
    files: all.flatMap(({ files }) => files),
    values(signal, from, to) {
      const { part, id } = partOf(signal);
      return part.values(id, from, to);
    },
    times(signal, from, to) {
      const { part, id } = partOf(signal);
      return part.times(id, from, to);
    },
    ...(windowed.length > 0 && { windows }),
    close: () => all.forEach((one) => one.close()),
  };
}

/** What ids of each part begin with. @param files of each part */
export const partPrefixes = (files: readonly (readonly string[])[]): readonly string[] =>
  files.map(([first = '']) => (files.length === 1 ? '' : `${stem(first)}: `));

const stem = (file: string): string => (file.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');

type Part = Opened & { readonly prefix: string };

function foundOf(parts: readonly Part[]): Found {
  const each = <T extends { readonly id: string }>(of: (found: Found) => readonly T[]): readonly T[] =>
    parts.flatMap(({ prefix, found }) => of(found).map((one) => ({ ...one, id: prefix + one.id })));
  const windows = parts.flatMap(({ prefix, found }) =>
    (found.windows ?? []).map((one) => ({ ...one, id: prefix + one.id, table: prefix + one.table })),
  );
  const several = `${parts.length} recordings are taken as one session on one clock`;
  return {
    signals: each(({ signals }) => signals),
    events: each(({ events }) => events),
    units: each(({ units }) => units),
    tables: each(({ tables }) => tables),
    ...(windows.length > 0 && { windows }),
    questions: parts[0]?.found.questions.concat(...parts.slice(1).map(({ found }) => newIn(found, parts))) ?? [],
    startsAt: parts.map(({ found }) => found.startsAt).find((start) => start !== undefined),
    subject: parts.map(({ found }) => found.subject).find((subject) => subject !== undefined),
    warnings: [
      ...(parts.length > 1 ? [several] : []),
      ...parts.flatMap(({ prefix, found }) => found.warnings.map((warning) => prefix + warning)),
    ],
  };
}

/** Files of one format ask the same questions; one answer is for all. */
const newIn = (found: Found, parts: readonly Part[]): Found['questions'] =>
  found.questions.filter(
    ({ id }) => parts.find((part) => part.found.questions.some((one) => one.id === id))?.found === found,
  );
