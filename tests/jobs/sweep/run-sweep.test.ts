import { describe, expect, test } from 'vitest';
import type { SubjectResult, Variation } from '../../../src/spec/sweep.ts';
import type { PartialSpec } from '../../../src/spec/spec.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { expandSweep } from '../../../src/engine/sweep.ts';
import { runSweep, type SweptSubject } from '../../../src/jobs/sweep/run-sweep.ts';
import { crossover, populationSeconds } from '../../../src/jobs/sweep/crossover.ts';

const learningRate: Variation = { path: 'learningRate', min: 0.02, max: 0.4, scale: 'log' };

async function swept(
  given: PartialSpec,
  variations: readonly Variation[],
  population: 'auto' | 'on' | 'off',
  seeds: readonly number[] = [1],
) {
  const sweep = expandSweep(completeTrialSpec(given), variations, { kind: 'grid', pointsPerRange: 4 });
  const results: SweptSubject[] = [];
  const notes: string[] = [];
  for await (const result of runSweep(sweep, {
    seeds,
    population,
    backend: 'wasm',
    workers: 1,
    onNote: (line) => notes.push(line),
  }))
    results.push(result);
  return { results, notes };
}

/** Some measures are fits and ratios, which amplify differences of a millionth in the signals. */
const tolerance = 1e-3;

function expectEqual(one: readonly SubjectResult[], other: readonly SubjectResult[]): void {
  expect(one.length).toBe(other.length);
  one.forEach((result, i) => {
    const { subject, seed, diverged, signatures, atEvent } = other[i] as SubjectResult;
    expect(result).toMatchObject({ subject, seed, diverged });
    signatures.forEach(({ id, measured, pass }, k) =>
      expectNear(result.signatures[k]?.measured, measured, { id, pass }, result.signatures[k]),
    );
    atEvent.forEach(({ condition, rpe, value }, k) => {
      expectNear(result.atEvent[k]?.rpe, rpe, { condition }, result.atEvent[k]);
      expectNear(result.atEvent[k]?.value, value, { condition }, result.atEvent[k]);
    });
  });
}

function expectNear(
  actual: number | null | undefined,
  expected: number | null,
  same: object,
  whole: object | undefined,
): void {
  expect(whole).toMatchObject(same);
  if (expected === null) expect(actual).toBeNull();
  else expect(Math.abs((actual as number) - expected)).toBeLessThan(tolerance);
}

describe('a population gives the results of the typed-array engine', () => {
  test.each<[string, PartialSpec, readonly Variation[]]>([
    [
      'averages',
      {
        world: 'schultz-1997',
        agent: { id: 'td-lambda-csc', learningRule: { id: 'td-lambda', parameters: { boundary: 'reset' } } },
      },
      [learningRate, { path: 'traceDecay', values: [0, 0.9] }],
    ],
    [
      'groups of subjects that differ in their trials',
      { world: 'schultz-1997', agent: 'td-csc' },
      [learningRate, { path: 'cueRewardSeconds', values: [0.8, 1.5] }],
    ],
    [
      'single trials, with their recordings',
      { world: { id: 'bayer-glimcher-2005', parameters: {} }, agent: 'td-csc' },
      [{ path: 'learningRate', values: [0.1, 0.3] }],
    ],
    [
      'every channel',
      {
        world: { id: 'dabney-2020', parameters: { acquisitionTrials: 100, recordingTrials: 100 } },
        agent: 'td-expectile',
      },
      [{ path: 'largestGain', values: [0.2, 0.5] }],
    ],
    [
      'choices',
      { world: 'roesch-2007', agent: 'actor-critic' },
      [
        { path: 'actorLearningRate', values: [0.05, 0.2] },
        { path: 'inverseTemperature', values: [2, 5] },
      ],
    ],
    [
      'responding, with contexts and several groups',
      { world: 'ricker-bouton-1996', agent: 'td-csc' },
      [{ path: 'learningRate', values: [0.05, 0.2] }],
    ],
  ])('%s', async (_, given, variations) => {
    const [population, typed] = [
      await swept(given, variations, 'on', [1, 2]),
      await swept(given, variations, 'off', [1, 2]),
    ];
    expect(new Set(population.results.map(({ backend }) => backend))).toEqual(new Set(['tfjs-wasm']));
    expectEqual(population.results, typed.results);
  });

  test('subjects whose learning diverges are named and do not end the sweep', async () => {
    const diverging: PartialSpec = {
      world: { id: 'schultz-1997', parameters: { trainingTrials: 60 } },
      agent: {
        id: 'td-microstimuli',
        architecture: { id: 'microstimuli', parameters: { width: 0.5 } },
        learningRule: { id: 'td-lambda', parameters: { traceDecay: 1, boundary: 'reset' } },
      },
    };
    const variations: readonly Variation[] = [{ path: 'learningRate', values: [0.0001, 1] }];
    const [population, typed] = [await swept(diverging, variations, 'on'), await swept(diverging, variations, 'off')];
    expect(typed.results.map(({ diverged }) => diverged)).toEqual([false, true]);
    expectEqual(population.results, typed.results);
  });
});

test('without a population program it says so and uses typed arrays, or refuses if a population is required', async () => {
  const given: PartialSpec = { world: 'schultz-1997', agent: 'rescorla-wagner' };
  const { results, notes } = await swept(given, [{ path: 'learningRate', values: [0.1] }], 'auto');
  expect(results.map(({ backend }) => backend)).toEqual(['typed-arrays']);
  expect(notes).toEqual(["learning rule 'rescorla-wagner' has no population program: typed arrays are used"]);
  await expect(swept(given, [{ path: 'learningRate', values: [0.1] }], 'on')).rejects.toThrow(/--population auto/);
});

describe('the crossover', () => {
  const cost = { fixed: 2, each: 0.01, chunk: 100 };

  test('is where both take equally long', () => {
    // 2 + .01 N = .05 N at N = 50.
    expect(crossover(cost, 0.05)).toBe(50);
    expect(populationSeconds(cost, 50)).toBeCloseTo(50 * 0.05, 12);
  });

  test('does not exist if each subject, or a whole chunk, takes longer', () => {
    expect(crossover(cost, 0.009)).toBe(Infinity);
    // 2 + .01 x 100 = 3 is more than .029 x 100.
    expect(crossover(cost, 0.029)).toBe(Infinity);
  });

  test('includes the cost of a further chunk', () => {
    expect(populationSeconds(cost, 101)).toBeCloseTo(2 * 2 + 1.01, 12);
  });
});
