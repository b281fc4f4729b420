import { describe, expect, test } from 'vitest';
import type { Sweep, Variation } from '../../src/spec/sweep.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { expandSweep, lockstepGroups, specOf } from '../../src/engine/sweep.ts';

const base = completeTrialSpec({ world: 'schultz-1997', agent: 'td-lambda-csc' });
const learningRate: Variation = { path: 'learningRate', min: 0.001, max: 0.1, scale: 'log' };
const traceDecay: Variation = { path: 'traceDecay', values: [0, 0.5] };

const columns = ({ varied }: Sweep): readonly (readonly unknown[])[] => varied.map(({ values }) => values);

describe('a grid', () => {
  test('has a subject at each point; the last parameter changes fastest, and a log range is spaced by factors', () => {
    const sweep = expandSweep(base, [learningRate, traceDecay], { kind: 'grid', pointsPerRange: 3 });
    expect(sweep.subjects).toBe(6);
    const [rates, decays] = columns(sweep) as [number[], number[]];
    [0.001, 0.001, 0.01, 0.01, 0.1, 0.1].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
    expect(decays).toEqual([0, 0.5, 0, 0.5, 0, 0.5]);
  });

  test('of integers has each once', () => {
    const sweep = expandSweep(base, [{ path: 'trainingTrials', min: 10, max: 12, scale: 'linear' }], {
      kind: 'grid',
      pointsPerRange: 9,
    });
    expect(columns(sweep)).toEqual([[10, 11, 12]]);
  });
});

describe('random draws', () => {
  test('are in their range, uniform on its scale, and reproducible', () => {
    const layout = { kind: 'draws', subjects: 2000 } as const;
    const sweep = expandSweep(base, [learningRate], layout);
    const [rates] = columns(sweep) as [number[]];
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.001);
    expect(Math.max(...rates)).toBeLessThanOrEqual(0.1);
    // Half of a log range is below its geometric mean; 3 standard deviations of a share of 2000.
    expect(Math.abs(rates.filter((rate) => rate < 0.01).length / 2000 - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 2000));
    expect(expandSweep(base, [learningRate], layout)).toEqual(sweep);
  });

  test('of one parameter do not depend on what else varies', () => {
    const layout = { kind: 'draws', subjects: 20 } as const;
    expect(columns(expandSweep(base, [traceDecay, learningRate], layout))[1]).toEqual(
      columns(expandSweep(base, [learningRate], layout))[0],
    );
  });
});

test("a subject's experiment is the base with its own values", () => {
  const sweep = expandSweep(base, [{ path: 'discount', values: [0.9, 0.95] }, traceDecay], {
    kind: 'grid',
    pointsPerRange: 1,
  });
  const { agent } = specOf(sweep, 2);
  expect(agent.objective.parameters['discount']).toBe(0.95);
  expect(agent.learningRule.parameters).toEqual({ ...base.agent.learningRule.parameters, traceDecay: 0 });
  expect(completeTrialSpec(specOf(sweep, 3))).toEqual(specOf(sweep, 3));
});

describe('lockstep', () => {
  const groupsOf = (variations: readonly Variation[]) =>
    lockstepGroups(expandSweep(base, variations, { kind: 'grid', pointsPerRange: 2 }));

  test('includes all subjects that differ only in numbers of the objective and the learning rule', () => {
    expect(groupsOf([learningRate, { path: 'discount', min: 0.9, max: 0.95, scale: 'linear' }])).toEqual({
      groups: [{ subjects: [0, 1, 2, 3] }],
      parting: [],
    });
  });

  test('separates subjects by parameters that change their trials or features', () => {
    expect(groupsOf([{ path: 'cueRewardSeconds', values: [1, 2] }, learningRate])).toEqual({
      groups: [{ subjects: [0, 1] }, { subjects: [2, 3] }],
      parting: ['cueRewardSeconds'],
    });
    expect(groupsOf([learningRate, { path: 'trace', values: ['dutch', 'accumulating'] }]).parting).toEqual(['trace']);
  });
});

test.each<[string, readonly Variation[], RegExp]>([
  [
    'a value out of range',
    [{ path: 'learningRate', min: 0.1, max: 2, scale: 'linear' }],
    /learningRate = 2 is not allowed/,
  ],
  ['an unknown parameter', [{ path: 'learningrate', values: [0.1] }], /did you mean 'learningRate'/],
  [
    'a parameter that varies twice',
    [learningRate, { path: 'learningRule.learningRate', values: [0.1] }],
    /varies twice/,
  ],
  ['a range of a parameter that is not a number', [{ path: 'trace', min: 0, max: 1, scale: 'linear' }], /has no range/],
])('%s is refused', (_, variations, message) => {
  expect(() => expandSweep(base, variations, { kind: 'grid', pointsPerRange: 2 })).toThrow(message);
});

test('too many subjects are refused', () => {
  expect(() =>
    expandSweep(
      base,
      [
        learningRate,
        { path: 'discount', min: 0.9, max: 0.95, scale: 'linear' },
        { path: 'traceDecay', min: 0, max: 1, scale: 'linear' },
      ],
      { kind: 'grid', pointsPerRange: 200 },
    ),
  ).toThrow(/8000000 subjects are too many/);
});
