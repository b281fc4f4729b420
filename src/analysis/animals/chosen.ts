import { InputError } from '../../core/errors.ts';
import type { AnimalRows } from '../../contracts/animal-rows.ts';
import { animalLines, type AnimalLine } from './lines.ts';
import { animalMeans, type AnimalMeans, type DifferenceOf } from './means.ts';

/** What a figure of a data set is of. */
export interface MeansChoice {
  /** Ids of conditions; all if undefined. */
  readonly conditions: readonly string[] | undefined;
  /** Id of a grouping. */
  readonly by: string;
  /** Groups of animals, by their names. */
  readonly groups: Readonly<Record<string, string>>;
  readonly difference: DifferenceOf | undefined;
}

/** More lines cannot be told apart. */
const maxLines = 6;

/**
 * The means that were chosen, on the time axis of the first condition.
 * @returns also the titles of lines that are not drawn, because they are aligned on something else or too many
 */
export function chosenMeans(
  windows: readonly AnimalRows[],
  { conditions, by, groups, difference }: MeansChoice,
): { readonly means: AnimalMeans; readonly hidden: readonly string[] } {
  const wanted = windows.filter(({ condition }) => conditions?.includes(condition) ?? true);
  const [first] = wanted;
  const shared = wanted.filter((one) => one.align === first?.align && one.t.length === first.t.length);
  const lines = animalLines(shared, by, groups);
  const shown = lines.slice(0, maxLines);
  return {
    means: animalMeans(shown, difference),
    hidden: [
      ...lines.slice(maxLines).map(({ title }) => title),
      ...wanted.filter((one) => !shared.includes(one)).map(({ title }) => title),
    ],
  };
}

/**
 * The difference that is named as a figure names it: `CS+ minus CS-`.
 * @throws InputError if the lines do not have it
 */
export function differenceNamed(name: string, lines: readonly Pick<AnimalLine, 'id' | 'title'>[]): DifferenceOf {
  for (const one of lines)
    for (const other of lines)
      if (one !== other && name === `${one.title} minus ${other.title}`) return { one: one.id, other: other.id };
  throw new InputError(
    `'${name}' is not a difference of two lines`,
    'difference',
    `write 'A minus B' with two of: ${lines.map(({ title }) => title).join('; ')}`,
  );
}
