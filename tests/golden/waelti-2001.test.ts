import { describe, expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

test('Rescorla-Wagner: V_X 0, and 0.5 in the control', () => {
  const finished = run({ world: 'waelti-2001', agent: 'rescorla-wagner', recording: 'identity' });
  expectGolden(at(finished, 'x', 'value', 0), 0, 'V_X');
  expectGolden(at(finished, 'y', 'value', 0), 0.5, 'V_Y');
});

describe('TD(λ) on a serial compound, closed forms', () => {
  const finished = run({
    world: 'waelti-2001',
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.1, traceDecay: 0.9 }),
    recording: 'identity',
  });

  test('Y shares the reward with B at every step: RPE at Y is γ^15 / 2, at its omission -1/2', () => {
    expect(at(finished, 'y', 'rpe', 0)).toBeCloseTo(0.98 ** 15 / 2, 3);
    expect(at(finished, 'y', 'rpe', 1.5)).toBeCloseTo(-0.5, 3);
  });

  test('X has no value at any step: a reward after it is completely unexpected', () => {
    expect(at(finished, 'x', 'rpe', 0)).toBeCloseTo(0, 3);
    expect(at(finished, 'x-reward', 'rpe', 1.5)).toBeCloseTo(1, 3);
  });
});
