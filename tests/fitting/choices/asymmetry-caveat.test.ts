// The trap of Godara 2025: a Bayesian learner looks optimistic to a model with two learning rates.
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { asymmetryCaveat } from '../../../src/fitting/choices/asymmetry-caveat.ts';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';

const task = banditTask(600, [0.4, 0.6]);
const caveatOf = (id: string, values: readonly number[], subject: number): string | undefined =>
  asymmetryCaveat(findChoiceModel(id).simulate(Float64Array.from(values), task, randomStream(subject, 'subject')), {
    seed: 1,
    starts: 4,
  });
const subjects = [1, 2, 3, 4];

test('most subjects who learn less and less are warned of', () => {
  const caveats = subjects.map((subject) => caveatOf('beta-bernoulli', [2, 8], subject));
  expect(caveats.filter((caveat) => caveat?.includes('who learns less and less')).length).toBeGreaterThanOrEqual(3);
});

test('repeated choices are named where they look like optimism', () => {
  const caveats = subjects.flatMap(
    (subject) => caveatOf('rescorla-wagner-perseveration', [0.3, 2, 1.5], subject) ?? [],
  );
  expect(caveats.length).toBeGreaterThanOrEqual(1);
  for (const caveat of caveats) expect(caveat).toContain('who repeats choices whatever came of them looks the same');
});

test('subjects who are pessimistic, or truly learn more from positive errors, are not', () => {
  expect(subjects.map((subject) => caveatOf('rescorla-wagner-two-rates', [0.1, 0.5, 6], subject))).toEqual(
    subjects.map(() => undefined),
  );
  expect(subjects.map((subject) => caveatOf('rescorla-wagner-two-rates', [0.6, 0.1, 6], subject))).toEqual(
    subjects.map(() => undefined),
  );
});
