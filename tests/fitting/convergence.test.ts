// R-hat, effective sizes and E-BFMI of arviz 0.23.4 (rhat(method='rank'), ess(method='bulk' | 'tail'), bfmi), normal
// quantiles of scipy 1.17, on the same draws: autoregressive, driven by sums of four numbers of Lehmer's generator.
import { expect, test } from 'vitest';
import { bulkSize, energyFraction, rHat, tailSize } from '../../src/fitting/posterior/convergence.ts';
import { normalQuantile } from '../../src/fitting/posterior/normal-quantile.ts';

function draws(seed: number, count: number, correlation: number, shift = 0, scale = 1): Float64Array {
  let state = seed;
  let x = 0;
  return Float64Array.from({ length: count }, () => {
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      state = (state * 16807) % 2147483647;
      sum += state / 2147483647;
    }
    x = correlation * x + (sum - 2);
    return shift + scale * x;
  });
}
const chains = (count: number, of: (chain: number) => Float64Array): readonly Float64Array[] =>
  Array.from({ length: count }, (_, chain) => of(chain));

test.each([
  ['of one distribution', chains(4, (k) => draws(11 + k, 300, 0.5)), 1.008822109946, 392.452751751, 713.821931211],
  ['antithetic', chains(4, (k) => draws(21 + k, 250, -0.6)), 1.006612881503, 3000, 963.150823072],
  [
    'shifted, of odd length',
    chains(3, (k) => draws(31 + k, 201, 0.8, 0.4 * k)),
    1.040096457246,
    69.444435102,
    175.71620473,
  ],
  [
    'of different widths',
    chains(4, (k) => draws(41 + k, 200, 0.3, 0, 1 + k)),
    1.142254735525,
    494.737966567,
    176.693403769,
  ],
  [
    'of whole numbers',
    chains(2, (k) => draws(61 + k, 200, 0.5).map(Math.round)),
    1.001406788227,
    148.413225724,
    191.846768138,
  ],
])('chains %s', (_, all, hat, bulk, tail) => {
  expect(rHat(all)).toBeCloseTo(hat, 9);
  expect(bulkSize(all)).toBeCloseTo(bulk, 6);
  expect(tailSize(all)).toBeCloseTo(tail, 6);
});

test('a single chain has effective draws, and halves that can disagree', () => {
  const one = chains(1, () => draws(51, 400, 0.9));
  expect(bulkSize(one)).toBeCloseTo(12.932511441, 6);
  expect(tailSize(one)).toBeCloseTo(62.664000859, 6);
  expect(rHat(one)).toBeGreaterThan(1.01);
  expect(energyFraction(draws(51, 400, 0.9))).toBeCloseTo(0.22950067, 8);
});

test('normal quantiles', () => {
  (
    [
      [1e-300, -37.0470962993612],
      [1e-10, -6.361340902404056],
      [0.01, -2.3263478740408408],
      [0.07, -1.4757910281791706],
      [0.3, -0.5244005127080409],
      [0.5, 0],
      [0.975, 1.959963984540054],
      [1 - 1e-9, 5.997807019601637],
    ] as const
  ).forEach(([probability, wanted]) => expect(normalQuantile(probability)).toBeCloseTo(wanted, 12));
  expect([0, 1, -1].map(normalQuantile)).toEqual([-Infinity, Infinity, Number.NaN]);
});
