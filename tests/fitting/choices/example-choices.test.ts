import { expect, test } from 'vitest';
import { exampleChoices } from '../../../src/fitting/choices/example-choices.ts';
import { fitChoices, fittedSubjects } from '../../../src/fitting/recorded/fit-choices.ts';
import { choiceWork } from '../../../src/fitting/choices/choice-work.ts';
import { titledModel } from '../../../src/fitting/choices/registry.ts';
import { choiceTrialsOf } from '../../../src/fitting/recorded/choice-trials-of.ts';
import { comparedModels, modelSpread, type FittedChoices } from '../../../src/fitting/report/choice-fits.ts';
import { groupNumbers } from '../../../src/fitting/report/group-numbers.ts';
import { openRecordings } from '../../../src/recorded/open.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { memorySource } from '../../readers/memory-source.ts';
import { inBytes } from '../../readers/open-one.ts';

const models = ['rescorla-wagner'];

/** The example as it is opened and fitted. @param told what is known of it, step by step */
async function fitted(told: FittedChoices[]): Promise<FittedChoices> {
  const source = memorySource(inBytes({ [exampleChoices.file]: exampleChoices.csv() }));
  const [one] = await openRecordings(source, {}, exampleChoices.file);
  const { found } = one ?? expect.fail('nothing is opened');
  const { choices } = proposedMapping(found);
  const columns = { subject: 'subject', contrast: 'group' };
  const { subjects } = choiceTrialsOf(found, choices ?? expect.fail('no choices'), columns);
  const { fitted: all } = fittedSubjects(subjects);
  const asked = {
    models,
    seed: 1,
    starts: 1,
    blocks: 0,
    isGroup: true,
    contrast: { column: 'group', reference: 'saline' },
    recover: 0,
  };
  // Work gives the result of its kind.
  return fitChoices(
    all,
    asked,
    async (pieces) => pieces.map((piece) => choiceWork(piece)) as never,
    (known) => void told.push(known),
  );
}

test('the example has the answer that it is said to have', async () => {
  const told: FittedChoices[] = [];
  const { fits, group } = await fitted(told);
  expect(told.map((one) => Object.keys(one))).toEqual([['fits'], ['fits', 'group']]);
  expect(fits.map(({ subject, model }) => `${subject} ${model}`).slice(0, 3)).toEqual([
    'saline 01 rescorla-wagner',
    'saline 02 rescorla-wagner',
    'saline 03 rescorla-wagner',
  ]);
  const [first = expect.fail('no model')] = models.map((id) => titledModel(id, 2));
  const { means, effects, failure } = groupNumbers(first.parameters, group?.models[0] ?? expect.fail('no group'));
  expect(failure).toBeUndefined();
  // On points: logit learning rates of -.4 (saline) and -1.4 (drug), logarithms of inverse temperatures of 1.5.
  const [rate, temperature] = means;
  expect(rate?.interval[0]).toBeLessThan(1 / (1 + Math.exp(0.4)));
  expect(rate?.interval[1]).toBeGreaterThan(1 / (1 + Math.exp(0.4)));
  expect(temperature?.interval[0]).toBeLessThan(Math.exp(1.5));
  expect(temperature?.interval[1]).toBeGreaterThan(Math.exp(1.5));
  const [slower, other] = effects;
  expect(slower).toMatchObject({ id: 'learningRate', name: 'drug minus saline', leavesOutZero: true });
  expect(slower?.interval[0]).toBeLessThan(-1);
  expect(slower?.interval[1]).toBeGreaterThan(-1);
  expect(other).toMatchObject({ id: 'inverseTemperature', leavesOutZero: false });
});

const fit = (subject: string, model: string, bic: number) =>
  ({
    subject,
    model,
    bic,
    derived: [],
    fit: {
      parameters: [{ id: 'a', title: 'a', value: bic, interval: null, atBound: bic > 25 }],
      warnings: [],
      modes: [],
      lowerModes: [],
      agreeing: 2,
      starts: 2,
      logLikelihood: -1,
      observations: 10,
    },
  }) as never;
const titles = [
  { id: 'one', title: 'One' },
  { id: 'two', title: 'Two' },
];

test.each([
  [
    30,
    'One explains the choices best: its BIC is 28.0 lower than that of Two, summed over 2 subjects, of whom it explains 1 best; the choices hardly support any other of them.',
  ],
  [
    7,
    'One explains the choices best: its BIC is 5.0 lower than that of Two, summed over 2 subjects, of whom it explains 1 best; the choices support it, but not decisively.',
  ],
  [3, 'One and Two explain the choices equally well (BIC differs by 1.0): they cannot tell them apart.'],
])('models are compared by the sum of BIC over subjects: %s', (bic, words) => {
  const fits = [fit('a', 'one', 10), fit('a', 'two', 10 + bic), fit('b', 'one', 20), fit('b', 'two', 18)];
  expect(comparedModels(titles, fits)).toEqual({
    subjects: 2,
    models: [
      { title: 'One', behind: 0, best: 1, perChoice: -0.1 },
      { title: 'Two', behind: bic - 2, best: 1, perChoice: -0.1 },
    ],
    words,
  });
  expect(comparedModels(titles.slice(0, 1), fits)).toBeUndefined();
});

test('estimates over subjects have their median and quartiles', () => {
  const own = [10, 20, 30].map((value, i) => fit(`s${i}`, 'one', value));
  // Linear interpolation, as in numpy.percentile([10, 20, 30], [25, 75]).
  expect(modelSpread(own)).toMatchObject({
    stand: 3,
    of: 3,
    rows: [{ id: 'a', median: 20, quartiles: [15, 25], atEnd: 1 }],
    warnings: [],
  });
});
