// The normal model of a group: theta_i ~ N(x_i B, diag(sd²)), and of each subject's data a normal approximation, by which
// its point is known with a mean and a covariance. Everything here is linear algebra of small matrices.
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import type { PointPrior } from '../free-parameter.ts';
import { effectPrior } from './group-problem.ts';

/** Mean and standard deviation of the points of a group. */
export interface Scatter {
  /** Row of the design x parameter. */
  readonly effects: Matrix;
  readonly sds: readonly number[];
}

/**
 * What is known beforehand of the mean of each parameter, if anything. Without it the mean of a parameter such as a lapse
 * rate, that no subject needs, has no end on its scale.
 */
type MeanPriors = readonly (PointPrior | undefined)[];

/** Standard deviation of the half-normal prior of a spread, on points, where the mean has a prior too. */
export const spreadWidth = 1;

/** What is known of a subject's point under the scatter of its group. */
export interface Known {
  readonly point: readonly number[];
  readonly covariance: Matrix;
}

/** No group scatters less: its subjects do not differ visibly. */
export const leastSd = 0.05;
/** No group scatters more: on a log or a logit scale its subjects would be everywhere at once. */
export const mostSd = 10;
const within = (sd: number): number => Math.min(mostSd, Math.max(leastSd, sd));
const maxIterations = 200;
const tolerance = 1e-7;

/** The same knowledge without the group: the precision of the data alone, and its product with the peak. */
interface Evidence {
  readonly precision: Matrix;
  readonly pull: readonly number[];
}

/** What does not change from round to round. */
export interface GroupModel {
  /** Subject x row. */
  readonly design: Matrix;
  readonly priors: MeanPriors;
}

/**
 * The scatter at which expectation and maximisation agree if data are as normal as they look under the present scatter
 * (restricted maximum likelihood: Laird & Ware 1982, Biometrics 38:963; with priors, restricted maximum a posteriori).
 */
export function refinedScatter({ design, priors }: GroupModel, present: Scatter, known: readonly Known[]): Scatter {
  const evidence = known.map((one, i) => withoutGroup(one, means(design, present, i), present.sds));
  const under = (scatter: Scatter): readonly Known[] =>
    evidence.map((one, i) => withGroup(one, means(design, scatter, i), scatter.sds));
  const step = (scatter: Scatter): Scatter => maximised({ design, priors }, scatter, under(scatter));
  let scatter = present;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const first = step(scatter);
    const second = step(first);
    const change = changeOf(first, second);
    if (change < tolerance) return second;
    // One step more from where the last two lead keeps a leap that went too far from staying.
    scatter = step({ effects: second.effects, sds: leap(scatter.sds, first.sds, second.sds) });
  }
  return scatter;
}

/** Where steps that shrink in proportion would end (Varadhan & Roland 2008, Scandinavian J. Statistics 35:335). */
function leap(from: readonly number[], first: readonly number[], second: readonly number[]): readonly number[] {
  const moved = from.map((sd, a) => Math.log(first[a] / sd));
  const bent = from.map((_, a) => Math.log(second[a] / first[a]) - moved[a]);
  const ratio = lengthOf(moved) / lengthOf(bent);
  const far = Math.min(longestLeap, Math.max(1, ratio));
  if (!Number.isFinite(far)) return second;
  return from.map((sd, a) => {
    const whole = 2 * far * moved[a] + far * far * bent[a];
    return within(sd * Math.exp(Math.max(-farthest, Math.min(farthest, whole))));
  });
}

const longestLeap = 64;
/** In logarithms of spreads. */
const farthest = 1;
const lengthOf = (vector: readonly number[]): number => Math.sqrt(vector.reduce((sum, one) => sum + one * one, 0));

/** Largest change of a mean or a spread, in standard deviations of the group, or of a group that hardly scatters. */
export function changeOf(one: Scatter, other: Scatter): number {
  const unit = other.sds.map((sd) => Math.max(sd, narrow));
  const shifts = other.effects
    .to2DArray()
    .flatMap((row, r) => row.map((value, a) => Math.abs(value - one.effects.get(r, a)) / unit[a]));
  const widths = other.sds.map((sd, a) => Math.abs(sd - one.sds[a]) / unit[a]);
  return Math.max(...shifts, ...widths);
}

