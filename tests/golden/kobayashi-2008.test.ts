import { describe, expect, test } from 'vitest';
import { fitLine } from '../../src/analysis/summaries.ts';
import { errorOfHyperbola, fitDiscount, shapes, throughZero } from '../../src/paradigms/measures/discounting.ts';
import { isWhole } from '../sample.ts';
import { at, perSecond, run, signature, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const delays = [2, 4, 8, 16] as const;
/** On the grid of these numbers, half a second, values reach the cue in fewer trials than at the paradigm's defaults. */
const acquisitionTrials = 560;
const world = { id: 'kobayashi-2008', parameters: { acquisitionTrials } };
const line = (points: readonly { readonly x: number; readonly y: number }[]) =>
  fitLine(points) ?? { slope: NaN, intercept: NaN, r: NaN };
const curve = (y: (delay: number) => number) => delays.map((delay) => ({ x: delay, y: y(delay) }));

describe('one discount of 0.9 per second, serial compound', () => {
  const finished = run({ world, agent: tdCsc({ learningRate: 0.1, discount: 0.9 ** 0.5, stepSeconds: 0.5 }) });

  test.each([
    [2, 0.81],
    [4, 0.656],
    [8, 0.43],
    [16, 0.185],
  ])('RPE at cue, %d s: %d', (delay, golden) => expectGolden(at(finished, `delay-${delay}s`, 'rpe', 0), golden, 'cue'));

  test('an exponential fits better, and a reward at the expected time evokes nothing', () => {
    expect(signature(finished, 'hyperbolic').measured).toBeGreaterThan(10 / 4);
    expect(signature(finished, 'reward-response-grows').measured).toBeCloseTo(0, 2);
  });
});

describe('many discounts', () => {
  const spaced = (smallestDiscount: number, largestDiscount: number, channels: number) =>
    run({
      world,
      agent: {
        id: 'td-multi-timescale',
        objective: { id: 'many-discounts', parameters: { smallestDiscount, largestDiscount, channels } },
      },
    });
  const half = spaced(0.5, 0.99, 20);

  test.each([
    [2, 0.58],
    [4, 0.38],
    [8, 0.21],
    [16, 0.11],
  ])('from 0.5 to 0.99 per second: mean RPE at cue, %d s: %d', (delay, golden) =>
    expectGolden(at(half, `delay-${delay}s`, 'rpe', 0), golden, 'cue'),
  );

  test('the hyperbola fits better', () => expect(signature(half, 'hyperbolic').pass).toBe(true));

  test('closed form: for discounts spaced evenly from 0 to 1 the mean is the hyperbola 1 / (1 + d) = ∫ γ^d dγ', () => {
    const all = spaced(0, 1, 100);
    for (const delay of delays)
      expect(Math.abs(at(all, `delay-${delay}s`, 'rpe', 0) - 1 / (1 + delay))).toBeLessThan(0.005);
  });
});

describe('the fits', () => {
  test('hyperbola with k = 0.2 at 2, 4, 8 and 16 s', () =>
    [0.714, 0.556, 0.385, 0.238].forEach((golden, i) =>
      expect(shapes.hyperbolic(0.2 * (delays[i] as number))).toBeCloseTo(golden, 3),
    ));

  test('find the generating parameters', () => {
    const hyperbola = fitDiscount(
      'hyperbolic',
      curve((delay) => 1 / (1 + 0.2 * delay)),
      line,
    );
    expect(hyperbola.rate).toBeCloseTo(0.2, 5);
    expect(hyperbola.amplitude).toBeCloseTo(1, 4);
    expect(hyperbola.baseline).toBeCloseTo(0, 4);
    const exponential = fitDiscount(
      'exponential',
      curve((delay) => 0.3 + 2 * 0.9 ** delay),
      line,
    );
    expect(exponential.rate).toBeCloseTo(-Math.log(0.9), 5);
    expect(exponential.amplitude).toBeCloseTo(2, 4);
    expect(exponential.baseline).toBeCloseTo(0.3, 4);
  });

  test('distinguish the two, with and without a baseline', () => {
    for (const fit of [line, throughZero]) {
      expect(
        errorOfHyperbola(
          curve((delay) => 1 / (1 + 0.2 * delay)),
          fit,
        ),
      ).toBeLessThan(-10 / 4);
      expect(
        errorOfHyperbola(
          curve((delay) => 0.9 ** delay),
          fit,
        ),
      ).toBeGreaterThan(10 / 4);
    }
  });

  test('do not compare two errors that are only rounding', () => {
    // Both shapes fit two delays exactly, and a fall due to rounding does not count.
    const short = [2, 4].map((delay) => ({ x: delay, y: 1 / (1 + delay) }));
    expect(errorOfHyperbola(short, throughZero)).toBe(0);
  });

  test('are undefined for constant responses', () =>
    expect(
      errorOfHyperbola(
        curve(() => 0),
        line,
      ),
    ).toBeNaN());
});

// Half a minute of learning.
test.runIf(isWhole).each([2])('many discounts on microstimuli show all findings, seed %d', (seed) => {
  const agent = {
    id: 'td-multi-timescale',
    architecture: { id: 'microstimuli', parameters: { decay: perSecond(0.97, 0.5) } },
    learningRule: { id: 'td-lambda', parameters: { learningRate: 0.01, traceDecay: 0.95 } },
  };
  const { result } = run({
    world: { id: 'kobayashi-2008', parameters: { acquisitionTrials, itiSeconds: 30 } },
    agent,
    seed,
  });
  expect(result.signatures.filter(({ pass }) => !pass)).toEqual([]);
});
