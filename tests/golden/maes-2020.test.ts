import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';

test('TD(0): A learns nothing if the error at X is clamped at 0, and nothing is inferred from preconditioning', () => {
  const finished = run({ world: 'maes-2020', agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.2 }) });
  for (const group of ['second-order-clamped', 'preconditioning', 'preconditioning-clamped']) {
    for (let step = 0; step < 5; step++)
      expect(at(finished, `${group}-a`, 'value', step / 5), `${group}, step ${step}`).toBe(0);
  }
});

test('second-order conditioning is TD(0) step by step: delay lines of A and X, no outcome', () => {
  const finished = run({
    world: { id: 'maes-2020', parameters: { conditioningTrials: 1000 } },
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.2 }),
  });
  // Steps of the trial: A from 0, X from 5, learned as γ^(steps to its end).
  const a = Array.from({ length: 15 }, () => 0);
  const x = Array.from({ length: 15 }, (_, t) => (t >= 5 && t < 10 ? 0.98 ** (9 - t) : 0));
  const value = (t: number): number => (a[t] ?? 0) + (x[t] ?? 0);
  for (let pairing = 0; pairing < 12; pairing++) {
    for (let t = 0; t < 14; t++) {
      const delta = 0.98 * value(t + 1) - value(t);
      a[t] = (a[t] as number) + 0.1 * delta;
      if (t >= 5) x[t] = (x[t] as number) + 0.1 * delta;
    }
  }
  for (let t = 0; t < 5; t++)
    expect(at(finished, 'second-order-a', 'value', t / 5), `step ${t}`).toBeCloseTo(a[t] as number, 6);
});
