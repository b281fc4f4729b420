import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Found } from '../../../src/contracts/reader.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';
import { choiceTrialsOf } from '../../../src/fitting/recorded/choice-trials-of.ts';
import type { MappedChoices } from '../../../src/recorded/choices/mapped-choices.ts';
import { openRecordings } from '../../../src/recorded/open.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { dataFolder } from '../../readers/lab-case.ts';
import { memorySource } from '../../readers/memory-source.ts';
import { inBytes } from '../../readers/open-one.ts';

async function opened(content: string | Uint8Array): Promise<[Found, MappedChoices]> {
  const [one] = await openRecordings(memorySource(inBytes({ 'choices.csv': content })), {}, 'choices.csv');
  const { found } = one as NonNullable<typeof one>;
  return [found, proposedMapping(found).choices as MappedChoices];
}

const csv = `subject,block,trial,choice,rt,outcome
A,1,1,left,0.4,1
A,1,2,right,0.6,0
A,2,3,,,
A,2,4,left,0.5,1
B,1,1,up,0.5,0
A,2,5,right,0.7,
B,1,2,left,0.5,1
`;

test('a table is split by subject: missed trials, unknown outcomes and blocks stay', async () => {
  const [found, mapped] = await opened(csv);
  const { subjects } = choiceTrialsOf(found, mapped, { subject: 'subject', block: 'block', initialValue: 0 });
  expect(subjects.map(({ subject }) => subject)).toEqual(['A', 'B']);
  const [a, b] = subjects.map(({ trials }) => trials);
  expect(subjects[0]?.options).toEqual([['left', 'right', 'up']]);
  // A choice without an outcome counts as no choice, as in sessions of agents.
  expect(a).toMatchObject({ choice: Int32Array.of(0, 1, -1, 0, -1), starts: Int32Array.of(2), initialValue: 0 });
  expect(a?.reward).toEqual(Float64Array.of(1, 0, NaN, 1, NaN));
  expect(b).toMatchObject({ choice: Int32Array.of(2, 0), reward: Float64Array.of(0, 1), starts: new Int32Array(0) });
});

test('without a column of subjects the condition of the mapping holds', async () => {
  const [found, mapped] = await opened(csv);
  const { subjects } = choiceTrialsOf(found, { ...mapped, where: [{ column: 'subject', is: 'B' }] });
  expect(subjects.map(({ trials }) => [...trials.choice])).toEqual([[2, 0]]);
});

test('states are those of the columns that the mapping names', async () => {
  const [found, mapped] = await opened(csv);
  const stages = mapped.stages.map((stage) => ({ ...stage, state: { columns: ['block'] } }));
  const [a] = choiceTrialsOf(found, { ...mapped, stages }, { subject: 'subject' }).subjects;
  expect(a?.states).toEqual(['block 1', 'block 2']);
  expect(a?.trials.state).toEqual(Int32Array.of(0, 0, 1, 1, 1));
});

test('two choices a trial are those of a two-step task', async () => {
  const [found, mapped] = await opened(
    `subjID,trial,level1_choice,level2_choice,reward
A,1,1,4,1
A,2,2,1,0
A,3,1,,
A,4,,,
B,1,1,3,1
A,5,1,2,1
B,2,2,4,0
`,
  );
  const [a, b] = choiceTrialsOf(found, mapped, { subject: 'subjID', commonShare: 0.8 }).subjects;
  expect(a?.states.slice(1)).toEqual(['state 1', 'state 2']);
  expect(a?.options).toEqual([
    ['1', '2'],
    ['1', '2'],
    ['3', '4'],
  ]);
  // The second choice of trial 3 was missed, and both of trial 4.
  expect(a?.trials).toMatchObject({
    commonShare: 0.8,
    state: Int32Array.of(0, 2, 0, 1, 0, 1, 0, 1, 0, 1),
    choice: Int32Array.of(0, 1, 1, 0, 0, -1, -1, -1, 0, 1),
    reward: Float64Array.of(NaN, 1, NaN, 0, NaN, NaN, NaN, NaN, NaN, 1),
  });
  expect(b?.trials.choice).toEqual(Int32Array.of(0, 0, 1, 1));
});

test('tasks of several choices that no model knows are refused', async () => {
  const [found, mapped] = await opened(csv);
  const twice = [...mapped.stages, ...mapped.stages];
  expect(() => choiceTrialsOf(found, { ...mapped, stages: twice })).toThrow('in 1 state(s), second ones in 1');
  expect(() => choiceTrialsOf(found, { ...mapped, stages: [...twice, ...mapped.stages] })).toThrow('3 choices');
});

// By numpy and scipy.special.ndtr (golden/frontier/zorowitz_grid.py with a grid of linspace(-3.6, 3.6, 21) and all digits):
// the log likelihood at z = (.5, .3, -.2), and posterior means of β, η+ and η-.
const people = [
  ['02hfkd0x4jtnoiwsds69adoq', -123.93396098414816, [4.900549263476483, 0.36114113686978544, 0.03629898983562947]],
  ['02rwq76tp9lcye8vrl41llnh', -84.87460930417467, [3.6316016384828496, 0.6857743097938508, 0.9308561021602485]],
  ['0a8zkiu9rpf0mxo0h9ecdyzh', -34.26849775058518, [9.148404336072602, 0.4982399373391011, 0.9487579281151963]],
] as const;

const axis = Array.from({ length: 21 }, (_, i) => -3.6 + i * 0.36);

describe.skipIf(!existsSync(dataFolder))('recorded choices (skipped without ../shared/data)', async () => {
  const [found, mapped] = existsSync(dataFolder)
    ? await opened(readFileSync(join(dataFolder, 'zorowitz2023-reversal/data.csv')))
    : await opened(csv);
  const { subjects } = choiceTrialsOf(found, mapped, { subject: 'subject' });
  const model = findChoiceModel('risk-sensitive-td');

  test.each(people)('person %s of zorowitz2023-reversal', (id, logLikelihood, means) => {
    const trials = subjects.find(({ subject }) => subject === id)?.trials as NonNullable<
      (typeof subjects)[0]
    >['trials'];
    const likelihood = model.likelihood(trials);
    expect(likelihood.at(Float64Array.of(0.5, 0.3, -0.2))).toBeCloseTo(logLikelihood, 9);
    const posterior = axis.flatMap((z1) =>
      axis.flatMap((z2) =>
        axis.flatMap((z3) => {
          const [z, prior] = [Float64Array.of(z1, z2, z3), -(z1 * z1 + z2 * z2 + z3 * z3) / 2];
          return prior > -7 ? [{ z, odds: Math.exp(prior + likelihood.at(z) - logLikelihood) }] : [];
        }),
      ),
    );
    const total = posterior.reduce((sum, { odds }) => sum + odds, 0);
    model.derived?.forEach(({ of }, i) => {
      const mean = posterior.reduce((sum, { z, odds }) => sum + (odds / total) * of(z), 0);
      expect(mean).toBeCloseTo(means[i] as number, 9);
    });
  });
});
