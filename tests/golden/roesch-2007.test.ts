import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';
import { failing } from './failing.ts';
import { expectGolden } from './tolerance.ts';

test('closed form: a reward k steps ahead is worth γ^k at the odour', () => {
  const finished = run({ paradigm: 'roesch-2007', agent: 'q-learning' });
  // 3 steps and 20 steps; two drops and one after 3 steps.
  expectGolden(signature(finished, 'sooner-evokes-more').measured as number, 0.98 ** 3 - 0.98 ** 20, 'short - long');
  expectGolden(signature(finished, 'bigger-evokes-more').measured as number, 0.98 ** 3, 'two drops - one');
});

test.each(['q-learning', 'expected-sarsa', 'model-based'])('%s shows the value of the best option', (agent) => expect(failing('roesch-2007', agent)).toEqual([]));
test.each(['sarsa', 'belief-q'])('%s shows that of the chosen one', (agent) => {
  expect(failing('roesch-2007', agent)).toEqual(['cue-follows-best', 'choice-does-not-show']);
  // All of the difference between the wells, but for what is not yet learned early in the last part of a block.
  expect(Math.abs((signature(run({ paradigm: 'roesch-2007', agent }), 'choice-does-not-show').measured as number) - 1)).toBeLessThan(0.15);
});
