import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { power } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { PointFunction } from '../problem.ts';
import { Mixture, type Kernels } from './mixture.ts';

/** Draws of a posterior, each with a weight. */
export interface WeightedDraws {
  /** Number of parameters. */
  readonly size: number;
  /** Draws x size, row-major. */
  readonly points: Float64Array;
  /** Of each draw; their sum is 1. */
  readonly weights: Float64Array;
  /** Of how many independent draws they are worth: 1 / Σ w² (Kong 1992). */
  readonly effective: number;
  /** Log of the integral of what was drawn from. */
  readonly logEvidence: number;
}

/** A normal approximation at one maximum. */
export interface Peak {
  readonly point: ArrayLike<number>;
  readonly covariance: readonly (readonly number[])[];
  readonly logEvidence: number;
}

/** Draws of a round. The first finds the mass, the others follow its shape. */
const [firstRound, laterRound] = [300, 400];
const mostDraws = 4500;
/** As many make the probability beyond an end of a 95 % interval exact to .7 %. */
const enough = 500;
/**
 * Share of the first draws that are from the prior. Weights are then at most the largest likelihood over this share of the
 * evidence, so that none is unbounded (defensive mixture: Hesterberg 1995, Technometrics 37:185).
 */
const priorShare = 0.25;
/** Kernels of a later round, and the least effective draws that they are placed by. */
const [kernels, leastToFollow] = [40, 6];
/** Share of effective draws from which on the first kernels fit well enough. */
const efficient = 0.3;
/** A peak's tails are longer than normal ones. */
const widened = 1.3;
/** Where nothing is known of a parameter without a prior. */
const wide = { mean: 0, sd: 1.5 };

/**
 * The posterior by importance sampling, with nothing assumed of its shape: draws of Student distributions at the known
 * peaks and of the prior, then in rounds of kernels at draws of the last rounds, until they are worth 500 independent
 * ones. All draws are weighted by the mixture of all rounds (Cornuet, Marin, Mira & Robert 2012, Scand J Stat 39:798).
 * @param of log density of points, up to a constant
 * @param peaks at least one
 */
export function importanceDraws(
  of: PointFunction,
  parameters: readonly FreeParameter[],
  peaks: readonly Peak[],
  random: RandomStream,
): WeightedDraws {
  const { size } = of;
  const mixture = new Mixture(size);
  const points: Float64Array[] = [];
  const heights: number[] = [];
  const add = (count: number, from: readonly Kernels[]): void => {
    for (const point of mixture.draws(count, from, random)) {
      points.push(point);
      heights.push(of.at(point));
    }
  };
  add(firstRound, firstKernels(parameters, peaks));
  for (;;) {
    const draws = weighted(size, points, heights, mixture);
    if (draws.effective >= enough || points.length >= mostDraws) return draws;
    const share = draws.effective / points.length;
    const isLost = draws.effective < leastToFollow;
    add(laterRound, isLost || share > efficient ? firstKernels(parameters, peaks) : followed(draws, random));
  }
}

function firstKernels(parameters: readonly FreeParameter[], peaks: readonly Peak[]): readonly Kernels[] {
  const top = Math.max(...peaks.map(({ logEvidence }) => logEvidence));
  const odds = peaks.map(({ logEvidence }) => Math.exp(logEvidence - top));
  const total = odds.reduce((sum, one) => sum + one, 0);
  const priors = parameters.map(({ prior = wide }) => prior);
  return [
    ...peaks.map(({ point, covariance }, i) => ({
      share: ((1 - priorShare) * odds[i]) / total,
      centres: [Float64Array.from(point)],
      root: rootOf(covariance.map((row) => row.map((one) => widened * one))),
    })),
    {
      share: priorShare,
      centres: [Float64Array.from(priors, ({ mean }) => mean)],
      root: Matrix.diag(priors.map(({ sd }) => sd)),
      isNormal: true,
    },
  ];
}

/** Kernels at draws taken by weight, as wide as a density estimate of so many asks for (Silverman 1986, equation 4.14). */
function followed(draws: WeightedDraws, random: RandomStream): readonly Kernels[] {
  const { size, points, effective } = draws;
  const narrowed = power(4 / (size + 2) / Math.min(effective, kernels), 2 / (size + 4));
  const root = rootOf(covarianceOf(draws).map((row) => row.map((one) => narrowed * one)));
  const centres = pickedRows(draws, random, kernels).map((row) => points.slice(row * size, (row + 1) * size));
  return [{ share: 1, centres, root }];
}

/** Rows by weight, at even distances of the summed weights from a random one. */
export function pickedRows(
  { weights }: Pick<WeightedDraws, 'weights'>,
  random: RandomStream,
  count: number,
): readonly number[] {
  const rows: number[] = [];
  let next = random.next() / count;
  let sum = 0;
  weights.forEach((weight, row) => {
    sum += weight;
    for (; next < sum && rows.length < count; next += 1 / count) rows.push(row);
  });
  while (rows.length < count) rows.push(weights.length - 1);
  return rows;
}

function covarianceOf({ size, points, weights }: WeightedDraws): readonly number[][] {
  const means = new Float64Array(size);
  weights.forEach((weight, row) => {
    for (let i = 0; i < size; i++) means[i] += weight * points[row * size + i];
  });
  const covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  weights.forEach((weight, row) => {
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        covariance[i][j] += weight * (points[row * size + i] - means[i]) * (points[row * size + j] - means[j]);
  });
  return covariance;
}

/** Of a covariance; a trace of its own variances is added, so that no direction is empty. */
function rootOf(covariance: readonly (readonly number[])[]): Matrix {
  const even = covariance.map((row, i) =>
    row.map((one, j) => (i === j ? one * (1 + 1e-6) + 1e-12 : (one + covariance[j][i]) / 2)),
  );
  return new CholeskyDecomposition(new Matrix(even)).lowerTriangularMatrix;
}

function weighted(
  size: number,
  rows: readonly Float64Array[],
  heights: readonly number[],
  mixture: Mixture,
): WeightedDraws {
  const points = new Float64Array(rows.length * size);
  const logs = new Float64Array(rows.length);
  const { logDensities } = mixture;
  let top = -Infinity;
  rows.forEach((row, i) => {
    points.set(row, i * size);
    const height = heights[i];
    logs[i] = Number.isFinite(height) ? height - logDensities[i] : -Infinity;
    top = Math.max(top, logs[i]);
  });
  const weights = logs.map((one) => Math.exp(one - top));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let squares = 0;
  weights.forEach((one, i) => {
    weights[i] = one / total;
    squares += weights[i] * weights[i];
  });
  return { size, points, weights, effective: 1 / squares, logEvidence: top + Math.log(total / rows.length) };
}
