import { expect, test } from 'vitest';
import type { PartialAgent } from '../../src/spec/spec.ts';
import { mean } from '../core/moments.ts';
import { at, run, signature } from './experiment.ts';

const rescorlaWagner = (omissionRatio: number): PartialAgent => ({
  architecture: 'elemental',
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'rescorla-wagner', parameters: { learningRate: 0.05, omissionRatio } },
});

/** V_X in both groups, averaged over seeds. */
function valueOfX(omissionRatio: number): {
  readonly correlated: number;
  readonly uncorrelated: number;
  readonly contrast: number;
} {
  const finished = Array.from({ length: 30 }, (_, seed) =>
    run({
      world: { id: 'wagner-1968', parameters: { trainingTrials: 1200 } },
      agent: rescorlaWagner(omissionRatio),
      recording: 'identity',
      seed: seed + 1,
    }),
  );
  const of = (group: string): number => mean(finished.map((one) => at(one, `${group}-x`, 'value', 0)));
  const contrast = mean(finished.map((one) => signature(one, 'relative-validity').measured ?? Number.NaN));
  return { correlated: of('correlated'), uncorrelated: of('uncorrelated'), contrast };
}

/**
 * The value of X is the sum of those of A and B, as all start at 0 and X learns whenever one of them does. With A + X = 1 and
 * B + X = 0 that gives X = 1/3; with A + X = B + X = p it gives X = 2p/3, where p = β₁ / (β₁ + β₀) is what trials of both kinds
 * settle at.
 */
test('with equal rates for reward and its absence V_X is 1/3 in both groups: no relative validity', () => {
  const { correlated, uncorrelated } = valueOfX(1);
  expect(correlated).toBeCloseTo(1 / 3, 2);
  expect(Math.abs(uncorrelated - 1 / 3)).toBeLessThan(0.03);
});

test('with a lower rate for the absence of reward, β₀ = β₁ / 4, V_X is 1/3 and 8/15: relative validity', () => {
  const { correlated, uncorrelated, contrast } = valueOfX(0.25);
  expect(correlated).toBeCloseTo(1 / 3, 2);
  expect(Math.abs(uncorrelated - 8 / 15)).toBeLessThan(0.03);
  // Responding is proportional to the value above the threshold of a twentieth.
  expect(Math.abs(contrast - (1 / 3 - 8 / 15) / (1 / 3 + 8 / 15 - 0.1))).toBeLessThan(0.03);
});
