import { Matrix } from 'ml-matrix';
import { InputError } from '../../core/errors.ts';
import { studentQuantile } from '../../core/student.ts';
import { valueAt, type FreeParameter } from '../free-parameter.ts';
import { bfgs, type Maximum } from '../optimise/bfgs.ts';
import { startPoint } from '../optimise/multi-start.ts';
import { laplaceAt } from '../posterior/laplace.ts';
import { posteriorOf, valuesAt, type PointFunction } from '../problem.ts';
import { designOf, type GroupProblem } from './group-problem.ts';
import {
  changeOf,
  effectCovariance,
  leastSd,
  mostSd,
  means,
  refinedScatter,
  spreadErrors,
  withinGroup,
  type GroupModel,
  type Known,
  type Scatter,
} from './spread.ts';

/** A number of the group on points, with its error. */
interface GroupNumber {
  readonly parameter: string;
  /** 'mean', a covariate, or 'sd'. */
  readonly name: string;
  readonly estimate: number;
  /** Standard error; of 'sd', of its logarithm. */
  readonly error: number;
  /** 95 % interval by Student's t. */
  readonly low: number;
  readonly high: number;
}

/** A subject under its group: shrunk towards the group's mean by as much as its data leave open. */
interface SubjectFit {
  readonly id: string;
  readonly point: readonly number[];
  readonly values: readonly number[];
  /** Of the point. */
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  /** Log of the integral of its likelihood over the group. */
  readonly logEvidence: number;
}

export interface GroupFit {
  readonly effects: readonly GroupNumber[];
  readonly spreads: readonly GroupNumber[];
  readonly subjects: readonly SubjectFit[];
  /** Sum of the subjects' log evidence. */
  readonly logEvidence: number;
  /** -2 log evidence + (numbers of the group + what likelihoods maximise themselves) log(observations of all subjects). */
  readonly iBic: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** What keeps numbers from being believed, each with a subject's or a parameter's id. */
  readonly failures: readonly string[];
}

export interface GroupOptions {
  readonly seed: number;
  /** Searches of each subject in the first round. */
  readonly starts?: number;
  readonly maxIterations?: number;
}

/** A round that moves the group by less than this, in its standard deviations, is the last. */
const settled = 5e-4;
const startSd = 1.5;

/**
 * Mean and spread of a group, and its subjects under them, by empirical Bayes: rounds of MAP fits with Laplace's
 * covariances, and of the scatter that these imply (Huys et al. 2011, PLoS Computational Biology 7:e1002028; Piray et al.
 * 2019, 15:e1007043). Spreads are restricted maximum likelihood's, which few subjects do not make too small. A mean has the
 * prior of its parameter, and its spread a half-normal one, as in the full posterior: the likelihood of the group alone has
 * no maximum where no subject needs a parameter, such as a lapse rate, whose mean then runs off to minus infinity. A covariate's
 * effect is estimated with the rest, so that shrinkage does not sharpen it as it does a test of the subjects' fits.
 * @throws InputError for too few subjects, or one whose data the model cannot produce
 */
export function fitGroup(problem: GroupProblem, options: GroupOptions): GroupFit {
  const work = groupRounds(problem, options);
  let step = work.next();
  while (step.done !== true) step = work.next(step.value.map((task) => roundOf(problem, task)));
  return step.value;
}

/**
 * The same, round by round.
 * @yields the subjects' fits of a round, which are to be given back in this order
 */
export function* groupRounds(
  problem: GroupProblem,
  { seed, starts = 4, maxIterations = 100 }: GroupOptions,
): Generator<readonly RoundTask[], GroupFit, readonly Round[]> {
  const design = new Matrix(designOf(problem).map((row) => [...row]));
  const model: GroupModel = { design, priors: problem.parameters.map(({ prior }) => prior) };
  let scatter = firstScatter(problem.parameters, design.columns);
  const taskOf = (
    subject: number,
    startsOf: (mean: readonly number[]) => readonly (readonly number[])[],
  ): RoundTask => {
    const mean = means(design, scatter, subject);
    return { subject, mean, sds: scatter.sds, starts: startsOf(mean) };
  };
  let rounds = yield problem.subjects.map((_, i) =>
    taskOf(i, (mean) =>
      Array.from({ length: starts }, (_start, start) => [
        ...startPoint(under(problem.parameters, mean, scatter.sds), seed, start),
      ]),
    ),
  );
  let converged = false;
  let iterations = 1;
  while (!converged && iterations < maxIterations) {
    const next = refinedScatter(model, scatter, rounds.map(knownOf));
    converged = changeOf(scatter, next) < settled;
    scatter = converged ? next : towards(scatter, next, iterations);
    const last = rounds;
    // From the group's mean as well: what was a subject's best point may now lie behind a pass.
    rounds = yield problem.subjects.map((_, i) => taskOf(i, (mean) => [last[i].point, mean]));
    iterations++;
  }
  return resultOf(problem, { model, scatter, rounds, iterations, converged });
}

/**
 * A part of the way to the next scatter, the shorter the longer it takes: where subjects' likelihoods are far from normal,
 * whole steps may go around the end for ever.
 */
function towards(from: Scatter, to: Scatter, iteration: number): Scatter {
  const share = iteration <= wholeSteps ? 1 : iteration <= 3 * wholeSteps ? 0.5 : 0.2;
  const bounded = (step: number): number => share * Math.max(-longestStep, Math.min(longestStep, step));
  const effects = from.effects.clone();
  for (let r = 0; r < effects.rows; r++)
    for (let a = 0; a < effects.columns; a++)
      effects.set(r, a, effects.get(r, a) + bounded(to.effects.get(r, a) - effects.get(r, a)));
  return { effects, sds: from.sds.map((sd, a) => sd * Math.exp(bounded(Math.log(to.sds[a] / sd)))) };
}

