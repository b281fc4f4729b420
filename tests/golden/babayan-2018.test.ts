import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';

const sizes = [1, 2, 4, 6, 8, 10];

test('with a belief over blocks the response to the second reward decreases from size 4 to size 6', () => {
  const finished = run({ world: 'babayan-2018', agent: 'td-block-belief' });
  const second = sizes.map((size) => at(finished, `second-${size}`, 'rpe', 0));
  expect(second[2] as number).toBeGreaterThan(0);
  expect(second[3] as number).toBeLessThan(0);
});

test('closed form: the prediction of a serial compound is the same for all sizes, so its response increases by their differences', () => {
  // Without learning in the test there would be one slope; with it, the prediction in each second trial has moved by α towards the first.
  const finished = run({
    world: { id: 'babayan-2018', parameters: { repeats: 40 } },
    agent: tdCsc({ learningRate: 0.001, discount: 0.98, stepSeconds: 0.2 }),
  });
  const second = sizes.map((size) => at(finished, `second-${size}`, 'rpe', 0));
  second
    .slice(1)
    .forEach((response, i) =>
      expect(response - (second[i] as number)).toBeCloseTo(((sizes[i + 1] as number) - (sizes[i] as number)) / 10, 2),
    );
});
