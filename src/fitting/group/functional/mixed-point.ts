import { bfgs } from '../../optimise/bfgs.ts';
import type { PointFunction } from '../../problem.ts';
import { factorise, solve, solveLower } from './small-solve.ts';
import type { Sums } from './trial-curves.ts';

/** A linear mixed model at one point of the curves. */
export interface MixedPoint {
  readonly estimate: Float64Array;
  /** Standard errors. */
  readonly error: Float64Array;
  /** Animal x column, row-major: what each animal adds to the estimate's error. */
  readonly influence: Float64Array;
  /** Restricted log likelihood, as statsmodels and lme4 define it. */
  readonly logLikelihood: number;
  /** Of the residuals. */
  readonly variance: number;
  /** Where the search ended, to start at for the next point. */
  readonly factor: Float64Array;
}

/**
 * y = X (beta + b) + e with b ~ N(0, D) by animal, e ~ N(0, variance), by restricted maximum likelihood over the Cholesky
 * factor of D / variance, beta and the variance being solved (Bates, Mächler, Bolker & Walker 2015, J. Statistical
 * Software 67:1, section 3).
 * @param start the factor's lower triangle, row by row
 */
export function mixedPoint(sums: readonly Sums[], columns: number, start: Float64Array): MixedPoint | undefined {
  const model = new Profile(sums, columns);
  if (!model.solvable) return undefined;
  const of: PointFunction = {
    size: start.length,
    hasGradient: false,
    at: (factor) => model.at(factor),
  };
  // From no differences between animals as well: there the likelihood may have a second peak.
  const starts = [start, start.map((one) => one / 10)];
  const ends = starts.map((one) => bfgs(of, one));
  const best = ends.reduce((one, other) => (other.height > one.height ? other : one));
  model.at(best.point);
  return { ...model.result(), logLikelihood: best.height, factor: best.point };
}

/** Animals that differ by as much as trials do. */
export function firstFactor(columns: number): Float64Array {
  const factor: number[] = [];
  for (let i = 0; i < columns; i++) for (let j = 0; j <= i; j++) factor.push(Number(i === j));
  return Float64Array.from(factor);
}

/** The restricted likelihood for one factor. Nothing is allocated between evaluations. */
class Profile {
  readonly solvable: boolean;
  private readonly sums: readonly Sums[];
  private readonly columns: number;
  private readonly trials: number;
  /** Σ X' V^-1 X, its factor, and Σ X' V^-1 y. */
  private readonly whole: Float64Array;
  private readonly root: Float64Array;
  private readonly pull: Float64Array;
  private readonly lower: Float64Array;
  /** Of one animal: L' X'X L + I, its factor, and L' X'X and L' X'y. */
  private readonly inner: Float64Array;
  private readonly crossed: Float64Array;
  private readonly column: Float64Array;
  private readonly data: Float64Array;
  private readonly beta: Float64Array;
  private variance = 0;

  constructor(sums: readonly Sums[], columns: number) {
    const square = (): Float64Array => new Float64Array(columns * columns);
    this.sums = sums;
    this.columns = columns;
    this.trials = sums.reduce((sum, { trials }) => sum + trials, 0);
    this.whole = square();
    this.root = square();
    this.lower = square();
    this.inner = square();
    this.crossed = square();
    this.pull = new Float64Array(columns);
    this.column = new Float64Array(columns);
    this.data = new Float64Array(columns);
    this.beta = new Float64Array(columns);
    for (const { squares } of sums) for (let i = 0; i < squares.length; i++) this.root[i] += squares[i];
    this.solvable = this.trials > columns && factorise(this.root, columns);
  }

  at(factor: Float64Array): number {
    const { columns, sums, whole, root, pull, beta } = this;
    this.setLower(factor);
    whole.fill(0);
    pull.fill(0);
    let [size, logs] = [0, 0];
    for (const one of sums) {
      const [own, log] = this.add(one);
      size += own;
      logs += log;
    }
    root.set(whole);
    if (!factorise(root, columns)) return -Infinity;
    beta.set(pull);
    solve(root, columns, beta);
    for (let a = 0; a < columns; a++) {
      size -= beta[a] * pull[a];
      logs += 2 * Math.log(root[a * columns + a]);
    }
    const degrees = this.trials - columns;
    this.variance = size / degrees;
    if (!(this.variance > 0)) return -Infinity;
    return -(logs + degrees * (Math.log(2 * Math.PI * this.variance) + 1)) / 2;
  }

  /** At the last factor. */
  result(): Pick<MixedPoint, 'estimate' | 'error' | 'influence' | 'variance'> {
    const { columns, sums, root, beta, variance, column } = this;
    const error = Float64Array.from(beta, (_, a) => {
      column.fill(0);
      column[a] = 1;
      solveLower(root, columns, column);
      return Math.sqrt(variance * column.reduce((sum, one) => sum + one * one, 0));
    });
    const influence = new Float64Array(sums.length * columns);
    sums.forEach((one, animal) => {
      const own = this.residualPull(one);
      solve(root, columns, own);
      influence.set(own, animal * columns);
    });
    return { estimate: Float64Array.from(beta), error, influence, variance };
  }

  /** X' V^-1 (y - X beta) of one animal. */
  private residualPull(one: Sums): Float64Array {
    const { columns, whole, pull, beta } = this;
    whole.fill(0);
    pull.fill(0);
    this.add(one);
    return Float64Array.from(pull, (y, a) => {
      let sum = y;
      for (let b = 0; b < columns; b++) sum -= whole[a * columns + b] * beta[b];
      return sum;
    });
  }

  private setLower(factor: Float64Array): void {
    const { columns, lower } = this;
    for (let i = 0, at = 0; i < columns; i++) for (let j = 0; j <= i; j++) lower[i * columns + j] = factor[at++];
  }

  /** Adds an animal's part of X' V^-1 X and X' V^-1 y; gives y' V^-1 y and log |V|, all in units of the variance. */
  private add({ squares, products, size }: Sums): readonly [size: number, log: number] {
    const { columns, lower, inner, crossed, column, data, whole, pull } = this;
    for (let i = 0; i < columns; i++) {
      data[i] = 0;
      for (let k = i; k < columns; k++) data[i] += lower[k * columns + i] * products[k];
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = i; k < columns; k++) sum += lower[k * columns + i] * squares[k * columns + j];
        crossed[i * columns + j] = sum;
      }
    }
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++) {
        let sum = Number(i === j);
        for (let k = j; k < columns; k++) sum += crossed[i * columns + k] * lower[k * columns + j];
        inner[i * columns + j] = sum;
      }
    factorise(inner, columns);
    let log = 0;
    for (let i = 0; i < columns; i++) log += 2 * Math.log(inner[i * columns + i]);
    solveLower(inner, columns, data);
    let own = size;
    for (let i = 0; i < columns; i++) own -= data[i] * data[i];
    for (let j = 0; j < columns; j++) {
      for (let i = 0; i < columns; i++) column[i] = crossed[i * columns + j];
      solveLower(inner, columns, column);
      for (let i = 0; i < columns; i++) crossed[i * columns + j] = column[i];
    }
    for (let a = 0; a < columns; a++) {
      pull[a] += products[a];
      for (let i = 0; i < columns; i++) pull[a] -= crossed[i * columns + a] * data[i];
      for (let b = 0; b < columns; b++) {
        let sum = squares[a * columns + b];
        for (let i = 0; i < columns; i++) sum -= crossed[i * columns + a] * crossed[i * columns + b];
        whole[a * columns + b] += sum;
      }
    }
    return [own, log];
  }
}
