import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { RandomStream } from '../../core/random.ts';
import type { PointFunction } from '../problem.ts';
import type { Maximum } from './bfgs.ts';

export interface EvolutionOptions {
  /** Standard deviation of the first generation around the start: about a third of the way to where the maximum may be. */
  readonly spread: number;
  /** Points of a generation; more for functions with many maxima. Default: 4 + 3 log(size). */
  readonly population?: number;
  readonly maxEvaluations?: number;
}

/** Heights of all points that differ by less than this share of 1 + |height|, over many generations, are one. */
const noRise = 1e-11;
/** A generation that is narrower than this share of the first has reached a point. */
const narrowest = 1e-11;
/** Beyond this ratio of variances rounding decides the directions. */
const maxCondition = 1e14;

/**
 * The maximum that is found by evolving a normal distribution of points (CMA-ES: Hansen 2016, The CMA Evolution
 * Strategy: A Tutorial, arXiv 1604.00772, with its default constants and positive weights). It needs no gradient, so
 * that kinks and noise do not stop it.
 * @param of heights that are not finite rank last
 */
export function cmaEs(
  of: PointFunction,
  start: Float64Array,
  draws: RandomStream,
  { spread, population, maxEvaluations = 1000 * (of.size + 5) * (of.size + 5) }: EvolutionOptions,
): Maximum {
  const search = new Evolution(start, spread, population ?? defaultPopulation(of.size));
  const { points } = search;
  const heights = new Float64Array(points.length);
  let best = { point: Float64Array.from(start), height: of.at(start) };
  let evaluations = 1;
  const recent: number[] = [];
  const generations = 10 + Math.ceil((30 * of.size) / points.length);
  while (evaluations + points.length <= maxEvaluations) {
    search.draw(draws);
    for (let i = 0; i < points.length; i++) heights[i] = rankable(of.at(points[i]));
    evaluations += points.length;
    const order = Array.from(heights.keys()).sort((one, other) => heights[other] - heights[one]);
    const [top] = order;
    if (!(best.height >= heights[top])) best = { point: Float64Array.from(points[top]), height: heights[top] };
    search.learn(order);
    recent.push(heights[top]);
    if (recent.length > generations) recent.shift();
    const lowest = Math.min(heights[order[order.length - 1]], ...recent);
    const isLevel = Math.max(...recent) - lowest < noRise * (1 + Math.abs(best.height));
    if ((recent.length === generations && isLevel) || search.width < narrowest * spread) {
      // A lucky point of an early generation may be higher than where the others went, and is the top of nothing.
      const converged =
        Number.isFinite(best.height) && best.height - heights[top] <= noRise * (1 + Math.abs(best.height));
      return { ...best, evaluations, converged };
    }
    if (search.condition > maxCondition) break;
  }
  return { ...best, evaluations, converged: false };
}

const rankable = (height: number): number => (Number.isNaN(height) ? -Infinity : height);

const defaultPopulation = (size: number): number => 4 + Math.floor(3 * Math.log(size));

/** Constants that depend on the size and the population alone; names are those of the tutorial's table 1. */
function constantsOf(size: number, population: number) {
  const parents = Math.floor(population / 2);
  const raw = Array.from({ length: parents }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1));
  const total = raw.reduce((sum, one) => sum + one, 0);
  const weights = raw.map((one) => one / total);
  const mass = 1 / weights.reduce((sum, one) => sum + one * one, 0);
  const cSigma = (mass + 2) / (size + mass + 5);
  const cC = (4 + mass / size) / (size + 4 + (2 * mass) / size);
  const c1 = 2 / ((size + 1.3) * (size + 1.3) + mass);
  const cMu = Math.min(1 - c1, (2 * (0.25 + mass - 2 + 1 / mass)) / ((size + 2) * (size + 2) + mass));
  const damping = 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (size + 1)) - 1) + cSigma;
  const meanLength = Math.sqrt(size) * (1 - 1 / (4 * size) + 1 / (21 * size * size));
  return { weights, mass, cSigma, cC, c1, cMu, damping, meanLength };
}

