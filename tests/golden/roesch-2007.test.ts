import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';
import { failing } from './failing.ts';
import { expectGolden } from './tolerance.ts';

test('closed form: a reward t seconds ahead has value γ^t at the odour', () => {
  const finished = run({ world: 'roesch-2007', agent: 'q-learning' });
  // 0.6 s and 4 s; two drops and one after 0.6 s.
  expectGolden(signature(finished, 'sooner-evokes-more').measured as number, 0.9 ** 0.6 - 0.9 ** 4, 'short - long');
  expectGolden(signature(finished, 'bigger-evokes-more').measured as number, 0.9 ** 0.6, 'two drops - one');
});

test.each(['q-learning', 'expected-sarsa', 'model-based'])('%s shows the value of the best option', (agent) =>
  expect(failing('roesch-2007', agent)).toEqual([]),
);
test.each(['sarsa', 'belief-q'])('%s shows that of the chosen one', (agent) => {
  expect(failing('roesch-2007', agent)).toEqual(['cue-follows-best', 'choice-does-not-show']);
  // The whole difference between the wells, except for what is not yet learned early in the last part of a block.
  // As large as that difference is half of both; 0.15 of it more or less is at least 0.035 of both.
  expect(
    Math.abs((signature(run({ world: 'roesch-2007', agent }), 'choice-does-not-show').measured as number) - 0.5),
  ).toBeLessThan(0.035);
});
