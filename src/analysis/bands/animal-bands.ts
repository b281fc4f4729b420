import { InputError } from '../../core/errors.ts';
import { fractionalStudentQuantile } from '../../core/student.ts';
import { pairedCurves, type AnimalCurves } from './animal-curves.ts';
import { bootstrapMaxT, deviations, signFlipMaxT, type Deviations } from './max-t.ts';
import { bootstrapSamples, signPatterns } from './resamples.ts';

/** Lower and upper ends at each point; NaN at points without a band. */
export interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

interface Simultaneous extends Range {
  /** Half its width in standard errors. */
  readonly critical: number;
}

/** What a band is of, which determines how it is made. */
export type BandOf = 'curve' | 'paired difference' | 'group difference';

/** A mean over animals with its 95 % bands. Every animal counts once. */
export interface AnimalBand {
  readonly of: BandOf;
  /** Number of animals in each group. */
  readonly animals: readonly number[];
  /** NaN at points where an animal has no value. */
  readonly mean: Float64Array;
  /** Contains the true mean at any one point in 95 % of experiments: for a point that was chosen beforehand. */
  readonly pointwise: Range;
  /**
   * Contains the whole true curve in at least 95 % of experiments: for a curve that is looked at everywhere. Undefined
   * with fewer than `minAnimals`.
   */
  readonly simultaneous: Simultaneous | undefined;
  /**
   * A narrower simultaneous band of a single curve or a paired difference, which holds only if animals differ
   * symmetrically from their mean: figures must say so. Undefined for a difference of groups.
   */
  readonly ifSymmetric: Simultaneous | undefined;
  /** For the figure: how the bands were made and from how many animals. */
  readonly method: string;
}

/** Fewer animals in a group have too few resamples for 95 %. */
const minAnimals = 4;

/**
 * The mean curve of one group. The pointwise band is Student's t; the simultaneous band is the studentised max-t
 * bootstrap of animals, wide but honest for skewed animals also.
 * @throws InputError for fewer than two animals
 */
export const curveBand = (curves: AnimalCurves): AnimalBand => oneSample('curve', curves);

/**
 * The mean of the differences within animals, one minus other; animals that have only one of them do not count. Bands as
 * of a single curve.
 * @throws InputError for fewer than two animals with both
 */
export const pairedBand = (one: AnimalCurves, other: AnimalCurves): AnimalBand =>
  oneSample('paired difference', pairedCurves(one, other).curves);

function oneSample(of: BandOf, { animals, points, values }: AnimalCurves): AnimalBand {
  const count = animals.length;
  if (count < 2) throw tooFew(of, count);
  const group = deviations(values, count, points);
  const enough = count >= minAnimals;
  const error = group.squaredError.map((squared) => Math.sqrt(squared));
  const quantile = fractionalStudentQuantile(count - 1);
  return {
    of,
    animals: [count],
    mean: group.mean,
    pointwise: around(group.mean, error, () => quantile),
    simultaneous: enough ? band(group.mean, error, bootstrapMaxT(group, bootstrapSamples(count))) : undefined,
    ifSymmetric: enough ? band(group.mean, error, signFlipMaxT([group], signPatterns(count))) : undefined,
    method: methodOf([count], "Student's t", 'max-t bootstrap of animals'),
  };
}

/**
 * The difference between the means of two groups of animals, one minus other. The pointwise band is Welch's t; the
 * simultaneous band is the studentised maximum over sign flips of whole animals.
 * @throws InputError for fewer than two animals in a group
 */
export function groupBand(one: AnimalCurves, other: AnimalCurves): AnimalBand {
  const counts = [one.animals.length, other.animals.length] as const;
  if (Math.min(...counts) < 2) throw tooFew('group difference', Math.min(...counts));
  const [a, b] = [one, other].map(({ values, points }, i) => deviations(values, counts[i] as number, points)) as [
    Deviations,
    Deviations,
  ];
  const mean = a.mean.map((value, i) => value - (b.mean[i] as number));
  const error = a.squaredError.map((squared, i) => Math.sqrt(squared + (b.squaredError[i] as number)));
  return {
    of: 'group difference',
    animals: counts,
    mean,
    pointwise: around(mean, error, (i) => fractionalStudentQuantile(welchDegrees(a, b, i))),
    simultaneous:
      Math.min(...counts) < minAnimals
        ? undefined
        : band(mean, error, signFlipMaxT([a, b], signPatterns(counts[0] + counts[1]))),
    ifSymmetric: undefined,
    method: methodOf(counts, "Welch's t", 'max-t of animal sign flips'),
  };
}

function methodOf(counts: readonly number[], pointwise: string, simultaneous: string): string {
  const made = Math.min(...counts) < minAnimals ? `none (needs ${minAnimals} animals a group)` : simultaneous;
  return `95 % bands over ${counts.join(' and ')} animals: pointwise ${pointwise}, simultaneous ${made}`;
}

const tooFew = (of: BandOf, count: number): InputError =>
  new InputError(
    `${count} ${count === 1 ? 'animal has' : 'animals have'} no band`,
    of,
    'add animals: at least 2 a group for a pointwise band, 4 for a simultaneous one',
  );

/** Degrees of freedom of a difference of means with different variances (Welch 1947, Biometrika 34:28). */
function welchDegrees(a: Deviations, b: Deviations, point: number): number {
  const [first, second] = [a.squaredError[point] as number, b.squaredError[point] as number];
  const sum = first + second;
  return (sum * sum) / ((first * first) / (a.animals - 1) + (second * second) / (b.animals - 1));
}

/** Where all animals are equal the band has no width. */
function around(mean: Float64Array, error: Float64Array, width: (point: number) => number): Range {
  const half = error.map((one, i) => (one > 0 ? one * width(i) : one));
  return {
    low: mean.map((one, i) => one - (half[i] as number)),
    high: mean.map((one, i) => one + (half[i] as number)),
  };
}

const band = (mean: Float64Array, error: Float64Array, critical: number): Simultaneous => ({
  ...around(mean, error, () => critical),
  critical,
});
