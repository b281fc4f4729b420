import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

test('Rescorla-Wagner: V_A 1, V_X -1', () => {
  const finished = run({ world: 'tobler-2003', agent: 'rescorla-wagner', recording: 'identity' });
  expectGolden(at(finished, 'a', 'value', 0), 1, 'V_A');
  expectGolden(at(finished, 'x', 'value', 0), -1, 'V_X');
  expectGolden(at(finished, 'y', 'value', 0), 0, 'V_Y');
});

test('closed form of TD(λ): X cancels A at every step, so RPE is -γ^10 at X and γ^10 at A', () => {
  const finished = run({
    world: 'tobler-2003',
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.15, traceDecay: 0.9 }),
    recording: 'identity',
  });
  expect(at(finished, 'a', 'rpe', 0)).toBeCloseTo(0.98 ** 10, 2);
  expect(at(finished, 'x', 'rpe', 0)).toBeCloseTo(-(0.98 ** 10), 2);
});
