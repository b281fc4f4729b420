import { expect, test } from 'vitest';
import type { FoundTable } from '../../../src/contracts/reader.ts';
import {
  beginPicks,
  chosenPicks,
  laterPicks,
  minusPicks,
  optionPicks,
  pickedBegin,
  pickedMoment,
  pickedState,
  statePicks,
  withColumn,
  withNamed,
  withOption,
  withRows,
  withState,
  withoutNamed,
} from '../../../src/recorded/choices/choice-pickers.ts';
import type { MappedChoices, MappedStage } from '../../../src/recorded/choices/mapped-choices.ts';
import { choicesBy, nextStage } from '../../../src/recorded/choices/propose-choices.ts';
import { parseMapping } from '../../../src/recorded/mapping.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { modelSessions, recordedSession } from '../../../src/recorded/session.ts';
import { foundOf, mappingOf } from '../found.ts';

/** A rat that presses levers: no column has a name that says so. */
const levers: FoundTable = {
  id: 'day 1',
  rows: 4,
  columns: [
    { id: 'pressed', kind: 'text', values: ['L', 'R', 'none', 'L'] },
    { id: 'then', kind: 'number', values: Float64Array.of(3, 4, 3, 4) },
    { id: 'pellets', kind: 'number', values: Float64Array.of(0, 2, 0, 1) },
    { id: 'lit (s)', kind: 'number', values: Float64Array.of(1, 11, 21, 31) },
    { id: 'pressed after', kind: 'number', values: Float64Array.of(300, 450, 0, 500) },
    { id: 'light', kind: 'text', values: ['red', 'green', 'red', 'red'] },
  ],
};
const found = foundOf({ tables: [levers] });
const choices = choicesBy(levers, { choice: 'pressed', outcome: 'pellets' });
const [stage] = choices.stages as [MappedStage];

/** As it is read from a file. */
const parsed = (changed: MappedChoices): MappedChoices =>
  parseMapping(JSON.parse(JSON.stringify(mappingOf({ choices: changed }))), 'test').choices as MappedChoices;

test('a person says which columns are choice and outcome where no name does', () => {
  expect(proposedMapping(found).choices).toBeUndefined();
  expect(parsed(choices)).toEqual(choices);
  const said = mappingOf({
    choices: {
      ...choices,
      begins: { column: 'lit (s)' },
      stages: [
        {
          ...withOption(withNamed(stage, 'middle'), 'none', false),
          state: { columns: ['light'] },
          chosen: { reaction: 'pressed after', unit: 'ms' },
        },
      ],
    },
  });
  const { design } = recordedSession(found, said);
  expect(design.actions?.map(({ id }) => id)).toEqual(['L', 'R', 'middle']);
  expect(design.states?.map(({ id }) => id)).toEqual(['light green', 'light red']);
  const trials = design.phases[0]?.recorded ?? [];
  expect(trials.map(({ choices: made = [] }) => made[0]?.action)).toEqual(['L', 'R', undefined, 'L']);
  expect(trials.map(({ choices: made = [] }) => made[0]?.seconds)).toEqual([0.3, 0.45, undefined, 0.5]);
  // Two pellets are the largest outcome: one reward unit. Nothing is an omission of the larger of the two medians.
  expect(trials.map(({ rewards }) => rewards[0])).toEqual([
    { seconds: 0.8, magnitude: 0, omitted: 1 },
    { seconds: 0.95, magnitude: 1 },
    undefined,
    { seconds: 1, magnitude: 0.5 },
  ]);
  expect(() => choicesBy(levers, { choice: 'pressed', outcome: 'light' })).toThrow("column 'light' is text");
});