/** Where spreads are smaller, subjects' searches end by more apart than a share of it. */
const narrow = 0.2;

/** The group's means for one subject. */
export const means = (design: Matrix, { effects }: Scatter, subject: number): readonly number[] =>
  Array.from({ length: effects.columns }, (_, a) => {
    let sum = 0;
    for (let r = 0; r < effects.rows; r++) sum += design.get(subject, r) * effects.get(r, a);
    return sum;
  });

function withoutGroup({ point, covariance }: Known, mean: readonly number[], sds: readonly number[]): Evidence {
  const whole = inverse(covariance);
  const pull = point.map((_, a) =>
    point.reduce((sum, one, b) => sum + whole.get(a, b) * one, -mean[a] / (sds[a] * sds[a])),
  );
  const precision = whole.clone();
  sds.forEach((sd, a) => precision.set(a, a, precision.get(a, a) - 1 / (sd * sd)));
  return { precision, pull };
}

function withGroup({ precision, pull }: Evidence, mean: readonly number[], sds: readonly number[]): Known {
  const whole = precision.clone();
  sds.forEach((sd, a) => whole.set(a, a, whole.get(a, a) + 1 / (sd * sd)));
  const covariance = inverse(whole);
  const point = sds.map((_, a) =>
    pull.reduce((sum, one, b) => sum + covariance.get(a, b) * (one + mean[b] / (sds[b] * sds[b])), 0),
  );
  return { point, covariance };
}

/**
 * A covariance under a group, in no direction wider than the group: where a likelihood curves upwards at the point, its
 * data count as if they told nothing.
 */
export function withinGroup(covariance: Matrix, sds: readonly number[]): Matrix {
  // In units of the group, so that 1 is its own precision.
  const scaled = inverse(covariance);
  sds.forEach((sd, a) => sds.forEach((other, b) => scaled.set(a, b, scaled.get(a, b) * sd * other)));
  const { realEigenvalues, eigenvectorMatrix: axes } = new EigenvalueDecomposition(scaled, { assumeSymmetric: true });
  if (realEigenvalues.every((value) => value >= 1)) return covariance;
  const inner = axes.mmul(Matrix.diag(realEigenvalues.map((value) => 1 / Math.max(1, value)))).mmul(axes.transpose());
  sds.forEach((sd, a) => sds.forEach((other, b) => inner.set(a, b, inner.get(a, b) * sd * other)));
  return inner;
}

/**
 * Effects by generalised least squares, to which rounds of regressing the points would lead, but slowly where a group
 * hardly scatters: B = cov Σ x' (S + W)^-1 y, and (S + W)^-1 y = S^-1 (point - V S^-1 mean). Spreads of what is left, with
 * the errors of points and effects.
 */
function maximised({ design, priors }: GroupModel, scatter: Scatter, known: readonly Known[]): Scatter {
  const { sds: present } = scatter;
  const points = new Matrix(known.map(({ point }) => [...point]));
  const errors = effectCovariance({ design, priors }, scatter, known);
  const size = present.length;
  const pulls = Matrix.zeros(design.columns * size, 1);
  priors.forEach((prior, a) => pulls.set(a, 0, prior === undefined ? 0 : prior.mean / (prior.sd * prior.sd)));
  known.forEach(({ point, covariance }, i) => {
    const mean = means(design, scatter, i);
    present.forEach((sd, a) => {
      const shrunk = mean.reduce((sum, one, b) => sum + (covariance.get(a, b) * one) / (present[b] * present[b]), 0);
      for (let r = 0; r < design.columns; r++) {
        const at = r * size + a;
        pulls.set(at, 0, pulls.get(at, 0) + (design.get(i, r) * (point[a] - shrunk)) / (sd * sd));
      }
    });
  });
  const solved = errors.mmul(pulls);
  const effects = Matrix.zeros(design.columns, size);
  for (let r = 0; r < design.columns; r++)
    for (let a = 0; a < size; a++) effects.set(r, a, solved.get(r * size + a, 0));
  const sds = present.map((sd, a) => {
    let sum = 0;
    known.forEach(({ covariance }, i) => {
      let mean = 0;
      for (let r = 0; r < design.columns; r++) mean += design.get(i, r) * effects.get(r, a);
      const off = points.get(i, a) - mean;
      sum += off * off + covariance.get(a, a);
      // How much of an error of the effects the subject's own data leave in its distance from the mean.
      const share = present.map((one, b) => Number(a === b) - covariance.get(a, b) / (one * one));
      for (let b = 0; b < size; b++)
        for (let c = 0; c < size; c++)
          if (share[b] !== 0 && share[c] !== 0)
            sum += share[b] * share[c] * meanCovariance(errors, design, i, b, c, size);
    });
    return within(spreadOf(sum, known.length, priors[a] !== undefined));
  });
  return { effects, sds };
}

