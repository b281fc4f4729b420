import { logPrior, slopeAt, valueAt, type FreeParameter } from './free-parameter.ts';

/** How likely data are under a model, as a function of the values of its free parameters. */
export interface Likelihood {
  /** Independent observations, as BIC counts them: choices, or effective samples of a signal. */
  readonly observations: number;
  /** The same at some values, where it depends on them: how far residuals are correlated depends on the model. */
  observationsAt?(values: Float64Array): number;
  /** Number of further parameters that `at` itself puts at their maximum, which AIC and BIC count. */
  readonly inner: number;
  /** Whether `at` fills a gradient. */
  readonly hasGradient: boolean;
  /** True if the gradient has small jumps, as where a sensor's floor is reached: its own differences over short steps mean nothing. */
  readonly isRough?: boolean;
  /**
   * Log likelihood (natural), -Infinity where the model cannot produce the data or its learning diverges.
   * @param values in the order of the parameters
   * @param gradient filled with the derivatives by the values, if `hasGradient`
   */
  at(values: Float64Array, gradient?: Float64Array): number;
}

/** What a fit maximises. */
export interface FitProblem {
  readonly parameters: readonly FreeParameter[];
  readonly likelihood: Likelihood;
}

/** A function of points that is maximised or drawn from. */
export interface PointFunction {
  readonly size: number;
  readonly hasGradient: boolean;
  /** See Likelihood. */
  readonly isRough?: boolean;
  /** @param gradient filled with the derivatives by the points, if `hasGradient` */
  at(point: Float64Array, gradient?: Float64Array): number;
}

/** Log likelihood + log prior of points: MAP is its maximum. Up to a constant it is the log posterior density of points. */
export function posteriorOf({ parameters, likelihood }: FitProblem): PointFunction {
  const values = new Float64Array(parameters.length);
  return {
    size: parameters.length,
    hasGradient: likelihood.hasGradient,
    ...(likelihood.isRough === undefined ? {} : { isRough: likelihood.isRough }),
    at(point, gradient) {
      for (let i = 0; i < values.length; i++) values[i] = valueAt(parameters[i], point[i]);
      let sum = likelihood.at(values, gradient);
      for (let i = 0; i < values.length; i++) {
        const parameter = parameters[i];
        const [density, slope] = logPrior(parameter, point[i]);
        sum += density;
        if (gradient !== undefined) gradient[i] = gradient[i] * slopeAt(parameter, point[i]) + slope;
      }
      return sum;
    },
  };
}

/** The values at a point, in the order of the parameters. */
export const valuesAt = (parameters: readonly FreeParameter[], point: ArrayLike<number>): Float64Array =>
  Float64Array.from(parameters, (parameter, i) => valueAt(parameter, point[i]));
