import { describe, expect, test } from 'vitest';
import { at, perSecond, run, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

describe('TD(0), serial compound of 10 steps, γ 0.98, α 0.1', () => {
  const finished = run({
    world: 'schultz-1997',
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.1 }),
    recording: 'identity',
  });

  test('golden values after training', () => {
    expectGolden(at(finished, 'predicted', 'rpe', 0), 0.817, 'RPE at cue');
    expectGolden(at(finished, 'predicted', 'rpe', 1), 0, 'RPE at reward');
    expectGolden(at(finished, 'omitted', 'rpe', 1), -1, 'RPE at omission');
  });

  test('closed form: value k steps before reward is γ^(k-1) r, so RPE at cue is γ^10 r', () => {
    expect(at(finished, 'predicted', 'rpe', 0)).toBeCloseTo(0.98 ** 10, 5);
    for (let k = 1; k <= 10; k++)
      expect(at(finished, 'predicted', 'value', (10 - k) / 10)).toBeCloseTo(0.98 ** (k - 1), 5);
  });

  test('omission changes only the expected step', () => {
    const [predicted, omitted] = ['predicted', 'omitted'].map((id) => finished.result.conditions[id]?.rpe.mean ?? []);
    const t = finished.result.conditions['predicted']?.t ?? [];
    expect(t.filter((_, i) => predicted?.[i] !== omitted?.[i])).toEqual([1]);
  });
});

test('RPE scales with reward', () => {
  const finished = run({ world: { id: 'schultz-1997', parameters: { magnitude: 4 } }, agent: 'td-csc' });
  expect(at(finished, 'predicted', 'rpe', 0)).toBeCloseTo(4 * 0.9, 4);
  expect(finished.result.signatures.every(({ pass }) => pass)).toBe(true);
});

test('presence learns the fixed point of its single weight: r / (1 + (T - 1)(1 - γ)) with TD(0)', () => {
  const objective = { id: 'discounted-return', parameters: { discount: perSecond(0.98, 0.1) } };
  const agent = {
    architecture: 'presence',
    objective,
    learningRule: { id: 'td-zero', parameters: { learningRate: 0.001 } },
  } as const;
  const finished = run({ world: { id: 'schultz-1997', parameters: { trainingTrials: 20_000 } }, agent });
  // Nine steps of error (γ - 1) V within the cue balance the one of r - V at its end.
  expect(at(finished, 'omitted', 'rpe', 1)).toBeCloseTo(-1 / (1 + 9 * 0.02), 3);
});
