import { expect, test } from 'vitest';
import { recordedLikelihood } from '../../../src/analysis/choice-likelihood.ts';
import { choiceTrialsOf } from '../../../src/fitting/recorded/choice-trials-of.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { offeredPicks, pickedOffered, withOffered, withThings } from '../../../src/recorded/choices/choice-pickers.ts';
import type { MappedChoices, MappedStage } from '../../../src/recorded/choices/mapped-choices.ts';
import { parseMapping } from '../../../src/recorded/mapping.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import { foundOf, mappingOf } from '../found.ts';

// One or two of three cards are shown, and one is taken (Morris et al. 2006 show one or two of four).
const shown = ['A', 'A or B', 'B or C'];
const rows = Array.from({ length: 90 }, (_, row) => {
  const cue = shown[row % 3] as string;
  const [first = '', second = ''] = cue.split(' or ');
  return {
    cue,
    first,
    second,
    choice: second !== '' && row % 2 === 1 ? second : first,
    outcome: row % 4 === 0 ? 1 : 0,
  };
});
const found = foundOf({
  tables: [
    {
      id: 'cards',
      rows: rows.length,
      columns: [
        ...(['cue', 'first', 'second', 'choice'] as const).map(
          (id) => ({ id, kind: 'text', values: rows.map((row) => row[id]) }) as const,
        ),
        { id: 'outcome', kind: 'number', values: Float64Array.from(rows, ({ outcome }) => outcome) },
      ],
    },
  ],
});
const proposed = proposedMapping(found).choices as MappedChoices;
const [stage] = proposed.stages as [MappedStage];
const sessionOf = (changed: MappedStage) =>
  recordedSession(
    found,
    parseMapping(structuredClone(mappingOf({ choices: { ...proposed, stages: [changed] } })), 'x'),
  );

/** An agent that learns nothing chooses each of the options alike: this says how many there are. */
function likelihoodOf(changed: MappedStage) {
  const agent = { id: 'q-learning', learningRule: { id: 'q-learning', parameters: { learningRate: 0 } } };
  const { design } = sessionOf(changed);
  const session = createTrialSession(completeTrialSpec({ world: 'own-design', design, agent }));
  session.advance(Infinity);
  return recordedLikelihood(session.trials);
}

test('where few of the options were ever chosen in a state, the others are proposed not to be offered there', () => {
  expect(stage).toMatchObject({ state: { columns: ['cue'] }, offered: 'chosen', areThings: true });
  // 30 trials have no choice, 60 one of two.
  const { logLikelihood = 0, choices } = likelihoodOf(stage) ?? {};
  expect(choices).toBe(60);
  expect(logLikelihood).toBeCloseTo(60 * Math.log(1 / 2), 9);
  const { offered: _, ...all } = stage;
  expect(likelihoodOf(all)?.logLikelihood).toBeCloseTo(90 * Math.log(1 / 3), 9);
  const said = 'in 3 of 3 states some options were never chosen';
  expect(sessionOf(all).notes.join()).toContain(said);
  expect(sessionOf(stage).notes.join()).not.toContain(said);
});

test('an option that has one value everywhere is learned about in every state', () => {
  const { areThings: _, ...own } = stage;
  const valued = (changed: MappedStage) => sessionOf(changed).design.actions?.map(({ isThing = false }) => isThing);
  expect(valued(stage)).toEqual([true, true, true]);
  expect(valued(own)).toEqual([false, false, false]);
  expect(withThings(withThings(stage, false), true)).toEqual(stage);
  expect(withThings(stage, false)).toEqual(own);
});

test('columns say what was offered, also if nobody chose it', () => {
  const columns = { ...stage, offered: { columns: ['first', 'second'] } };
  expect(likelihoodOf(columns)?.logLikelihood).toBeCloseTo(60 * Math.log(1 / 2), 9);
  const never = { ...columns, none: ['C'] };
  expect(sessionOf(never).design.trialTypes['cue B or C']?.stages?.[0]?.options.map(({ action }) => action)).toEqual([
    'B',
    'C',
  ]);
  const wrong = (offered: MappedStage['offered'], state: string) => () =>
    sessionOf({ ...stage, offered, state: { columns: [state] } });
  expect(wrong({ columns: ['first'] }, 'cue')).toThrow("'B' was chosen in row 2, where A were offered");
  expect(wrong({ columns: ['first', 'second'] }, 'outcome')).toThrow('has other options in row');
});

test('models that know the same options in every state refuse such a table', () => {
  expect(() => choiceTrialsOf(found, proposed)).toThrow("state 'cue A' has 1 of 3 options");
});

test('whatever is picked is shown as picked', () => {
  const possible: readonly MappedStage['offered'][] = [undefined, 'chosen', { columns: ['first'] }];
  for (const now of possible)
    for (const { id, value } of offeredPicks(now)) expect(pickedOffered(withOffered(stage, value).offered)).toBe(id);
});
