import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';
import { parseMapping, type Mapping } from '../mapping.ts';
import type { Waiver } from '../quality-line.ts';

/** Raised when the meaning of a data set's file changes. */
const dataSetVersion = 1;

const text = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'), v.maxLength(1000));
const name = v.pipe(v.string('must be a text'), v.maxLength(1000));

const sessionSchema = v.strictObject({
  name: text,
  animal: name,
  group: v.optional(name),
  /** Paths within what was opened, and sizes by which the files are known again. */
  files: v.pipe(
    v.array(v.strictObject({ name: text, bytes: v.pipe(v.number('must be a number'), v.minValue(0)) })),
    v.minLength(1, 'must name a file'),
    v.maxLength(5000),
  ),
  leftOut: v.optional(v.boolean('must be true or false')),
  /** Where that of the set does not fit. */
  mapping: v.optional(v.unknown()),
  /** Reasons why a failed check of quality does not matter. */
  waivers: v.optional(v.pipe(v.array(v.strictObject({ check: text, of: text, because: text })), v.maxLength(1000))),
});

const schema = v.strictObject({
  phasicDataSet: v.literal(dataSetVersion, `must be ${dataSetVersion}`),
  /** What is what in its sessions. */
  mapping: v.unknown(),
  /** Name of the session whose ids the mapping has. */
  mappingOf: text,
  /** Whether dF/F is averaged in place of raw signals. */
  dff: v.optional(v.boolean('must be true or false')),
  sessions: v.pipe(v.array(sessionSchema, 'must be a list'), v.minLength(1, 'must have a session'), v.maxLength(1000)),
});

export interface DefinedFile {
  readonly name: string;
  readonly bytes: number;
}

/** A session of a set as it is saved. */
export interface DefinedSession {
  readonly name: string;
  readonly animal: string;
  /** '' if it has none. */
  readonly group: string;
  readonly files: readonly DefinedFile[];
  readonly isLeftOut: boolean;
  /** Its own; undefined if it takes that of the set. */
  readonly own: Mapping | undefined;
  readonly waivers: readonly Waiver[];
}

/** What was said of a data set. It holds nothing of the signals: the files are opened again. */
export interface DataSetDefinition {
  readonly mapping: Mapping;
  /** Name of the session whose ids the mapping has. */
  readonly mappingOf: string;
  readonly isCorrected: boolean;
  readonly sessions: readonly DefinedSession[];
}

/** Whether a file says that it is the definition of a data set. */
export const isDataSet = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'phasicDataSet' in given;

/** @throws InputError naming the field */
export function parseDataSet(given: unknown, where: string): DataSetDefinition {
  const parsed = v.safeParse(schema, given);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const field = v.getDotPath(issue) ?? 'it';
    throw new InputError(`${field} = ${issue.received} is not allowed`, where, issue.message);
  }
  const { mapping, mappingOf, dff = false, sessions } = parsed.output;
  const names = sessions.map((session) => session.name);
  const twice = names.find((one, i) => names.indexOf(one) !== i);
  if (twice !== undefined)
    throw new InputError(`two sessions have the name '${twice}'`, where, 'give each a name of its own');
  if (!names.includes(mappingOf))
    throw new InputError(`mappingOf = '${mappingOf}' is no session`, where, `name one of: ${names.join(', ')}`);
  return {
    mapping: parseMapping(mapping, `${where}, mapping`),
    mappingOf,
    isCorrected: dff,
    sessions: sessions.map(({ mapping: own, group = '', leftOut = false, waivers = [], ...session }) => ({
      ...session,
      group,
      isLeftOut: leftOut,
      own: own === undefined ? undefined : parseMapping(own, `${where}, mapping of ${session.name}`),
      waivers,
    })),
  };
}

/** The text of its file. */
export function dataSetText({ mapping, mappingOf, isCorrected, sessions }: DataSetDefinition): string {
  const content = {
    phasicDataSet: dataSetVersion,
    mappingOf,
    mapping,
    ...(isCorrected ? { dff: true } : {}),
    sessions: sessions.map(({ name: own, animal, group, files, isLeftOut, own: mapped, waivers }) => ({
      name: own,
      animal,
      ...(group === '' ? {} : { group }),
      files,
      ...(isLeftOut ? { leftOut: true } : {}),
      ...(mapped === undefined ? {} : { mapping: mapped }),
      ...(waivers.length === 0 ? {} : { waivers }),
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A session with its files, as they were opened. */
interface PlacedSession<F> {
  readonly session: DefinedSession;
  readonly files: readonly F[];
}

/** The files of a data set among those that were opened. */
interface PlacedFiles<F> {
  readonly sessions: readonly PlacedSession<F>[];
  /** Those that belong to none of its sessions. */
  readonly others: readonly F[];
}

/**
 * Finds the files of each session: of the same size, by their paths; or by their names, if they lie in other folders now.
 * @throws InputError that names what is missing, has another size, or could be either of two
 */
export function placedFiles<F extends DefinedFile>(
  { sessions }: Pick<DataSetDefinition, 'sessions'>,
  opened: readonly F[],
  where: string,
): PlacedFiles<F> {
  const faults: string[] = [];
  const placed = sessions.map((session) => ({
    session,
    files: session.files.flatMap((file) => {
      const found = placeOf(file, opened);
      if (typeof found !== 'string') return [found];
      faults.push(found);
      return [];
    }),
  }));
  if (faults.length > 0)
    throw new InputError(
      `of its ${sessions.reduce((sum, { files }) => sum + files.length, 0)} files ${listed(faults)}`,
      where,
      'open all of them together, or their folder',
    );
  const taken = new Set(placed.flatMap(({ files }) => files));
  return { sessions: placed, others: opened.filter((file) => !taken.has(file)) };
}

/** Whether any of the files may be of the data set. */
export const hasFilesOf = (
  { sessions }: Pick<DataSetDefinition, 'sessions'>,
  opened: readonly DefinedFile[],
): boolean => sessions.some(({ files }) => files.some((file) => typeof placeOf(file, opened) !== 'string'));

const partsOf = (path: string): readonly string[] => path.split('/').toReversed();

/** Number of parts at their ends in which two paths are alike. */
function alike(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}

/** The opened file, or what hinders that. */
function placeOf<F extends DefinedFile>({ name: path, bytes }: DefinedFile, opened: readonly F[]): F | string {
  const parts = partsOf(path);
  const named = opened
    .map((file) => ({ file, parts: alike(parts, partsOf(file.name)) }))
    .filter((one) => one.parts > 0);
  const sized = named.filter(({ file }) => file.bytes === bytes).toSorted((one, other) => other.parts - one.parts);
  const [best, second] = sized;
  if (best === undefined)
    return named.length === 0
      ? `${path} is missing`
      : `${path} has ${named[0]?.file.bytes} bytes and had ${bytes} when the set was saved`;
  return best.parts === second?.parts ? `${path} could be ${best.file.name} or ${second.file.name}` : best.file;
}

const maxListed = 4;

const listed = (lines: readonly string[]): string =>
  lines.length > maxListed
    ? `${lines.slice(0, maxListed).join(', ')}, and ${lines.length - maxListed} more`
    : lines.join(', ');
