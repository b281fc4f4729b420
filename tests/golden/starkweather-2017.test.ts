import { describe, expect, test } from 'vitest';
import type { PartialAgent } from '../../src/spec/spec.ts';
import { mean } from '../core/moments.ts';
import { at, perSecond, run, tdCsc, type Finished } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8];
const finish = (agent: PartialAgent): readonly Finished[] =>
  [1, 2, 3, 4, 5, 6].map((seed) => run({ world: 'starkweather-2017', agent, recording: 'identity', seed }));

/** RPE at reward by interval, averaged over seeds. */
const responses = (finished: readonly Finished[], task: 1 | 2): readonly number[] =>
  isis.map((isi) => mean(finished.map((one) => at(one, `task-${task}-${isi.toFixed(1)}s`, 'rpe', isi))));

function slope(y: readonly number[]): number {
  const [mx, my] = [mean(isis), mean(y)];
  return (
    isis.reduce((sum, x, i) => sum + (x - mx) * ((y[i] as number) - my), 0) /
    isis.reduce((sum, x) => sum + (x - mx) ** 2, 0)
  );
}

describe('belief state, γ 0.93, α 0.1', () => {
  const finished = finish({
    architecture: { id: 'belief-state', parameters: { knowledge: 'trained' } },
    objective: { id: 'discounted-return', parameters: { discount: perSecond(0.93, 0.2) } },
    learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  });

  test('certain reward: from 0.264 to 0, slope -0.16 per s', () => {
    const measured = responses(finished, 1);
    expectGolden(measured[0] as number, 0.264, '1.2 s');
    expectGolden(measured.at(-1) as number, 0, '2.8 s');
    expectGolden(slope(measured), -0.16, 'slope');
  });

  test('reward omitted in one of ten trials: first decreasing, then increasing, slope +0.18 per s', () => {
    const measured = responses(finished, 2);
    [0.34, 0.299, 0.268, 0.249, 0.25, 0.278, 0.347, 0.482, 0.701].forEach((golden, i) =>
      expectGolden(measured[i] as number, golden, `${isis[i]} s`),
    );
    expectGolden(slope(measured), 0.18, 'slope');
  });
});

test('serial compound without reset: 0.95, 0.83, 0.95 and flat in both tasks', () => {
  const finished = finish(tdCsc({ learningRate: 0.1, discount: 0.93, stepSeconds: 0.2 }));
  for (const task of [1, 2] as const) {
    const measured = responses(finished, task);
    expectGolden(measured[0] as number, 0.95, '1.2 s');
    expectGolden(measured[4] as number, 0.83, '2.0 s');
    expectGolden(measured.at(-1) as number, 0.95, '2.8 s');
    expectGolden(slope(measured), 0, 'slope');
  }
});

test('closed form without reset: reward at time t is predicted by its frequency at that time, so RPE is 1 - P(t)', () => {
  const weights = isis.map((isi) => Math.exp(-(((isi - 2) / 0.5) ** 2) / 2));
  const total = weights.reduce((a, b) => a + b, 0);
  const measured = responses(finish(tdCsc({ learningRate: 0.05, discount: 0.93, stepSeconds: 0.2 })), 1);
  measured.forEach((value, i) => expect(Math.abs(value - (1 - (weights[i] as number) / total))).toBeLessThan(0.02));
});

test('serial compound with reset: slopes -0.15 and +0.19 per s', () => {
  const finished = finish(tdCsc({ learningRate: 0.1, discount: 0.93, stepSeconds: 0.2, resetAtReward: true }));
  expectGolden(slope(responses(finished, 1)), -0.15, 'task 1');
  expectGolden(slope(responses(finished, 2)), 0.19, 'task 2');
});
