import { expect, test } from 'vitest';
import { finishedFit } from '../../src/fitting/fit.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import type { FitProblem } from '../../src/fitting/problem.ts';

const named = (id: string): FreeParameter => ({ id, title: id, scale: 'linear', minimum: 0, maximum: 0 });
/** Standard deviations 1 and .1 around (0, 0). */
const problem: FitProblem = {
  parameters: [named('wide'), named('narrow')],
  likelihood: {
    observations: 10,
    inner: 0,
    hasGradient: false,
    at: ([x = 0, y = 0]) => -(x * x) / 2 - (100 * y * y) / 2,
  },
};

test('a fit whose searches all ended on the way has failed, and names the parameter that is farthest from its end', () => {
  // In standard deviations the first is .5 away, the second .3, though the slope by the second is steeper.
  const point = Float64Array.of(0.5, 0.03);
  const end = { point, height: -0.17, evaluations: 1, converged: false };
  expect(finishedFit(problem, [end]).failure).toMatch(/has not converged.* wide\.$/);
  expect(finishedFit(problem, [{ ...end, converged: true }])).not.toHaveProperty('failure');
});