const wholeSteps = 10;
/** In points, and in logarithms of spreads. */
const longestStep = 1.5;

/** A subject's fit under one scatter, which depends on nothing else. Plain data. */
export interface RoundTask {
  /** Its place among the subjects. */
  readonly subject: number;
  /** Of the group, for this subject. */
  readonly mean: readonly number[];
  readonly sds: readonly number[];
  /** Points from which to search. */
  readonly starts: readonly (readonly number[])[];
}

/** One subject under one scatter. Plain data. */
export interface Round {
  readonly point: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly logEvidence: number;
  /** Why its covariance is the group's and not its own. */
  readonly failure?: string;
}

function firstScatter(parameters: readonly FreeParameter[], rows: number): Scatter {
  const effects = Matrix.zeros(rows, parameters.length);
  parameters.forEach(({ prior }, a) => effects.set(0, a, prior?.mean ?? 0));
  return { effects, sds: parameters.map(({ prior }) => prior?.sd ?? startSd) };
}

const knownOf = ({ point, covariance }: Round): Known => ({
  point,
  covariance: new Matrix(covariance.map((row) => [...row])),
});

const under = (
  parameters: readonly FreeParameter[],
  mean: readonly number[],
  sds: readonly number[],
): readonly FreeParameter[] =>
  parameters.map((parameter, a) => ({ ...parameter, prior: { mean: mean[a], sd: sds[a] } }));

/** @throws InputError for data that the model cannot produce */
export function roundOf(
  { parameters, subjects }: Pick<GroupProblem, 'parameters' | 'subjects'>,
  { subject, mean, sds, starts }: RoundTask,
): Round {
  const { id, likelihood } = subjects[subject];
  const of = posteriorOf({ parameters: under(parameters, mean, sds), likelihood });
  const best = highest(
    of,
    starts.map((start) => Float64Array.from(start)),
  );
  if (!Number.isFinite(best.height))
    throw new InputError('the model cannot produce these data', id, 'leave the subject out, or free other parameters');
  const laplace = laplaceAt(of, best.point, best.height);
  const found = {
    point: Array.from(best.point),
    logLikelihood: likelihood.at(valuesAt(parameters, best.point)),
  };
  if ('flat' in laplace) {
    const largest = laplace.flat.reduce((most, one, a) => (Math.abs(one) > Math.abs(laplace.flat[most]) ? a : most), 0);
    const covariance = sds.map((sd, a) => sds.map((_, b) => (a === b ? sd * sd : 0)));
    const failure = `${id}: the fit has no maximum in the direction of ${parameters[largest].id}`;
    return { ...found, covariance, logEvidence: best.height, failure };
  }
  return {
    ...found,
    covariance: withinGroup(new Matrix(laplace.covariance.map((row) => [...row])), sds).to2DArray(),
    logEvidence: laplace.logEvidence,
    ...(!best.converged && { failure: `${id}: the search did not converge` }),
  };
}

const highest = (of: PointFunction, starts: readonly Float64Array[]): Maximum =>
  starts.map((start) => bfgs(of, start)).reduce((best, one) => (one.height > best.height ? one : best));

interface Settled {
  readonly model: GroupModel;
  readonly scatter: Scatter;
  readonly rounds: readonly Round[];
  readonly iterations: number;
  readonly converged: boolean;
}

function resultOf({ parameters, subjects, covariates = [] }: GroupProblem, settledAt: Settled): GroupFit {
  const { model, scatter, rounds, iterations, converged } = settledAt;
  const { design } = model;
  const known = rounds.map(knownOf);
  const quantile = studentQuantile(subjects.length - design.columns);
  const errors = effectCovariance(model, scatter, known);
  const logErrors = spreadErrors(model, scatter, known);
  const size = parameters.length;
  const logEvidence = rounds.reduce((sum, round) => sum + round.logEvidence, 0);
  const observations = subjects.reduce((sum, { likelihood }) => sum + likelihood.observations, 0);
  const inner = subjects.reduce((sum, { likelihood }) => sum + likelihood.inner, 0);
  return {
    effects: parameters.flatMap(({ id }, a) =>
      ['mean', ...covariates].map((name, r) => {
        const estimate = scatter.effects.get(r, a);
        const error = Math.sqrt(errors.get(r * size + a, r * size + a));
        return {
          parameter: id,
          name,
          estimate,
          error,
          low: estimate - quantile * error,
          high: estimate + quantile * error,
        };
      }),
    ),
    spreads: parameters.map(({ id }, a) => {
      const [estimate, error] = [scatter.sds[a], logErrors[a]];
      const factor = Math.exp(quantile * error);
      return { parameter: id, name: 'sd', estimate, error, low: estimate / factor, high: estimate * factor };
    }),
    subjects: rounds.map(({ point, covariance, logLikelihood, logEvidence }, i) => ({
      id: subjects[i].id,
      point,
      values: parameters.map((parameter, a) => valueAt(parameter, point[a])),
      covariance,
      logLikelihood,
      logEvidence,
    })),
    logEvidence,
    iBic: -2 * logEvidence + (size * (design.columns + 1) + inner) * Math.log(observations),
    iterations,
    converged,
    failures: [
      ...(converged ? [] : [`group: not settled after ${iterations} rounds`]),
      ...rounds.flatMap(({ failure }) => failure ?? []),
      ...parameters.flatMap(({ id }, a) =>
        scatter.sds[a] <= leastSd
          ? [`${id}: no difference between subjects is visible, its spread is 0`]
          : scatter.sds[a] >= mostSd
            ? [`${id}: the subjects do not determine it, its spread has no end`]
            : [],
      ),
    ],
  };
}
