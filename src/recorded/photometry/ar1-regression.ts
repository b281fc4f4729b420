import { eachBlock } from '../../core/blocks.ts';
import { smallestBetween } from './smallest.ts';
import { solveSymmetric } from './solve-symmetric.ts';

/** y = baseline + gain m + u, with u[t] = ρ u[t - 1] + e[t] and normal e. */
export interface Ar1Fit {
  /** Units of y per unit of m. */
  readonly gain: number;
  /** Standard error of the gain. */
  readonly error: number;
  readonly baseline: number;
  readonly rho: number;
  /** Standard deviation of e. */
  readonly sigma: number;
  readonly logLikelihood: number;
  readonly samples: number;
}

/**
 * Sums over samples of products of m and y, both centred: with themselves, and with those of the sample before. The first
 * and the last samples of runs have sums of their own.
 */
interface Sums {
  readonly all: Products;
  readonly firsts: Products;
  readonly lasts: Products;
  /** Of samples that have one before them in their run: both orders of each product, so that squares count twice. */
  readonly across: Products;
}

interface Products {
  n: number;
  m: number;
  y: number;
  mm: number;
  my: number;
  yy: number;
}

/** atanh ρ is searched from here to there: ρ from -0.995 to 0.999994. */
const [lowZ, highZ] = [-3, 6.4];
const gridPoints = 48;
const refinements = 40;

/**
 * Maximum likelihood of a regression with AR(1) noise on an equally spaced grid, exact also for the first sample of each
 * run without missing values (Prais & Winsten 1954, Cowles Commission Discussion Paper 383). Runs are independent: no
 * value is assumed in a gap. Fits of several models to the same y have the same number of free parameters and samples
 * if the models have no missing values, so that their log-likelihoods can be compared.
 * @param m the model's trace, at the times of y
 * @returns NaN in every number if m does not vary, or fewer than five samples have values
 */
export function fitAr1(m: Float64Array, y: Float64Array): Ar1Fit {
  const means = meansOf(m, y);
  const sums = sumsOf(m, y, means);
  const objective = (z: number): number => -likelihoodAt(sums, tanh(z)).logLikelihood;
  const step = (highZ - lowZ) / (gridPoints - 1);
  const grid = Array.from({ length: gridPoints }, (_, i) => lowZ + i * step);
  const heights = grid.map(objective);
  const best = grid[heights.reduce((at, height, i) => (height < (heights[at] as number) ? i : at), 0)] as number;
  const rho = tanh(smallestBetween(objective, best - step, best + step, refinements));
  const { gain, offset, error, variance, logLikelihood } = likelihoodAt(sums, rho);
  return {
    gain,
    error,
    baseline: means.y + offset - gain * means.m,
    rho,
    sigma: Math.sqrt(variance),
    logLikelihood,
    samples: sums.all.n,
  };
}

/**
 * The derivative of the log likelihood of fitAr1() by each sample of the model's trace; 0 where there is no value. What is
 * at its maximum changes nothing to first order (the envelope theorem), so that the derivative is that at a given fit.
 * @param into written and returned
 */
export function ar1Slopes(fit: Ar1Fit, m: Float64Array, y: Float64Array, into: Float64Array): Float64Array {
  const last = { residual: Number.NaN };
  eachBlock(y.length, (from, to) => addSlopes(fit, last, m, y, into, from, to));
  return into;
}

function addSlopes(
  { gain, baseline, rho, sigma }: Ar1Fit,
  last: { residual: number },
  m: Float64Array,
  y: Float64Array,
  into: Float64Array,
  from: number,
  to: number,
): void {
  const each = gain / (sigma * sigma);
  let before = last.residual;
  for (let t = from; t < to; t++) {
    const residual = (y[t] as number) - baseline - gain * (m[t] as number);
    if (Number.isNaN(residual)) into[t] = 0;
    else if (Number.isNaN(before)) into[t] = each * (1 - rho * rho) * residual;
    else {
      const fresh = residual - rho * before;
      into[t] = each * fresh;
      into[t - 1] = (into[t - 1] as number) - each * rho * fresh;
    }
    before = residual;
  }
  last.residual = before;
}

/** The hyperbolic tangent, by operations that give the same bits everywhere. */
export function tanh(z: number): number {
  const e = Math.exp(2 * z);
  return (e - 1) / (e + 1);
}

interface Means {
  m: number;
  y: number;
  n: number;
}

function meansOf(m: Float64Array, y: Float64Array): Means {
  const sums: Means = { m: 0, y: 0, n: 0 };
  eachBlock(y.length, (from, to) => sumInto(sums, m, y, from, to));
  return { m: sums.m / sums.n, y: sums.y / sums.n, n: sums.n };
}

