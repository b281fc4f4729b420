import { gammaln } from 'simple-statistics';
import { InputError } from '../../core/errors.ts';
import { digamma, gammaBelow } from '../gamma-functions.ts';

/** Which models a population uses, by random effects: each subject has its own. */
export interface ModelSelection {
  /** Parameters of the Dirichlet posterior of the models' frequencies. */
  readonly alpha: readonly number[];
  /** Expected share of the population that each model describes. */
  readonly frequencies: readonly number[];
  /** Subject x model: the probability that the subject uses it. */
  readonly assignments: readonly (readonly number[])[];
  /** The probability that a model is more frequent than every other. */
  readonly exceedance: readonly number[];
  /** The same, if frequencies may as well be equal and what differs be chance. */
  readonly protectedExceedance: readonly number[];
  /** The probability that all models are equally frequent (Bayes omnibus risk). */
  readonly omnibusRisk: number;
}

const maxIterations = 10_000;
const settled = 1e-10;

/**
 * Random-effects Bayesian model selection (Stephan, Penny, Daunizeau, Moran & Friston 2009, NeuroImage 46:1004), with
 * protected exceedance probabilities (Rigoux, Stephan, Friston & Daunizeau 2014, NeuroImage 84:971).
 * @param logEvidence subject x model
 * @param prior of the Dirichlet, for every model
 * @throws InputError if there are fewer than two models, no subjects, or evidence is missing
 */
export function selectModels(logEvidence: readonly (readonly number[])[], prior = 1): ModelSelection {
  const count = logEvidence[0]?.length ?? 0;
  if (count < 2) throw new InputError('model selection of less than two models', 'group', 'name two or more agents');
  logEvidence.forEach((row, subject) => {
    if (row.length !== count || !row.every(Number.isFinite))
      throw new InputError(`subject ${subject + 1} has no evidence of some model`, 'group', 'leave the subject out');
  });
  let alpha = Array.from({ length: count }, () => prior);
  let assignments: readonly (readonly number[])[] = [];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const logs = expectedLogs(alpha);
    assignments = logEvidence.map((row) => softmax(row.map((one, k) => one + logs[k])));
    const next = alpha.map((_, k) => assignments.reduce((sum, row) => sum + row[k], prior));
    const change = Math.max(...next.map((one, k) => Math.abs(one - alpha[k])));
    alpha = next;
    if (change < settled) break;
  }
  const total = alpha.reduce((sum, one) => sum + one, 0);
  const exceedance = exceedanceOf(alpha);
  const difference = freeEnergy(logEvidence, assignments, alpha, prior) - equalFreeEnergy(logEvidence);
  const omnibusRisk = 1 / (1 + Math.exp(difference));
  return {
    alpha,
    frequencies: alpha.map((one) => one / total),
    assignments,
    exceedance,
    protectedExceedance: exceedance.map((one) => one * (1 - omnibusRisk) + omnibusRisk / count),
    omnibusRisk,
  };
}

/** Expected log frequencies. */
function expectedLogs(alpha: readonly number[]): readonly number[] {
  const whole = digamma(alpha.reduce((sum, one) => sum + one, 0));
  return alpha.map((one) => digamma(one) - whole);
}

function softmax(logs: readonly number[]): readonly number[] {
  const most = Math.max(...logs);
  const weights = logs.map((one) => Math.exp(one - most));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((one) => one / total);
}

/** The bound on the log evidence of models with unknown frequencies. */
function freeEnergy(
  logEvidence: readonly (readonly number[])[],
  assignments: readonly (readonly number[])[],
  alpha: readonly number[],
  prior: number,
): number {
  const logs = expectedLogs(alpha);
  const data = assignments.reduce(
    (sum, row, subject) =>
      sum +
      row.reduce(
        (own, share, k) => own + (share > 0 ? share * (logEvidence[subject][k] + logs[k] - Math.log(share)) : 0),
        0,
      ),
    0,
  );
  const before = alpha.map(() => prior);
  return data + expectedDensity(before, logs) - expectedDensity(alpha, logs);
}

/** Expected log density of a Dirichlet. */
function expectedDensity(alpha: readonly number[], logs: readonly number[]): number {
  const total = alpha.reduce((sum, one) => sum + one, 0);
  return alpha.reduce((sum, one, k) => sum - gammaln(one) + (one - 1) * logs[k], gammaln(total));
}

/** Log evidence of models that are equally frequent. */
const equalFreeEnergy = (logEvidence: readonly (readonly number[])[]): number =>
  logEvidence.reduce((sum, row) => {
    const most = Math.max(...row);
    return sum + most + Math.log(row.reduce((own, one) => own + Math.exp(one - most), 0) / row.length);
  }, 0);

const steps = 2000;
/** Standard deviations of a gamma variable that the integral covers, and an addition for its long tail. */
const [reach, tail] = [12, 40];

/**
 * The probability that each component of a Dirichlet is the largest. Its components are gamma variables over their sum,
 * so that this is the integral of one's density times the others' distributions, here by Simpson's rule: exact where
 * sampling leaves an error.
 */
function exceedanceOf(alpha: readonly number[]): readonly number[] {
  const last = Math.max(...alpha.map((one) => one + reach * Math.sqrt(one))) + tail;
  // In the square root of x, so that densities of small shapes have no pole at 0.
  const width = Math.sqrt(last) / steps;
  const sums = alpha.map(() => 0);
  for (let i = 1; i <= steps; i++) {
    const root = i * width;
    const x = root * root;
    const below = alpha.map((one) => gammaBelow(one, x));
    const weight = (i === steps ? 1 : i % 2 === 1 ? 4 : 2) * (width / 3);
    alpha.forEach((shape, k) => {
      const density = 2 * root * Math.exp((shape - 1) * Math.log(x) - x - gammaln(shape));
      sums[k] += weight * below.reduce((product, one, j) => (j === k ? product : product * one), density);
    });
  }
  const total = sums.reduce((sum, one) => sum + one, 0);
  return sums.map((one) => one / total);
}
