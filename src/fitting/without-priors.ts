import type { FreeParameter } from './free-parameter.ts';
import type { FitProblem } from './problem.ts';

/** The same problem where every value is as likely beforehand: its maximum is that of the likelihood, as BIC requires. */
export const withoutPriors = ({ parameters, likelihood }: FitProblem): FitProblem => ({
  parameters: parameters.map((parameter) => {
    const flat: { -readonly [K in keyof FreeParameter]: FreeParameter[K] } = { ...parameter };
    delete flat.prior;
    return flat;
  }),
  likelihood,
});
