import { expect, test } from 'vitest';
import { at, perSecond, run } from './experiment.ts';

const agent = {
  architecture: 'presence',
  objective: { id: 'discounted-return', parameters: { discount: perSecond(0.98, 0.2) } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.01 } },
} as const;

test('closed form: one weight per place, V_k = V_(k+1) γ / (1 + (m - 1)(1 - γ)) for m steps per place, and a teleport evokes γ V_new - V_old', () => {
  const finished = run({ world: { id: 'kim-2020', parameters: { trainingTrials: 8000 } }, agent });
  // m - 1 errors of (γ - 1) V within the place balance the one on leaving it.
  const last = 1 / (1 + 4 * 0.02);
  const values = Array.from({ length: 6 }, (_, i) => last * (0.98 / (1 + 4 * 0.02)) ** (5 - i));
  values.forEach((value, i) =>
    expect(at(finished, 'standard', 'value', i + 0.4), `place ${i + 1}`).toBeCloseTo(value, 2),
  );
  expect(at(finished, 'jump-late', 'rpe', 3)).toBeCloseTo(0.98 * (values[5] as number) - (values[2] as number), 2);
  expect(at(finished, 'jump-early', 'rpe', 1)).toBeCloseTo(0.98 * (values[3] as number) - (values[0] as number), 2);
});
