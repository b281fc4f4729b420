import { InputError } from '../../core/errors.ts';
import type { Mark } from '../../contracts/paradigm.ts';
import { curveBand, groupBand, pairedBand, type AnimalBand } from '../bands/animal-bands.ts';
import { animalCurves, pairedCurves, type AnimalCurves } from '../bands/animal-curves.ts';
import { pooledRows, type PooledRows } from '../bands/pooled-rows.ts';
import type { AnimalLine } from './lines.ts';

/** A mean over animals, each of which counts once. */
interface AnimalMean {
  readonly id: string;
  readonly title: string;
  /** One per point; NaN where an animal has no value. */
  readonly mean: Float64Array;
  /** Undefined with fewer than two animals. */
  readonly band: AnimalBand | undefined;
  /** Why there is no band, or no simultaneous one. */
  readonly missing: string | undefined;
}

export interface LineMean extends AnimalMean {
  readonly animals: readonly string[];
  readonly events: number;
  readonly sessions: number;
  readonly curves: AnimalCurves;
  /** Over its events, as if each were from another animal. */
  readonly pooled: PooledRows;
  readonly marks: readonly Mark[];
}

export interface DifferenceMean extends AnimalMean {
  readonly of: 'paired difference' | 'group difference';
  /** In each group; of a paired difference, with both. */
  readonly animals: readonly number[];
  /** Animals that have only one of two conditions, and do not count. */
  readonly unpaired: readonly string[];
}

/** Lines of one figure on one time axis. */
export interface AnimalMeans {
  readonly align: string;
  /** Middle of each bin, seconds. */
  readonly t: Float64Array;
  readonly lines: readonly LineMean[];
  readonly difference: DifferenceMean | undefined;
}

/** Two lines, by their ids: one minus other. */
export interface DifferenceOf {
  readonly one: string;
  readonly other: string;
}

/**
 * Means over animals with their bands. A difference of two groups is that of their means; any other is taken within
 * animals.
 * @param lines on one time axis
 */
export function animalMeans(lines: readonly AnimalLine[], difference?: DifferenceOf): AnimalMeans {
  const means = lines.map(lineMean);
  const of = (id: string | undefined): readonly [AnimalLine, LineMean] | undefined => {
    const place = lines.findIndex((line) => line.id === id);
    return place < 0 ? undefined : [lines[place] as AnimalLine, means[place] as LineMean];
  };
  const [one, other] = [of(difference?.one), of(difference?.other)];
  return {
    align: lines[0]?.align ?? 'cue',
    t: lines[0]?.t ?? new Float64Array(),
    lines: means,
    difference: one === undefined || other === undefined ? undefined : differenceMean(one, other),
  };
}

function lineMean({ id, title, rows, sessions, marks }: AnimalLine): LineMean {
  const curves = animalCurves(rows);
  return {
    id,
    title,
    ...banded(() => curveBand(curves), curves.animals.length === 1 ? curves.values.slice() : empty(rows.points)),
    animals: curves.animals,
    events: rows.animals.length,
    sessions,
    curves,
    pooled: pooledRows(rows),
    marks,
  };
}

function differenceMean(
  [oneLine, one]: readonly [AnimalLine, LineMean],
  [otherLine, other]: readonly [AnimalLine, LineMean],
): DifferenceMean {
  const titles = { id: 'difference', title: `${one.title} minus ${other.title}` };
  const { points } = one.curves;
  if (oneLine.group !== otherLine.group) {
    const apart = meanOf(one.curves).map((value, i) => value - (meanOf(other.curves)[i] as number));
    return {
      ...titles,
      ...banded(() => groupBand(one.curves, other.curves), apart),
      of: 'group difference',
      animals: [one.animals.length, other.animals.length],
      unpaired: [],
    };
  }
  const { curves, unpaired } = pairedCurves(one.curves, other.curves);
  return {
    ...titles,
    ...banded(() => pairedBand(one.curves, other.curves), curves.animals.length === 0 ? empty(points) : meanOf(curves)),
    of: 'paired difference',
    animals: [curves.animals.length],
    unpaired,
  };
}

const empty = (points: number): Float64Array => new Float64Array(points).fill(Number.NaN);

function meanOf({ animals, points, values }: AnimalCurves): Float64Array {
  const mean = new Float64Array(points);
  values.forEach((value, at) => {
    mean[at % points] = (mean[at % points] as number) + value / animals.length;
  });
  return mean;
}

/** @param alone the mean if there are too few animals for a band */
function banded(band: () => AnimalBand, alone: Float64Array): Pick<AnimalMean, 'mean' | 'band' | 'missing'> {
  try {
    const made = band();
    const fewest = Math.min(...made.animals);
    return {
      mean: made.mean,
      band: made,
      missing: made.simultaneous === undefined ? `no simultaneous band of ${fewest} animals: it needs 4` : undefined,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { mean: alone, band: undefined, missing: `${error.what}: it needs 2` };
  }
}
