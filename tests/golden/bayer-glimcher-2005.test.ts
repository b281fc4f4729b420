import { describe, expect, test } from 'vitest';
import recordings from '../../src/paradigms/recorded/bayer-glimcher-2005.json' with { type: 'json' };
import { run, signature, tdCsc } from './experiment.ts';

describe.each([0.05, 0.1, 0.3])('TD(0), serial compound, α %d', (learningRate) => {
  const finished = run({
    world: { id: 'bayer-glimcher-2005', parameters: { recordingTrials: 3000 } },
    agent: tdCsc({ learningRate, discount: 0.98, stepSeconds: 0.2 }),
  });
  const kernel = finished.result.summaries.find(({ id }) => id === 'kernel')?.series[0]?.points ?? [];

  test('closed form: the reward k trials ago has weight -α(1-α)^(k-1)', () => {
    expect(kernel.map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    kernel
      .slice(1)
      .forEach(({ x, y }) =>
        expect(Math.abs(y + learningRate * (1 - learningRate) ** (x - 1)), `${x} trials ago`).toBeLessThan(0.012),
      );
  });

  test('the weights of older rewards are smaller by a factor of (1-α)^7', () => {
    // Rewards before those in the regression are noise, which is larger for slower forgetting.
    const measured = signature(finished, 'older-rewards-count-less').measured as number;
    // A contrast of -c is that of (1 - c) to (1 + c).
    expect(Math.abs((1 + measured) / (1 - measured) - (1 - learningRate) ** 7)).toBeLessThan(0.15);
  });
});

test('a recording that scales negative errors by 1/6 has a sixth of the slope there', () => {
  const finished = run({
    world: 'bayer-glimcher-2005',
    recording: { id: 'asymmetric', parameters: { negativeScale: 1 / 6 } },
  });
  const contrast = signature(finished, 'floor-for-negative').measured as number;
  expect(Math.abs((1 + contrast) / (1 - contrast) - 1 / 6)).toBeLessThan(0.1);
  expect(
    signature(run({ world: 'bayer-glimcher-2005', recording: 'identity' }), 'floor-for-negative').measured,
  ).toBeCloseTo(0, 1);
});

describe('the shipped recordings agree with the source data', () => {
  test('responses by recent rewards', () =>
    [1.24, 0.89, 0.75, 0.65].forEach((golden, i) =>
      expect(Math.abs((recordings.history[i]?.response as number) - golden)).toBeLessThan(0.01),
    ));
  test('kernel', () =>
    [1.127, -0.205, -0.175, -0.117].forEach((golden, i) =>
      expect(Math.abs((recordings.kernel[i]?.weight as number) - golden)).toBeLessThan(0.0015),
    ));
});