/** The distribution of points: mean, width, covariance and the two paths of its mean. */
class Evolution {
  /** Of the current generation. */
  readonly points: readonly Float64Array[];
  /** Largest ratio of variances of the covariance. */
  condition = 1;
  private readonly size: number;
  private readonly mean: Float64Array;
  private readonly steps: readonly Float64Array[];
  private readonly covariance: Matrix;
  private readonly widthPath: Float64Array;
  private readonly path: Float64Array;
  private readonly constants: ReturnType<typeof constantsOf>;
  private sigma: number;
  private axes: Matrix;
  private lengths: readonly number[];
  private generation = 0;
  private decomposed = 0;

  constructor(start: Float64Array, spread: number, population: number) {
    const size = start.length;
    this.size = size;
    this.mean = Float64Array.from(start);
    this.sigma = spread;
    this.points = Array.from({ length: population }, () => new Float64Array(size));
    this.steps = this.points.map(() => new Float64Array(size));
    this.covariance = Matrix.eye(size);
    this.axes = Matrix.eye(size);
    this.lengths = Array.from({ length: size }, () => 1);
    this.widthPath = new Float64Array(size);
    this.path = new Float64Array(size);
    this.constants = constantsOf(size, population);
  }

  /** The largest standard deviation of the distribution. */
  get width(): number {
    return this.sigma * Math.max(...this.lengths);
  }

  draw(draws: RandomStream): void {
    const { size, axes, lengths, mean, sigma } = this;
    const standard = new Float64Array(size);
    this.steps.forEach((step, k) => {
      for (let i = 0; i < size; i++) standard[i] = lengths[i] * draws.normal(0, 1);
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += axes.get(i, j) * standard[j];
        step[i] = sum;
        this.points[k][i] = mean[i] + sigma * sum;
      }
    });
  }

  /** @param order of the points, the highest first */
  learn(order: readonly number[]): void {
    const { size, constants, steps } = this;
    const { weights, mass, cSigma, cC, damping, meanLength } = constants;
    this.generation++;
    const moved = new Float64Array(size);
    weights.forEach((weight, rank) => {
      for (let i = 0; i < size; i++) moved[i] += weight * steps[order[rank]][i];
    });
    const whitened = this.whiten(moved);
    let squares = 0;
    for (let i = 0; i < size; i++) {
      this.mean[i] += this.sigma * moved[i];
      this.widthPath[i] = (1 - cSigma) * this.widthPath[i] + Math.sqrt(cSigma * (2 - cSigma) * mass) * whitened[i];
      squares += this.widthPath[i] * this.widthPath[i];
    }
    const length = Math.sqrt(squares);
    const settled = Math.sqrt(1 - Math.exp(2 * this.generation * Math.log(1 - cSigma)));
    const isShort = length / settled < (1.4 + 2 / (size + 1)) * meanLength;
    for (let i = 0; i < size; i++)
      this.path[i] = (1 - cC) * this.path[i] + (isShort ? Math.sqrt(cC * (2 - cC) * mass) * moved[i] : 0);
    this.adapt(order, isShort ? 0 : cC * (2 - cC));
    this.sigma *= Math.exp((cSigma / damping) * (length / meanLength - 1));
  }

  /** C^(-1/2) times a step. */
  private whiten(step: Float64Array): Float64Array {
    const { size, axes, lengths } = this;
    const out = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      let along = 0;
      for (let i = 0; i < size; i++) along += axes.get(i, j) * step[i];
      for (let i = 0; i < size; i++) out[i] += (axes.get(i, j) * along) / lengths[j];
    }
    return out;
  }

  /** @param lost variance that the path did not gain */
  private adapt(order: readonly number[], lost: number): void {
    const { size, covariance, path, steps } = this;
    const { weights, c1, cMu } = this.constants;
    const kept = 1 - c1 - cMu + c1 * lost;
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        let sum = kept * covariance.get(i, j) + c1 * path[i] * path[j];
        for (let rank = 0; rank < weights.length; rank++)
          sum += cMu * weights[rank] * steps[order[rank]][i] * steps[order[rank]][j];
        covariance.set(i, j, sum);
        covariance.set(j, i, sum);
      }
    // So rarely that decomposing does not take longer than the rest.
    if (this.generation - this.decomposed < 1 / ((c1 + cMu) * size * 10)) return;
    this.decomposed = this.generation;
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
    const largest = Math.max(...realEigenvalues);
    const least = largest / (10 * maxCondition);
    this.condition = largest / Math.max(least, Math.min(...realEigenvalues));
    this.axes = eigenvectorMatrix;
    this.lengths = realEigenvalues.map((value) => Math.sqrt(Math.max(least, value)));
  }
}
