import { expect, test } from 'vitest';
import {
  agentShares,
  expectedGain,
  responseEvidence,
  trialProducts,
} from '../../../src/fitting/discrimination/trial-gains.ts';

const ones = new Float64Array(8).fill(1);
/** Waves without baseline, which have nothing in common. */
const slow = Float64Array.from([1, 1, 1, 1, -1, -1, -1, -1]);
const fast = Float64Array.from([1, -1, 1, -1, 1, -1, 1, -1]);
const times = (wave: Float64Array, factor: number): Float64Array => wave.map((one) => factor * one);
const square = 8;

const nothing = trialProducts([ones, ones, ones].map((one) => times(one, 0)));
const two = { agents: [0, 1], products: nothing, evidence: undefined };

test('a prediction that the rival cannot make is worth half its square, in units of the noise; an equal one nothing', () => {
  expect(expectedGain(two, trialProducts([ones, times(slow, 0.7), fast]))).toBeCloseTo(
    (0.5 * (0.49 + 1) * square) / 2,
    12,
  );
  expect(expectedGain(two, trialProducts([ones, slow, slow]))).toBeCloseTo(0, 12);
});

test('another gain or baseline is no difference at first, and one when the trials so far have set them', () => {
  const next = trialProducts([ones, slow, times(slow, 2).map((one) => one + 5)]);
  expect(expectedGain(two, next)).toBeCloseTo(0, 12);
  const centred = trialProducts([ones, slow, times(slow, 2)]);
  const soFar = trialProducts([ones, times(fast, 3), times(fast, 3)]);
  // Least squares by hand: of W + U and W + 4 U, with squares W and U of the two waves, W U / (W + 4 U) and W U / (W + U) are left.
  const [w, u] = [9 * square, square];
  const left = ((w * u) / (w + 4 * u) + (w * u) / (w + u)) / 2;
  expect(expectedGain({ ...two, products: soFar }, centred)).toBeCloseTo(left / 2, 12);
});

test('what the trials so far have told is not told again', () => {
  const products = trialProducts([ones, slow, fast]);
  expect(expectedGain({ ...two, products }, nothing)).toBeCloseTo(0, 12);
  expect(expectedGain({ ...two, products }, products)).toBeCloseTo(square / 2, 12);
});

test('what tells apart parameters of one agent alone is worth nothing', () => {
  const both = [slow, fast, slow, fast];
  const products = new Float64Array(25);
  const known = { agents: [0, 0, 1, 1], products, evidence: undefined };
  expect(expectedGain(known, trialProducts([ones, ...both]))).toBeCloseTo(0, 12);
});

test('the evidence of responses is that of a regression with free gain, baseline and variance', () => {
  const responses = Float64Array.from([1, 2, 3, 5]);
  const [first, second] = responseEvidence(responses, [
    Float64Array.from([10, 20, 30, 40]),
    Float64Array.from([4, 3, 2, 1]),
  ]);
  // Of a total of 8.75, the line leaves 8.75 - 6.5²/5 = 0.3; upside down it explains nothing.
  expect(first).toBeCloseTo(-Math.log(0.3 / 8.75), 12);
  expect(second).toBeCloseTo(0, 12);
  const evidence = Float64Array.from([first as number, 0]);
  // Odds of 8.75 to .3.
  expect(agentShares({ ...two, evidence })[0]).toBeCloseTo(8.75 / (8.75 + 0.3), 12);
  // Weighted by these: what the first predicts alone, and the second alone.
  expect(expectedGain({ ...two, evidence }, trialProducts([ones, slow, times(slow, 0)]))).toBeCloseTo(
    ((8.75 / 9.05) * square) / 2,
    12,
  );
});

test('points whose learning diverges are left out', () => {
  const lost = times(slow, Number.NaN);
  const known = { agents: [0, 0, 1], products: new Float64Array(16), evidence: undefined };
  expect(expectedGain(known, trialProducts([ones, slow, lost, fast]))).toBeCloseTo(square / 2, 12);
});