function sumInto(sums: Means, m: Float64Array, y: Float64Array, from: number, to: number): void {
  // Locals, here and below: a field would be fetched and stored again at every sample.
  let { m: sumM, y: sumY, n } = sums;
  for (let t = from; t < to; t++) {
    const nowM = m[t] as number;
    const nowY = y[t] as number;
    if (Number.isNaN(nowM + nowY)) continue;
    sumM += nowM;
    sumY += nowY;
    n++;
  }
  sums.m = sumM;
  sums.y = sumY;
  sums.n = n;
}

const noProducts = (): Products => ({ n: 0, m: 0, y: 0, mm: 0, my: 0, yy: 0 });

function add(to: Products, m: number, y: number): void {
  to.n++;
  to.m += m;
  to.y += y;
  to.mm += m * m;
  to.my += m * y;
  to.yy += y * y;
}

function sumsOf(m: Float64Array, y: Float64Array, means: Means): Sums {
  const sums: Sums = { all: noProducts(), firsts: noProducts(), lasts: noProducts(), across: noProducts() };
  const last: Last = { m: 0, y: 0, isWithin: false };
  eachBlock(y.length, (from, to) => {
    addSquares(sums.all, m, y, means, from, to);
    addNeighbours(sums, last, m, y, means, from, to);
  });
  if (last.isWithin) add(sums.lasts, last.m, last.y);
  return sums;
}

function addSquares(all: Products, m: Float64Array, y: Float64Array, means: Means, from: number, to: number): void {
  const { m: meanM, y: meanY } = means;
  let { n, m: sumM, y: sumY, mm, my, yy } = all;
  for (let t = from; t < to; t++) {
    const nowM = (m[t] as number) - meanM;
    const nowY = (y[t] as number) - meanY;
    if (Number.isNaN(nowM + nowY)) continue;
    n++;
    sumM += nowM;
    sumY += nowY;
    mm += nowM * nowM;
    my += nowM * nowY;
    yy += nowY * nowY;
  }
  Object.assign(all, { n, m: sumM, y: sumY, mm, my, yy });
}

/** The sample before, if there is one in its run. */
interface Last {
  m: number;
  y: number;
  isWithin: boolean;
}

function addNeighbours(
  { firsts, lasts, across }: Sums,
  last: Last,
  m: Float64Array,
  y: Float64Array,
  means: Means,
  from: number,
  to: number,
): void {
  const { m: meanM, y: meanY } = means;
  let { m: lastM, y: lastY, isWithin } = last;
  let { n, m: sumM, y: sumY, mm, my, yy } = across;
  for (let t = from; t < to; t++) {
    const nowM = (m[t] as number) - meanM;
    const nowY = (y[t] as number) - meanY;
    if (Number.isNaN(nowM + nowY)) {
      if (isWithin) add(lasts, lastM, lastY);
      isWithin = false;
      continue;
    }
    if (isWithin) {
      n += 2;
      sumM += nowM + lastM;
      sumY += nowY + lastY;
      mm += 2 * nowM * lastM;
      my += nowM * lastY + nowY * lastM;
      yy += 2 * nowY * lastY;
    } else add(firsts, nowM, nowY);
    lastM = nowM;
    lastY = nowY;
    isWithin = true;
  }
  Object.assign(last, { m: lastM, y: lastY, isWithin });
  Object.assign(across, { n, m: sumM, y: sumY, mm, my, yy });
}

const nothing = {
  gain: Number.NaN,
  offset: Number.NaN,
  error: Number.NaN,
  variance: Number.NaN,
  logLikelihood: -Infinity,
};

/** Generalised least squares for a given ρ: of y[t] - ρ y[t - 1], and of √(1 - ρ²) times the first samples of runs. */
function likelihoodAt({ all, firsts, lasts, across }: Sums, rho: number): typeof nothing {
  const square = rho * rho;
  const whole = (of: keyof Products): number =>
    (1 + square) * all[of] - square * (firsts[of] + lasts[of]) - rho * across[of];
  const [mm, m, n] = [whole('mm'), whole('m'), whole('n')];
  const [my, y, yy] = [whole('my'), whole('y'), whole('yy')];
  const normal = [
    [mm, m],
    [m, n],
  ];
  const solved = all.n < 5 ? undefined : solveSymmetric(normal, [my, y]);
  const inverse = all.n < 5 ? undefined : solveSymmetric(normal, [1, 0]);
  if (solved === undefined || inverse === undefined) return nothing;
  const [gain, offset] = solved as [number, number];
  const variance = Math.max(0, yy - gain * my - offset * y) / all.n;
  return {
    gain,
    offset,
    error: Math.sqrt(variance * (inverse[0] as number)),
    variance,
    logLikelihood: (-all.n / 2) * (Math.log(2 * Math.PI * variance) + 1) + (firsts.n / 2) * Math.log(1 - square),
  };
}
