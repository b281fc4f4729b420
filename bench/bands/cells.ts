import type { AnimalCurves } from '../../src/analysis/bands/animal-curves.ts';
import {
  curveBand,
  groupBand,
  pairedBand,
  type AnimalBand,
  type BandOf,
} from '../../src/analysis/bands/animal-bands.ts';
import type { RandomStream } from '../../src/core/random.ts';
import { addCurve, points, type Shape } from './draw.ts';

/** One kind of experiment with a number of animals, in which the true curve is zero everywhere. */
export interface Cell {
  readonly of: BandOf;
  readonly shape: string;
  /** In each group. */
  readonly animals: readonly number[];
  /** Required percentage of experiments in which the simultaneous band contains the whole true curve. */
  readonly required: readonly [number, number];
  readonly draw: (random: RandomStream) => AnimalBand;
}

const numbers = [5, 6, 8, 12];
const likeShaped = [93, 98] as const;
const oneSkewed = [91, 100] as const;
const wide = [95, 100] as const;

function group(animals: number, shape: Shape, size: number, random: RandomStream): AnimalCurves {
  const values = new Float64Array(animals * points);
  for (let i = 0; i < animals; i++) addCurve(values.subarray(i * points, (i + 1) * points), shape, size, random);
  return curves(values, animals);
}

const curves = (values: Float64Array, animals: number): AnimalCurves => ({
  animals: Array.from({ length: animals }, (_, i) => `animal ${i}`),
  points,
  values,
  events: Array.from({ length: animals }, () => 1),
});

interface TwoGroups {
  readonly shape: string;
  readonly one: Shape;
  readonly other: Shape;
  /** Number of animals of the other group for each of one. */
  readonly ratio?: number;
  /** Standard deviation of the other group relative to one. */
  readonly size?: number;
  readonly required: readonly [number, number];
}

const twoGroups: readonly TwoGroups[] = [
  { shape: 'both normal', one: 'normal', other: 'normal', required: likeShaped },
  { shape: 'both heavy-tailed', one: 'heavy-tailed', other: 'heavy-tailed', required: likeShaped },
  { shape: 'both skewed', one: 'skewed', other: 'skewed', required: likeShaped },
  {
    shape: 'normal, one with twice the variance',
    one: 'normal',
    other: 'normal',
    size: Math.SQRT2,
    required: likeShaped,
  },
  {
    shape: 'normal, one of half as many animals again',
    one: 'normal',
    other: 'normal',
    ratio: 1.5,
    required: likeShaped,
  },
  { shape: 'one normal, one skewed', one: 'normal', other: 'skewed', required: oneSkewed },
];

const groupCells = numbers.flatMap((n) =>
  twoGroups.map(({ shape, one, other, ratio = 1, size = 1, required }): Cell => {
    const m = Math.round(n * ratio);
    return {
      of: 'group difference',
      shape,
      animals: [n, m],
      required,
      draw: (random) => groupBand(group(n, one, 1, random), group(m, other, size, random)),
    };
  }),
);

const shapes: readonly Shape[] = ['normal', 'heavy-tailed', 'skewed'];

const singleCells = numbers.flatMap((n) =>
  shapes.map((shape): Cell => ({
    of: 'curve',
    shape,
    animals: [n],
    required: wide,
    draw: (random) => curveBand(group(n, shape, 1, random)),
  })),
);

/** Two conditions of the same animals, which share most of what is their own; a condition adds something to each. */
const pairedCells = numbers.flatMap((n) =>
  shapes.map((shape): Cell => ({
    of: 'paired difference',
    shape: shape === 'normal' ? 'both normal' : `one normal, one ${shape}`,
    animals: [n],
    required: wide,
    draw(random) {
      const own = group(n, 'normal', 1, random);
      const condition = (added: Shape): AnimalCurves => {
        const values = own.values.slice();
        for (let i = 0; i < n; i++) addCurve(values.subarray(i * points, (i + 1) * points), added, 0.7, random);
        return curves(values, n);
      };
      return pairedBand(condition(shape), condition('normal'));
    },
  })),
);

export const cells: readonly Cell[] = [...groupCells, ...singleCells, ...pairedCells];
