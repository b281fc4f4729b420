import { InputError } from '../../core/errors.ts';
import type { AnimalRows, RowColumn } from '../../contracts/animal-rows.ts';
import type { Mark } from '../../contracts/paradigm.ts';
import type { AlignedRecording } from '../aligned-recording.ts';

/** Whose session it is. */
export interface SessionName {
  readonly animal: string;
  /** Unique in its set. */
  readonly session: string;
}

/** The windows of one session. @param columns one cell per trial of the session */
export function windowsOfSession(
  aligned: AlignedRecording,
  { animal, session }: SessionName,
  columns: Readonly<Record<string, RowColumn>> = {},
): AnimalRows {
  const { condition, title, t, align, rows, trials, marks } = aligned;
  return {
    condition,
    title,
    t,
    align,
    rows,
    animals: trials.map(() => animal),
    sessions: trials.map(() => session),
    trials,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, trials.map((trial) => cells[trial] as number | string)]),
    ),
    marks,
  };
}

/**
 * The windows of several sessions, condition by condition in order of first appearance. A session without a condition
 * adds nothing to it.
 * @throws InputError if the bins or the aligned event of a condition differ between sessions
 */
export function joinedWindows(all: readonly AnimalRows[]): readonly AnimalRows[] {
  const filled = all.filter(({ trials }) => trials.length > 0);
  const conditions = [...new Set(filled.map(({ condition }) => condition))];
  return conditions.map((id) => joined(filled.filter(({ condition }) => condition === id)));
}

function joined(parts: readonly AnimalRows[]): AnimalRows {
  const [first] = parts as [AnimalRows];
  for (const part of parts) requireAlike(first, part);
  const rows = new Float32Array(parts.reduce((sum, part) => sum + part.rows.length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part.rows, at);
    at += part.rows.length;
  }
  return {
    ...first,
    rows,
    animals: parts.flatMap(({ animals }) => animals),
    sessions: parts.flatMap(({ sessions }) => sessions),
    trials: parts.flatMap(({ trials }) => trials),
    columns: joinedColumns(parts),
    marks: first.marks.filter((mark) => parts.every((part) => part.marks.some((other) => isSame(mark, other)))),
  };
}

/** Bins that differ by less than this share of a bin are the same. */
const rounding = 1e-3;

/**
 * That two sessions can be joined.
 * @throws InputError naming the other session
 */
export function requireAlike(one: AnimalRows, other: AnimalRows): void {
  const [session] = other.sessions;
  if (one.align !== other.align)
    throw new InputError(
      `'${one.title}' is aligned on ${one.align} in other sessions and on ${other.align} in this one`,
      `session ${session}`,
      'map its events as those of the others, or leave it out',
    );
  const bin = binSecondsOf(one);
  const isSameGrid =
    one.t.length === other.t.length && one.t.every((t, i) => Math.abs(t - (other.t[i] as number)) < rounding * bin);
  if (!isSameGrid)
    throw new InputError(
      `the bins of '${one.title}' differ from those of other sessions`,
      `session ${session}`,
      'give all sessions the same window and bins',
    );
}

/** Length of a bin, seconds. */
export const binSecondsOf = ({ t }: Pick<AnimalRows, 't'>): number => (t[1] ?? 1) - (t[0] ?? 0);

/** Marks of two sessions that differ by less are at one time, seconds. */
const sameTime = 0.05;

const isSame = (one: Mark, other: Mark): boolean =>
  one.event === other.event && Math.abs(one.seconds - other.seconds) < sameTime;

/** Every column that any part has. */
function joinedColumns(parts: readonly AnimalRows[]): AnimalRows['columns'] {
  const names = [...new Set(parts.flatMap(({ columns }) => Object.keys(columns)))];
  return Object.fromEntries(
    names.map((name) => {
      const isText = parts.some(({ columns }) => columns[name]?.some((cell) => typeof cell === 'string'));
      const missing = isText ? '' : Number.NaN;
      return [
        name,
        parts.flatMap(({ columns, trials }) => columns[name] ?? Array.from(trials, (): number | string => missing)),
      ];
    }),
  );
}