/**
 * The standard deviation of the highest density -n log sd - sum / (2 sd²) - sd² / (2 width²), the last term if it has a
 * prior.
 */
function spreadOf(sum: number, count: number, hasPrior: boolean): number {
  if (!hasPrior) return Math.sqrt(sum / count);
  const width = spreadWidth * spreadWidth;
  return Math.sqrt((2 * sum) / (count + Math.sqrt(count * count + (4 * sum) / width)));
}

/** Covariance of a subject's group means of two parameters, from that of the effects. */
function meanCovariance(errors: Matrix, design: Matrix, i: number, b: number, c: number, size: number): number {
  let sum = 0;
  for (let r = 0; r < design.columns; r++)
    for (let q = 0; q < design.columns; q++)
      sum += design.get(i, r) * design.get(i, q) * errors.get(r * size + b, q * size + c);
  return sum;
}

/**
 * Covariance of the effects, row-major (row of the design x parameter): the inverse of Σ x' (S + W)^-1 x, where S is the
 * scatter of the group and W the error of a subject's data, so that (S + W)^-1 = S^-1 - S^-1 V S^-1 with V the
 * covariance of its point. Priors add their precision.
 */
export function effectCovariance({ design, priors }: GroupModel, { sds }: Scatter, known: readonly Known[]): Matrix {
  const size = sds.length;
  const information = Matrix.zeros(design.columns * size, design.columns * size);
  for (let r = 0; r < design.columns; r++)
    priors.forEach((prior, a) => {
      const { sd: width } = effectPrior(prior, r);
      information.set(r * size + a, r * size + a, 1 / (width * width));
    });
  known.forEach(({ covariance }, i) => {
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) {
        const own = Number(a === b) / (sds[a] * sds[a]) - covariance.get(a, b) / (sds[a] * sds[a] * sds[b] * sds[b]);
        for (let r = 0; r < design.columns; r++)
          for (let q = 0; q < design.columns; q++) {
            const [row, column] = [r * size + a, q * size + b];
            information.set(row, column, information.get(row, column) + own * design.get(i, r) * design.get(i, q));
          }
      }
  });
  return inverse(information);
}

/**
 * Standard errors of the logarithms of the spreads, by the missing information (Louis 1982, J. Royal Statistical Society
 * B 44:226): what complete points would tell, less what their errors take from it.
 */
export function spreadErrors(
  { design, priors }: GroupModel,
  scatter: Scatter,
  known: readonly Known[],
): readonly number[] {
  const { sds } = scatter;
  const information = Matrix.zeros(sds.length, sds.length);
  sds.forEach((sd, a) =>
    information.set(a, a, priors[a] === undefined ? 0 : (2 * sd * sd) / (spreadWidth * spreadWidth)),
  );
  known.forEach(({ point, covariance }, i) => {
    const mean = means(design, scatter, i);
    const off = point.map((one, a) => one - mean[a]);
    sds.forEach((sd, a) =>
      sds.forEach((other, b) => {
        const shared = covariance.get(a, b);
        const complete = a === b ? (2 * (off[a] * off[a] + shared)) / (sd * sd) : 0;
        const missing = (2 * shared * shared + 4 * off[a] * off[b] * shared) / (sd * sd * other * other);
        information.set(a, b, information.get(a, b) + complete - missing);
      }),
    );
  });
  const covariance = inverse(information);
  return sds.map((_, a) => Math.sqrt(Math.max(0, covariance.get(a, a))));
}
