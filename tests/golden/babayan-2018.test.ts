import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';

const sizes = [1, 2, 4, 6, 8, 10];

test('a belief over blocks makes the response to the second reward fall from size 4 to size 6', () => {
  const finished = run({ world: 'babayan-2018', agent: 'td-block-belief' });
  const second = sizes.map((size) => at(finished, `second-${size}`, 'rpe', 0));
  expect(second[2] as number).toBeGreaterThan(0);
  expect(second[3] as number).toBeLessThan(0);
});

test('closed form: what a serial compound expects is one number for all sizes, so that its response rises by their differences', () => {
  // Without learning in the test there would be one slope; with it, each second trial has moved by α towards its own first.
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
