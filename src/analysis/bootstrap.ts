import { errorFunction } from 'simple-statistics';
import { randomStream } from '../core/random.ts';
import { studentQuantile } from '../core/student.ts';

/** The mean of more numbers than this is close to normal, and resampling would give the normal interval. */
const maxResampled = 200;

/**
 * Number of resamples. For ten numbers 86 lie beyond either end of the interval, so its ends hardly depend on the
 * draws.
 */
const resamples = 10_000;

/**
 * 95 % confidence interval of the mean of independent numbers, by bootstrap: the range of the resample means without
 * the outermost ones. The number left out gives the correct width for small samples of normal numbers (the expanded
 * percentile interval, Hesterberg 2015, The American Statistician 69:371-386, doi:10.1080/00031305.2015.1089789). For
 * two or three numbers this is their range.
 *
 * The interval does not depend on the order of the numbers, to the last bit; it is mirrored when all signs change, and
 * scales with the unit up to rounding.
 * @returns undefined for fewer than two
 */
export function meanInterval95(numbers: readonly number[]): readonly [number, number] | undefined {
  const count = numbers.length;
  if (count < 2) return undefined;
  const sorted = Float64Array.from(numbers).sort();
  const [least, most] = [sorted[0] as number, sorted[count - 1] as number];
  // As it would be of resamples: each has this mean.
  if (Object.is(least, most)) return [least, most];
  if (count > maxResampled) return normalInterval(sorted);
  const means = resampledMeans(sorted).sort();
  const outside = Math.floor(resamples * tailShare(count));
  return [means[outside] as number, means[resamples - 1 - outside] as number];
}

/** Mean of numbers in increasing order; for equal numbers exactly that number, which rounding could miss. */
export function mean(sorted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) sum += sorted[i] as number;
  return within(sorted, sum / sorted.length);
}

const within = (sorted: ArrayLike<number>, number: number): number =>
  Math.min(Math.max(number, sorted[0] as number), sorted[sorted.length - 1] as number);

function normalInterval(sorted: Float64Array): readonly [number, number] {
  const centre = mean(sorted);
  const half =
    studentQuantile(sorted.length - 1) *
    Math.sqrt(
      sorted.reduce((sum, one) => sum + (one - centre) * (one - centre), 0) / (sorted.length - 1) / sorted.length,
    );
  return [centre - half, centre + half];
}

/** Fraction of resamples left out at either end. */
function tailShare(count: number): number {
  const widened = Math.sqrt(count / (count - 1)) * studentQuantile(count - 1);
  return Math.max(0, (1 - errorFunction(widened / Math.SQRT2)) / 2);
}

/** Each resample is paired with its mirror image, which has the largest number where the other has the smallest. */
function resampledMeans(sorted: Float64Array): Float64Array {
  const count = sorted.length;
  const places = placesOf(count);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples / 2; r++) {
    let sum = 0;
    let mirrored = 0;
    for (let k = r * count; k < (r + 1) * count; k++) {
      const place = places[k] as number;
      sum += sorted[place] as number;
      mirrored += sorted[count - 1 - place] as number;
    }
    means[2 * r] = within(sorted, sum / count);
    means[2 * r + 1] = within(sorted, mirrored / count);
  }
  return means;
}

const drawn = new Map<number, Uint8Array>();

/** Which numbers are in each resample of N: drawn once, so that all signatures of all cells are resampled alike. */
function placesOf(count: number): Uint8Array {
  const known = drawn.get(count);
  if (known !== undefined) return known;
  const random = randomStream(1, `bootstrap of ${count}`);
  const places = Uint8Array.from({ length: (count * resamples) / 2 }, () => random.integer(count));
  drawn.set(count, places);
  return places;
}
