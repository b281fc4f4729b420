// Restricted likelihoods of dense n x n covariances, maximised by scipy 1.17 (optimize.minimize, Nelder-Mead from six
// starts): no sums by animal, no factor of the animals' covariance. statsmodels 0.15 (MixedLM) gives the first series the
// same coefficients within 1e-6, and errors that also count those of the variances.
import { expect, test } from 'vitest';
import { firstFactor, mixedPoint } from '../../../../src/fitting/group/functional/mixed-point.ts';
import { sumsAt, type TrialCurves } from '../../../../src/fitting/group/functional/trial-curves.ts';

/** Six animals with 6, 8, ... 16 trials; three series: animals that differ, hardly differ, and have one line in common. */
function unbalanced(): TrialCurves {
  let state = 12345;
  const uniform = (): number => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const normal = (): number => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  };
  const [animals, design, values]: [string[], number[][], number[]] = [[], [], []];
  for (let animal = 0; animal < 6; animal++) {
    const level = 1 + 0.8 * normal();
    const slope = 2 + 1.1 * normal();
    for (let trial = 0; trial < 6 + 2 * animal; trial++) {
      const x = uniform();
      animals.push(`animal ${animal}`);
      design.push([1, x]);
      values.push(
        level + slope * x + 0.7 * normal(),
        level * 0.5 + 0.2 * slope * x + 0.7 * normal(),
        0.3 + x + 0.7 * normal(),
      );
    }
  }
  return { animals, names: ['intercept', 'x'], design, points: 3, values: Float64Array.from(values) };
}

test.each([
  [0, -87.15435503910896, [0.73049186, 1.67822536], [0.42294245, 0.63630795], 0.606726422408789],
  [1, -70.80282923873303, [0.17142481, 0.73000706], [0.18672286, 0.32389156], 0.4892837759926865],
  [2, -66.78257372248048, [0.1496903, 1.35178804], [0.18986618, 0.3777992], 0.4087621359164394],
])('series %i of an unbalanced experiment', (series, logLikelihood, estimate, error, variance) => {
  const curves = unbalanced();
  const names = [...new Set(curves.animals)];
  const sums = names.map((name) =>
    sumsAt(
      curves,
      curves.animals.flatMap((one, trial) => (one === name ? [trial] : [])),
      series,
    ),
  );
  const found = mixedPoint(sums, 2, firstFactor(2));
  expect(found?.logLikelihood).toBeCloseTo(logLikelihood, 4);
  expect(found?.variance).toBeCloseTo(variance, 3);
  estimate.forEach((wanted, i) => expect(found?.estimate[i]).toBeCloseTo(wanted, 3));
  error.forEach((wanted, i) => expect(found?.error[i]).toBeCloseTo(wanted, 3));
  // What animals add to the error cancels at the estimate.
  [0, 1].forEach((column) => {
    const sum = names.reduce((total, _, i) => total + (found?.influence[i * 2 + column] ?? 0), 0);
    expect(sum).toBeCloseTo(0, 8);
  });
});
