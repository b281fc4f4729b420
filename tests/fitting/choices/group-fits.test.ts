import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { choiceRounds, groupOf, type ChoiceRounds } from '../../../src/fitting/choices/group-fits.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';
import { valueAt } from '../../../src/fitting/free-parameter.ts';

const model = findChoiceModel('rescorla-wagner');
const other = findChoiceModel('random-responding');
const parameters = model.parameters(2);
const task = banditTask(150, [0.8, 0.2]);
/** Learners whose points scatter normally around -.5 and 1.2: rates about .38, inverse temperatures about 3.3. */
const middle = [-0.5, 1.2];
const subjects = Array.from({ length: 12 }, (_, i) => {
  const draws = randomStream(3, `subject ${i}`);
  const values = Float64Array.from(parameters, (parameter, a) =>
    valueAt(parameter, draws.normal(middle[a] as number, 0.3)),
  );
  return { subject: `s${i}`, trials: model.simulate(values, task, draws) };
});

const inThread = async (pieces: readonly ChoiceRounds[]) => pieces.map(choiceRounds);

test('a group of learners has the mean that made it, and is told from one that does not learn', async () => {
  const { models, selection } = await groupOf({ subjects }, [model, other], 1, inThread);
  const means = models[0]?.fit.effects ?? [];
  expect(models[0]?.fit.converged).toBe(true);
  expect(means.map(({ parameter }) => parameter)).toEqual(['learningRate', 'inverseTemperature']);
  // Within twice the 95 % interval's half: one group is one draw.
  means.forEach(({ estimate, low, high }, a) =>
    expect(Math.abs(estimate - (middle[a] as number))).toBeLessThan(high - low),
  );
  // If all twelve were certain: (1 - 2^-13) x (1 - r) + r / 2 with r = 2^-12 / (2^-12 + 1 / 13), .998.
  expect(selection?.protectedExceedance[0]).toBeGreaterThan(0.95);
  expect((selection?.exceedance[0] ?? 0) + (selection?.exceedance[1] ?? 0)).toBeCloseTo(1, 6);
});

test('a parameter that no subject needs does not run off: its mean stays by its prior', async () => {
  // The likelihood of the group alone rises for ever as the lapse rate's mean falls: rounds went on to logit -20.
  const { models } = await groupOf(
    { subjects: subjects.slice(0, 6) },
    [findChoiceModel('rescorla-wagner-lapse')],
    1,
    inThread,
  );
  const fit = models[0]?.fit;
  expect(fit?.converged).toBe(true);
  const lapse = fit?.effects.find(({ parameter }) => parameter === 'lapse');
  // Data say that it is small, the prior N(-3.548, 1.302²) that it is not much smaller than any.
  expect(lapse?.estimate).toBeLessThan(-2);
  expect(lapse?.estimate).toBeGreaterThan(-3.548 - 2 * 1.302);
});

test('too few subjects, and different tasks, are refused', async () => {
  await expect(groupOf({ subjects: subjects.slice(0, 2) }, [model], 1, inThread)).rejects.toThrow(
    'there are 2 subjects',
  );
  const three = banditTask(20, [0.8, 0.2, 0.2]);
  const odd = { subject: 'odd', trials: model.simulate(Float64Array.of(0.3, 3), three, randomStream(1, 'odd')) };
  await expect(groupOf({ subjects: [...subjects.slice(0, 3), odd] }, [model], 1, inThread)).rejects.toThrow(
    'subject odd has 3 options, others 2',
  );
});
