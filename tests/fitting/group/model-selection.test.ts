// An independent program in numpy 2.4 and scipy 1.17, written from the papers' equations (variational steps of Stephan et
// al. 2009; free energies as expectations, entropies and divergences; exceedance by 8,000,000 Dirichlet draws, and for two
// models by the incomplete beta function).
import { expect, test } from 'vitest';
import { digamma, gammaBelow } from '../../../src/fitting/gamma-functions.ts';
import { selectModels } from '../../../src/fitting/group/model-selection.ts';

const two = [
  [-52.1, -50.3],
  [-48.0, -49.5],
  [-61.2, -58.9],
  [-44.7, -44.1],
  [-53.3, -50.2],
  [-47.7, -48.0],
  [-56.0, -53.1],
  [-50.9, -51.3],
];
const three = [
  [-52.1, -50.3, -51.8],
  [-48.0, -49.5, -47.2],
  [-61.2, -58.9, -63.0],
  [-44.7, -44.1, -46.0],
  [-53.3, -50.2, -50.0],
  [-47.7, -48.0, -52.2],
  [-56.0, -53.1, -55.5],
  [-50.9, -51.3, -54.0],
  [-39.0, -35.2, -38.8],
  [-40.1, -38.0, -41.5],
];

function expectClose(found: readonly number[], wanted: readonly number[], digits: number): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
}

test('two models, whose exceedance is an incomplete beta function', () => {
  const found = selectModels(two);
  expectClose(found.alpha, [2.233523628, 7.766476372], 7);
  expectClose(found.assignments[0] ?? [], [0.0383928119, 0.9616071881], 7);
  expect(found.omnibusRisk).toBeCloseTo(0.5119596490810452, 7);
  expectClose(found.exceedance, [0.029435739654658843, 1 - 0.029435739654658843], 8);
  const [first] = found.protectedExceedance;
  expect(first).toBeCloseTo(0.029435739654658843 * (1 - 0.5119596490810452) + 0.5119596490810452 / 2, 7);
});

test('three models', () => {
  const found = selectModels(three);
  expectClose(found.alpha, [1.6227982717, 9.7117635865, 1.6654381419], 7);
  expectClose(found.frequencies, [1.6227982717 / 13, 9.7117635865 / 13, 1.6654381419 / 13], 7);
  expect(found.omnibusRisk).toBeCloseTo(0.20300941535122574, 7);
  // Sampled, with a standard error of 3e-5.
  expectClose(found.exceedance, [0.003899125, 0.991904875, 0.004196], 3);
  expectClose(found.protectedExceedance, [0.070777371, 0.8582086514, 0.0710139776], 3);
});

test('no difference between models', () => {
  const found = selectModels([
    [-1, -1, -1],
    [-1, -1, -1],
    [-1, -1, -1],
  ]);
  expectClose(found.alpha, [2, 2, 2], 9);
  expectClose(found.exceedance, [1 / 3, 1 / 3, 1 / 3], 9);
  expect(found.omnibusRisk).toBeCloseTo(0.6896551724137931, 9);
});

test('a weak prior, with components below 1', () => {
  const found = selectModels(
    [
      [-200, -200, 0],
      [-200, -200, 0],
    ],
    0.3,
  );
  expectClose(found.alpha, [0.3, 0.3, 2.3], 9);
  expectClose(found.exceedance, [0.04604, 0.04604, 0.90792], 3);
});

test('digamma and the incomplete gamma function are those of scipy.special', () => {
  expectClose([0.1, 1, 2.5, 30].map(digamma), [-10.4237549404, -0.5772156649, 0.7031566406, 3.3844381327], 9);
  const cases = [
    [0.5, 0.2],
    [1, 2],
    [3.3, 1.1],
    [20, 35],
    [200, 190],
  ] as const;
  expectClose(
    cases.map(([shape, x]) => gammaBelow(shape, x)),
    [0.4729107431, 0.8646647168, 0.0679468698, 0.9976754934, 0.2433474271],
    9,
  );
});

test('what is missing is said', () => {
  expect(() => selectModels([[-1], [-2]])).toThrow('less than two models');
  expect(() =>
    selectModels([
      [-1, -2],
      [-3, Number.NaN],
    ]),
  ).toThrow('subject 2 has no evidence');
});
