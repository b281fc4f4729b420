import type { ChoiceProcess } from '../choice-process.ts';
import type { ChoiceShape } from '../choice-trials.ts';
import { softmaxProcess } from '../softmax-process.ts';
import { TwoStepValues, twoStepSize } from './two-step-values.ts';

/** The parameters of a model as those of `TwoStepValues`. */
export interface TwoStepParameters {
  /** @param natural filled with those of `TwoStepValues` */
  natural(values: Float64Array, natural: Float64Array): void;
  /** Adds the derivatives by the model's own parameters. @param slopes derivatives by those of `TwoStepValues` */
  addSlopes(values: Float64Array, slopes: Float64Array, gradient: Float64Array): void;
}

/** Each is one of `TwoStepValues`, and the others are 0. @param places indices there */
export const placed = (places: readonly number[]): TwoStepParameters => ({
  natural(values, natural) {
    natural.fill(0);
    places.forEach((place, i) => (natural[place] = values[i]));
  },
  addSlopes: (_, slopes, gradient) => places.forEach((place, i) => (gradient[i] += slopes[place])),
});

/** Softmax choices by `TwoStepValues`, in a model's own parameters. */
export function twoStepProcess(shape: ChoiceShape, { natural, addSlopes }: TwoStepParameters): ChoiceProcess {
  const values = new TwoStepValues(shape);
  const process = softmaxProcess({ options: shape.options, size: twoStepSize, pulls: [values], values });
  const [inner, slopes] = [new Float64Array(twoStepSize), new Float64Array(twoStepSize)];
  let own: Float64Array = new Float64Array(0);
  return {
    ...process,
    begin(given) {
      own = given;
      natural(given, inner);
      process.begin(inner);
    },
    logProbability(state, option, gradient) {
      if (gradient === undefined) return process.logProbability(state, option);
      slopes.fill(0);
      const logProbability = process.logProbability(state, option, slopes);
      addSlopes(own, slopes, gradient);
      return logProbability;
    },
    transitionError: values.transitionError,
  };
}
