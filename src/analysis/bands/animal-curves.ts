/** One curve per animal: the mean over its own events. */
export interface AnimalCurves {
  readonly animals: readonly string[];
  readonly points: number;
  /** Animals x points, row-major; NaN where an animal has no value. */
  readonly values: Float64Array;
  /** Number of events of each animal. */
  readonly events: readonly number[];
}

/** Curves around events, of any number of animals. */
export interface EventRows {
  /** The animal of each row. */
  readonly animals: readonly string[];
  readonly points: number;
  /** Rows x points, row-major; NaN where an event has no value. */
  readonly values: Float64Array;
}

/**
 * The mean curve of each animal, in order of first appearance, so that every animal counts once however many events it
 * has. A point is the mean of the events that have a value there.
 */
export function animalCurves({ animals, points, values }: EventRows): AnimalCurves {
  const names = [...new Set(animals)];
  const place = new Map(names.map((name, i) => [name, i]));
  const sums = new Float64Array(names.length * points);
  const counts = new Uint32Array(names.length * points);
  const events = names.map(() => 0);
  animals.forEach((name, row) => {
    const animal = place.get(name) as number;
    events[animal] = (events[animal] as number) + 1;
    for (let point = 0; point < points; point++) {
      const value = values[row * points + point] as number;
      if (Number.isNaN(value)) continue;
      const at = animal * points + point;
      sums[at] = (sums[at] as number) + value;
      counts[at] = (counts[at] as number) + 1;
    }
  });
  // 0 / 0 is NaN: no event has a value.
  return { animals: names, points, values: sums.map((sum, i) => sum / (counts[i] as number)), events };
}

/**
 * One minus other, animal by animal, for the animals that have both, in the order of the first.
 * @returns also the animals that have only one of them
 */
export function pairedCurves(
  one: AnimalCurves,
  other: AnimalCurves,
): { readonly curves: AnimalCurves; readonly unpaired: readonly string[] } {
  const { points } = one;
  const pairs = one.animals.flatMap((name, row) => {
    const match = other.animals.indexOf(name);
    return match < 0 ? [] : [{ name, row, match }];
  });
  const values = new Float64Array(pairs.length * points);
  pairs.forEach(({ row, match }, i) => {
    for (let point = 0; point < points; point++)
      values[i * points + point] =
        (one.values[row * points + point] as number) - (other.values[match * points + point] as number);
  });
  const paired = new Set(pairs.map(({ name }) => name));
  return {
    curves: {
      animals: pairs.map(({ name }) => name),
      points,
      values,
      events: pairs.map(({ row, match }) => Math.min(one.events[row] as number, other.events[match] as number)),
    },
    unpaired: [...new Set([...one.animals, ...other.animals])].filter((name) => !paired.has(name)),
  };
}
