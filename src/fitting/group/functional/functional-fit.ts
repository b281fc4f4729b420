// Functional regression of trials' curves, by animal (Loewinger, Cui, Lovinger & Pereira 2025, eLife 13:RP95802).
import { InputError } from '../../../core/errors.ts';
import { randomStream } from '../../../core/random.ts';
import { bandOf, type CoefficientCurve, type RawCurve } from './coefficient-band.ts';
import { firstFactor, mixedPoint } from './mixed-point.ts';
import { factorise, solve } from './small-solve.ts';
import { herdOf, sumsAt, type Herd, type TrialCurves } from './trial-curves.ts';

export interface FunctionalOptions {
  readonly seed: number;
  /** Penalised splines over time; off, each point stands alone. */
  readonly smooth?: boolean;
  /** Simulated samples of the joint bands. */
  readonly draws?: number;
}

export interface FunctionalFit {
  readonly coefficients: readonly CoefficientCurve[];
  /** Animals whose trials count. */
  readonly animals: readonly string[];
  /** Animals whose own trials do not determine every coefficient. */
  readonly leftOut: readonly string[];
}

const defaultDraws = 2000;

/**
 * The mean over animals of each animal's own least-squares coefficients at each point: every animal counts once.
 * @throws InputError if fewer than two animals have trials of every kind
 */
export function twoStageFit(curves: TrialCurves, options: FunctionalOptions): FunctionalFit {
  const herd = herdOf(curves);
  const own = herd.trials.map((trials) => ownCoefficients(curves, trials));
  const used = own.flatMap((one) => one ?? []);
  if (used.length < 2) throw tooFew(used.length);
  const { points, names } = curves;
  const raw = names.map((name, column): RawCurve => {
    const rows = used.map((one) => one.subarray(column * points, (column + 1) * points));
    const estimate = rows[0].map((_, at) => rows.reduce((sum, row) => sum + row[at], 0) / rows.length);
    // Squares sum to the sample variance over the number of animals.
    const share = 1 / Math.sqrt(rows.length * (rows.length - 1));
    return { name, estimate, influences: rows.map((row) => row.map((one, at) => share * (one - estimate[at]))) };
  });
  return fitOf(
    raw,
    herd,
    own.map((one) => one !== undefined),
    options,
  );
}

/**
 * Coefficients of a linear mixed model at each point, every coefficient varying between animals. Animals with few trials
 * count less where trials scatter more than animals do. How errors go together over time is what animals show.
 * @throws InputError if the trials of all animals do not determine a coefficient
 */
export function mixedModelFit(curves: TrialCurves, options: FunctionalOptions): FunctionalFit {
  const herd = herdOf(curves);
  const { points, names } = curves;
  const raw = names.map((name): RawCurve => ({
    name,
    estimate: new Float64Array(points).fill(Number.NaN),
    influences: herd.names.map(() => new Float64Array(points).fill(Number.NaN)),
  }));
  let factor = firstFactor(names.length);
  for (let point = 0; point < points; point++) {
    const sums = herd.trials.map((trials) => sumsAt(curves, trials, point));
    const found = mixedPoint(sums, names.length, factor);
    if (found === undefined) continue;
    factor = startAfter(found.factor);
    raw.forEach(({ estimate, influences }, column) => {
      estimate[point] = found.estimate[column];
      const parts = influences.map((_, animal) => found.influence[animal * names.length + column]);
      const size = Math.sqrt(parts.reduce((sum, one) => sum + one * one, 0));
      influences.forEach((own, animal) => (own[point] = (parts[animal] * found.error[column]) / size));
    });
  }
  if (raw.every(({ estimate }) => estimate.every(Number.isNaN)))
    throw new InputError(
      `these trials do not determine ${names.join(' and ')}`,
      'functional regression',
      'leave out what all trials share',
    );
  return fitOf(
    raw,
    herd,
    herd.names.map(() => true),
    options,
  );
}

/** Near where the last point ended, but off the edge at which animals do not differ, from which no search returns. */
const startAfter = (factor: Float64Array): Float64Array => factor.map((one) => (Math.abs(one) < 0.05 ? 0.05 : one));

/** Column x point of one animal; undefined if its trials do not determine them anywhere. */
function ownCoefficients(curves: TrialCurves, trials: readonly number[]): Float64Array | undefined {
  const { points, names } = curves;
  const out = new Float64Array(names.length * points).fill(Number.NaN);
  let isKnown = false;
  for (let point = 0; point < points; point++) {
    const { squares, products } = sumsAt(curves, trials, point);
    if (!factorise(squares, names.length)) continue;
    solve(squares, names.length, products);
    products.forEach((one, column) => (out[column * points + point] = one));
    isKnown = true;
  }
  return isKnown ? out : undefined;
}

const tooFew = (count: number): InputError =>
  new InputError(
    `${count === 0 ? 'no animal has' : 'a single animal has'} trials that determine every coefficient`,
    'functional regression',
    'use the mixed model, or fewer columns',
  );

function fitOf(
  raw: readonly RawCurve[],
  { names }: Herd,
  isUsed: readonly boolean[],
  { seed, smooth = false, draws = defaultDraws }: FunctionalOptions,
): FunctionalFit {
  return {
    coefficients: raw.map((one) => bandOf(one, { smooth, draws, random: randomStream(seed, `band of ${one.name}`) })),
    animals: names.filter((_, i) => isUsed[i]),
    leftOut: names.filter((_, i) => !isUsed[i]),
  };
}
