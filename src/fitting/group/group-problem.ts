import { InputError } from '../../core/errors.ts';
import type { FreeParameter, PointPrior } from '../free-parameter.ts';
import type { Likelihood } from '../problem.ts';

/** A person or an animal of a group. */
interface Subject {
  readonly id: string;
  readonly likelihood: Likelihood;
  /** In the order of the problem's covariates. */
  readonly covariates?: readonly number[];
}

/** Data of several subjects, whose points scatter normally around a mean that may depend on covariates. */
export interface GroupProblem {
  readonly parameters: readonly FreeParameter[];
  /** Fits depend on their order in the last bits alone. */
  readonly subjects: readonly Subject[];
  /**
   * What groups differ in: a contrast of two groups is one covariate, such as 0 for controls and 1 for patients. The mean
   * is that of a subject whose covariates are 0.
   */
  readonly covariates?: readonly string[];
}

/**
 * The prior of a row of effects, on points: of the mean that of the parameter, of a difference of two means that of the
 * difference of two draws of it. Flat without a prior.
 */
export function effectPrior(prior: PointPrior | undefined, row: number): PointPrior {
  if (prior === undefined) return { mean: 0, sd: Infinity };
  return row === 0 ? prior : { mean: 0, sd: Math.SQRT2 * prior.sd };
}

/**
 * A row for each subject: 1, then its covariates.
 * @throws InputError if a subject lacks one, or there are too few subjects
 */
export function designOf({ subjects, covariates = [] }: GroupProblem): readonly (readonly number[])[] {
  if (subjects.length < covariates.length + 2)
    throw new InputError(
      `${subjects.length} ${subjects.length === 1 ? 'subject' : 'subjects'} for a mean${covariates.length === 0 ? '' : `, ${covariates.length} of covariates`} and a spread`,
      'group',
      `add subjects: at least ${covariates.length + 2}`,
    );
  return subjects.map(({ id, covariates: own = [] }) => {
    if (own.length !== covariates.length || !own.every(Number.isFinite))
      throw new InputError(
        `covariates are ${covariates.join(', ') || 'none'}, and there are ${own.filter(Number.isFinite).length} numbers`,
        id,
        'give each subject a number for each',
      );
    return [1, ...own];
  });
}
