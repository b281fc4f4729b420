import { squared } from '../../core/power.ts';
import { tanh } from '../../recorded/photometry/ar1-regression.ts';
import { smallestBetween } from '../../recorded/photometry/smallest.ts';
import { solveSymmetric } from '../../recorded/photometry/solve-symmetric.ts';

/** y[i] = baseline + gain m[i] + s[i] u[i], with u[i] = ρ u[i - 1] + e[i] and normal e. */
export interface WeightedFit {
  readonly gain: number;
  /** Standard error of the gain. */
  readonly error: number;
  readonly baseline: number;
  readonly rho: number;
  /** Standard deviation of e: of independent values, the scatter in units of their errors. */
  readonly sigma: number;
  readonly logLikelihood: number;
  readonly rows: number;
}

/** Values of events, in order; NaN where there is none. */
export interface Weighted {
  readonly values: Float64Array;
  /** Standard error of each; 1 if they are not known. */
  readonly errors: Float64Array;
  /** Whether successive ones are correlated; else ρ is 0. */
  readonly isCorrelated: boolean;
}

const [lowZ, highZ] = [-3, 3];
const gridPoints = 25;
const refinements = 60;

/**
 * Maximum likelihood of a regression whose rows have errors of their own, known up to a factor, with AR(1) noise from row
 * to row, exact also for the first row and after a missing one: generalised least squares of the rows divided by their
 * errors (Prais & Winsten 1954, Cowles Commission Discussion Paper 383), and ρ by a search.
 * @param m one number per row
 * @returns a log likelihood of -Infinity if m does not vary or fewer than five rows have values, and NaN in the others
 */
export function fitWeighted(m: Float64Array, weighted: Weighted): WeightedFit {
  const rows = standardised(m, weighted);
  if (!weighted.isCorrelated) return fitAt(rows, 0);
  const objective = (z: number): number => -fitAt(rows, tanh(z)).logLikelihood;
  const step = (highZ - lowZ) / (gridPoints - 1);
  const grid = Array.from({ length: gridPoints }, (_, i) => lowZ + i * step);
  const best = grid.reduce((at, z) => (objective(z) < objective(at) ? z : at));
  return fitAt(rows, tanh(smallestBetween(objective, best - step, best + step, refinements)));
}

/** Log density of each row under a fit, given the one before; NaN where there is no value. They sum to the log likelihood. */
export function weightedDensities(
  m: Float64Array,
  weighted: Weighted,
  { gain, baseline, rho, sigma }: Pick<WeightedFit, 'gain' | 'baseline' | 'rho' | 'sigma'>,
): Float64Array {
  const densities = new Float64Array(m.length).fill(Number.NaN);
  const rows = standardised(m, weighted);
  whitened(rows, rho).forEach(({ shown, one, value }, i) => {
    const row = rows[i] as Placed;
    densities[row.index] = logDensity([row], squared(value - gain * shown - baseline * one), rho, sigma * sigma);
  });
  return densities;
}

interface Row {
  readonly shown: number;
  readonly one: number;
  readonly value: number;
}

interface Placed extends Row {
  /** Among all, also those without values. */
  readonly index: number;
  readonly error: number;
  /** The row before, if it has a value. */
  readonly before: Row | undefined;
}

/** Rows with values, divided by their errors. */
function standardised(m: Float64Array, { values, errors }: Weighted): readonly Placed[] {
  const rows = Array.from(values, (value, i) => {
    const error = errors[i] as number;
    const row = { shown: (m[i] as number) / error, one: 1 / error, value: value / error };
    return Number.isNaN(row.shown + row.value) ? undefined : { ...row, error, index: i };
  });
  return rows.flatMap((row, i) => (row === undefined ? [] : [{ ...row, before: rows[i - 1] }]));
}

const whitened = (rows: readonly Placed[], rho: number): readonly Row[] =>
  rows.map(({ shown, one, value, before }) => {
    if (before === undefined) {
      const root = Math.sqrt(1 - rho * rho);
      return { shown: root * shown, one: root * one, value: root * value };
    }
    return { shown: shown - rho * before.shown, one: one - rho * before.one, value: value - rho * before.value };
  });

function logDensity(rows: readonly Placed[], squares: number, rho: number, variance: number): number {
  const firsts = rows.filter(({ before }) => before === undefined).length;
  return rows.reduce(
    (sum, { error }) => sum - Math.log(error),
    -squares / (2 * variance) -
      (rows.length / 2) * Math.log(2 * Math.PI * variance) +
      (firsts / 2) * Math.log(1 - rho * rho),
  );
}

const leastRows = 5;

function fitAt(rows: readonly Placed[], rho: number): WeightedFit {
  const white = whitened(rows, rho);
  const sum = (of: (row: Row) => number): number => white.reduce((total, row) => total + of(row), 0);
  const normal = [
    [sum(({ shown }) => shown * shown), sum(({ shown, one }) => shown * one)],
    [sum(({ shown, one }) => shown * one), sum(({ one }) => one * one)],
  ];
  const target = [sum(({ shown, value }) => shown * value), sum(({ one, value }) => one * value)];
  const solved = rows.length < leastRows ? undefined : solveSymmetric(normal, target);
  const inverse = solved && solveSymmetric(normal, [1, 0]);
  if (solved === undefined || inverse === undefined) return { ...nothing, rows: rows.length };
  const [gain, baseline] = solved as [number, number];
  const squares = sum(({ shown, one, value }) => squared(value - gain * shown - baseline * one));
  const variance = squares / rows.length;
  return {
    gain,
    error: Math.sqrt(variance * (inverse[0] as number)),
    baseline,
    rho,
    sigma: Math.sqrt(variance),
    logLikelihood: logDensity(rows, squares, rho, variance),
    rows: rows.length,
  };
}

const nothing = {
  gain: Number.NaN,
  error: Number.NaN,
  baseline: Number.NaN,
  rho: Number.NaN,
  sigma: Number.NaN,
  logLikelihood: -Infinity,
};
