import { expect, test } from 'vitest';
import { run, signature, tdCsc } from './experiment.ts';
import { failing } from './failing.ts';

const worth = (volume: number): number => (3 * volume) / (volume + 1);
const range = (low: number, high: number): number => worth(high) - worth(low);

test('differences between volumes are those of their values', () => {
  const finished = run({
    world: { id: 'tobler-2005', parameters: { recordingTrials: 600 } },
    agent: tdCsc({ learningRate: 0.05, discount: 0.98, stepSeconds: 0.2 }),
  });
  const against = (a: number, b: number): number => (a - b) / (a + b);
  // As close as 0.15 in a quotient of 3.4.
  expect(
    Math.abs((signature(finished, 'gain-adapts').measured as number) - against(range(0.05, 0.5), range(0.05, 0.15))),
  ).toBeLessThan(0.015);
  expect(signature(finished, 'unpredicted-concave').measured).toBeCloseTo(
    against(range(0.05, 0.15) / 0.1, range(0.15, 0.5) / 0.35),
    2,
  );
});

test.each(['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-average-reward', 'td-microstimuli'])(
  '%s shows only the controls',
  (agent) => expect(failing('tobler-2005', agent)).toEqual(['gain-adapts']),
);

test('errors relative to their spread adapt', () => expect(failing('tobler-2005', 'td-range-normalised')).toEqual([]));