test('whatever is picked is a mapping, and is shown as picked', () => {
  const { outcome } = choices;
  for (const { id, value } of beginPicks(levers, choices.begins)) {
    expect(pickedBegin(parsed({ ...choices, begins: value }).begins)).toBe(id);
  }
  for (const { id, value } of laterPicks(levers, outcome.at))
    expect(pickedMoment(parsed({ ...choices, outcome: { ...outcome, at: value } }).outcome.at)).toBe(id);
  for (const { id, value } of chosenPicks(levers, stage.chosen))
    expect(pickedMoment(parsed({ ...choices, stages: [{ ...stage, chosen: value }] }).stages[0]?.chosen)).toBe(id);
  const levels = minusPicks(levers, 'then').map(({ value }) => ({
    level: { plus: 'then', ...(value === undefined ? {} : { minus: value }) },
  }));
  for (const state of [undefined, { columns: ['light', 'then'] }, { byChoice: { L: 'left' } }, ...levels]) {
    const picks = statePicks(levers, state);
    expect(picks.map(({ id }) => id)).toContain(pickedState(state));
    for (const { id, value } of picks) {
      const { stages } = parsed({ ...choices, stages: [withState(stage, value)] });
      expect(pickedState(stages[0]?.state)).toBe(id);
    }
  }
});

test('a fixed time and what is subtracted stay when they are picked again', () => {
  expect(laterPicks(levers, { afterSeconds: 1.25 })[0]?.value).toEqual({ afterSeconds: 1.25 });
  const picks = statePicks(levers, { level: { plus: 'then', minus: 'pellets' } });
  expect(picks.find(({ id }) => id === 'scale lit (s)')?.value).toEqual({
    level: { plus: 'lit (s)', minus: 'pellets' },
  });
});

test('values are options until they mean that nothing was chosen; options nobody chose are added and taken away', () => {
  const optionsOf = (one: MappedStage) => optionPicks(levers, one).map(({ value, isOption }) => [value, isOption]);
  expect(optionsOf(stage)).toEqual([
    ['L', true],
    ['R', true],
    ['none', true],
  ]);
  const without = withOption(stage, 'none', false);
  expect(without.none).toEqual(['none']);
  expect(withOption(without, 'none', true)).toEqual(stage);
  expect(optionsOf(withNamed(without, ' middle '))).toContainEqual(['middle', true]);
  expect(withoutNamed(withNamed(without, 'middle'), 'middle')).toEqual(without);
  expect(withNamed(stage, ' ')).toEqual(stage);
  expect(withColumn(without, 'light')).toEqual({ ...stage, choice: 'light' });
});

test('only some rows are of the session', () => {
  const red = withRows(choices, [{ column: 'light', is: 'red' }]);
  expect(recordedSession(found, mappingOf({ choices: parsed(red) })).design.phases[0]?.trials).toBe(3);
  expect(withRows(red, [])).toEqual(choices);
});

test('a second choice of a trial follows the first', () => {
  const two = { ...choices, stages: [stage, nextStage(levers, choices.stages, 'then')] };
  const { design } = recordedSession(found, mappingOf({ choices: parsed(two) }));
  expect(design.phases[0]?.recorded?.[0]?.choices).toEqual([
    { stage: 'choice', action: 'L', seconds: 0.5 },
    { stage: 'choice 2', action: '3', onsetSeconds: 1, seconds: 1.5 },
  ]);
});

test('a recording with events and choices has a session of each', () => {
  const both = foundOf({ tables: [levers], events: [{ id: 'pump', times: Float64Array.of(12, 32) }] });
  const mapping = mappingOf({ choices, rewards: [{ times: { events: 'pump' }, title: 'pump', size: 1 }] });
  const { sessions, fault } = modelSessions(both, mapping);
  expect(fault).toBeUndefined();
  expect(sessions.map(({ chooses, design }) => [chooses, design.phases[0]?.trials, design.actions?.length])).toEqual([
    [false, 2, undefined],
    [true, 4, 3],
  ]);
  expect(modelSessions(both, { ...mapping, rewards: [] }).sessions.map(({ chooses }) => chooses)).toEqual([true]);
  // What is wrong with the one leaves the other, and is told.
  const wrong = { ...mapping, choices: { ...choices, table: 'day 2' } };
  const left = modelSessions(both, wrong);
  expect(left.sessions.map(({ chooses }) => chooses)).toEqual([false]);
  expect(left.fault).toContain("there is no table 'day 2'");
  expect(() => modelSessions(both, { ...wrong, rewards: [] })).toThrow("there is no table 'day 2'");
});
