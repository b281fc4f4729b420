import { expect, test } from 'vitest';
import { at, run, tdCsc, type Finished } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const finish = (resetAtReward: boolean): Finished =>
  run({
    world: 'hollerman-schultz-1998',
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.1, resetAtReward }),
    recording: 'identity',
  });

test.each([
  { reset: false, early: 1, atUsualTime: -1 },
  { reset: true, early: 0.1, atUsualTime: 0 },
])(
  'serial compound, reset at reward $reset: early reward $early, then $atUsualTime at the usual time',
  ({ reset, early, atUsualTime }) => {
    const finished = finish(reset);
    expectGolden(at(finished, 'early', 'rpe', 0.5), early, 'early reward');
    expectGolden(at(finished, 'early', 'rpe', 1), atUsualTime, 'usual time after early reward');
  },
);

test('closed form: with reset an early reward is better by the saved discount, 1 - γ^5', () => {
  expect(at(finish(true), 'early', 'rpe', 0.5)).toBeCloseTo(1 - 0.98 ** 5, 4);
});

test.each([false, true])('late reward dips and then bursts in full, reset %s', (reset) => {
  const finished = finish(reset);
  expect(at(finished, 'late', 'rpe', 1)).toBeCloseTo(-1, 4);
  expect(at(finished, 'late', 'rpe', 1.5)).toBeCloseTo(1, 4);
});
