import type { AnimalRows } from '../../contracts/animal-rows.ts';
import type { Mark } from '../../contracts/paradigm.ts';
import type { EventRows } from '../bands/animal-curves.ts';

/** Rows that are averaged as one line of a figure. */
export interface AnimalLine {
  readonly id: string;
  readonly title: string;
  /** The group of its animals, if lines are of groups. */
  readonly group: string | undefined;
  readonly rows: EventRows;
  readonly sessions: number;
  readonly t: Float64Array;
  readonly align: string;
  readonly marks: readonly Mark[];
}

/** What lines differ in: `condition`, `group`, `session`, `third`, or the name of a column. */
export interface Grouping {
  readonly id: string;
  readonly title: string;
}

/** Texts of more different values are names, not kinds. */
const maxKinds = 12;
/** Different numbers up to this many are kinds; more are divided into three classes. */
const maxNumbers = 6;

/** The ways to group rows in which they differ. @param groups of animals, by their names */
export function groupingsOf(
  windows: readonly AnimalRows[],
  groups: Readonly<Record<string, string>>,
): readonly Grouping[] {
  const animals = [...new Set(windows.flatMap((one) => one.animals))];
  const columns = [...new Set(windows.flatMap((one) => Object.keys(one.columns)))];
  const order = sessionOrder(windows);
  return [
    { id: 'condition', title: 'condition' },
    ...(new Set(animals.map((name) => groups[name] ?? '').filter((name) => name !== '')).size > 1
      ? [{ id: 'group', title: 'group of animals' }]
      : []),
    ...([...order.values()].some((place) => place > 1) ? [{ id: 'session', title: 'session of each animal' }] : []),
    { id: 'third', title: 'third of the session' },
    ...columns
      .filter((name) => hasKinds(windows.flatMap((one) => one.columns[name] ?? [])))
      .map((name) => ({ id: name, title: name })),
  ];
}

function hasKinds(cells: readonly (number | string)[]): boolean {
  const kinds = new Set(cells.filter(isKnown));
  return kinds.size > 1 && (typeof cells[0] === 'number' || kinds.size <= maxKinds);
}

const isKnown = (cell: number | string): boolean => cell !== '' && !Number.isNaN(cell);

/**
 * Conditions, each divided into what its rows differ in. Rows of which that is not known are in no line.
 * @param by the id of a grouping
 */
export function animalLines(
  windows: readonly AnimalRows[],
  by: string,
  groups: Readonly<Record<string, string>>,
): readonly AnimalLine[] {
  const kindOf = kindsBy(windows, by, groups);
  return windows.flatMap((one) => {
    const kinds = one.animals.map((_, row) => kindOf(one, row));
    const present = [...new Map(kinds.flatMap((kind) => (kind === undefined ? [] : [[kind.title, kind]]))).values()];
    return present
      .toSorted((a, b) => a.place - b.place)
      .map(({ title }) => {
        const own = [...kinds.keys()].filter((row) => kinds[row]?.title === title);
        return {
          id: title === '' ? one.condition : `${one.condition} | ${title}`,
          title: title === '' ? one.title : windows.length === 1 ? title : `${one.title}, ${title}`,
          group: by === 'group' ? title : undefined,
          rows: rowsOf(one, own),
          sessions: new Set(own.map((row) => one.sessions[row])).size,
          t: one.t,
          align: one.align,
          marks: one.marks,
        };
      });
  });
}

/** What a row is, and its place among the lines. */
interface Kind {
  readonly title: string;
  readonly place: number;
}

type KindOf = (of: AnimalRows, row: number) => Kind | undefined;

function kindsBy(windows: readonly AnimalRows[], by: string, groups: Readonly<Record<string, string>>): KindOf {
  if (by === 'condition') return () => ({ title: '', place: 0 });
  if (by === 'group') {
    const names = [...new Set(windows.flatMap((one) => one.animals.map((name) => groups[name] ?? '')))];
    return ({ animals }, row) => named(groups[animals[row] as string] ?? '', names);
  }
  if (by === 'session') {
    const order = sessionOrder(windows);
    return ({ animals, sessions }, row) => {
      const place = order.get(keyOf(animals[row], sessions[row])) as number;
      return { title: `session ${place}`, place };
    };
  }
  if (by === 'third') return thirds(windows);
  return columnKinds(windows, by);
}

const named = (title: string, names: readonly string[]): Kind | undefined =>
  title === '' ? undefined : { title, place: names.indexOf(title) };

const keyOf = (animal: string | undefined, session: string | undefined): string => JSON.stringify([animal, session]);

/** Which session of its animal each is, from 1, in order of appearance. */
function sessionOrder(windows: readonly AnimalRows[]): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { animals, sessions } of windows)
    animals.forEach((animal, row) => {
      const key = keyOf(animal, sessions[row]);
      if (order.has(key)) return;
      counts.set(animal, (counts.get(animal) ?? 0) + 1);
      order.set(key, counts.get(animal) as number);
    });
  return order;
}

const thirdTitles = ['early third', 'middle third', 'late third'] as const;

/** By the number of the trial among those of all conditions of its session. */
function thirds(windows: readonly AnimalRows[]): KindOf {
  const last = new Map<string, number>();
  for (const { animals, sessions, trials } of windows)
    trials.forEach((trial, row) => {
      const key = keyOf(animals[row], sessions[row]);
      last.set(key, Math.max(last.get(key) ?? 0, trial));
    });
  return ({ animals, sessions, trials }, row) => {
    const count = (last.get(keyOf(animals[row], sessions[row])) as number) + 1;
    const place = Math.floor((3 * (trials[row] as number)) / count);
    return { title: thirdTitles[place] as string, place };
  };
}

/** Values of a column, or three classes of numbers with about as many rows each. */
function columnKinds(windows: readonly AnimalRows[], by: string): KindOf {
  const cells = windows.flatMap((one) => one.columns[by] ?? []).filter(isKnown);
  const values = [...new Set(cells)].sort((one, other) => (one < other ? -1 : 1));
  const numbers = cells.filter((cell) => typeof cell === 'number').sort((one, other) => one - other);
  if (numbers.length === 0 || values.length <= maxNumbers)
    return ({ columns }, row) => {
      const cell = columns[by]?.[row];
      return cell === undefined || !isKnown(cell)
        ? undefined
        : { title: typeof cell === 'number' ? `${by} ${shown(cell)}` : cell, place: values.indexOf(cell) };
    };
  const classes = classesOf(numbers, by);
  return ({ columns }, row) => {
    const cell = columns[by]?.[row];
    return typeof cell !== 'number' || Number.isNaN(cell) ? undefined : classes.find(({ to }) => cell <= to);
  };
}

function classesOf(sorted: readonly number[], by: string): readonly (Kind & { readonly to: number })[] {
  const ends = [1, 2, 3].map((third) => sorted[Math.ceil((third * sorted.length) / 3) - 1] as number);
  let from = 0;
  return [...new Set(ends)].map((to, place) => {
    const low = sorted[from] as number;
    from = sorted.findLastIndex((number) => number <= to) + 1;
    return { title: low === to ? `${by} ${shown(to)}` : `${by} ${shown(low)} to ${shown(to)}`, place, to };
  });
}

const shown = (number: number): string => String(Number(number.toPrecision(3)));

function rowsOf({ rows, animals, t }: AnimalRows, own: readonly number[]): EventRows {
  const points = t.length;
  const values = new Float64Array(own.length * points);
  own.forEach((row, i) => values.set(rows.subarray(row * points, (row + 1) * points), i * points));
  return { animals: own.map((row) => animals[row] as string), points, values };
}
