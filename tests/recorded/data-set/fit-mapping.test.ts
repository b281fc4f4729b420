import { expect, test } from 'vitest';
import { mappingFor } from '../../../src/recorded/data-set/fit-mapping.ts';
import { mappingOf } from '../found.ts';

const shape = {
  signals: [{ id: 'dLight', rateHz: 10 }],
  events: ['tone'],
  units: [],
  tables: [{ id: 'trials', columns: ['start', 'water', 'ml'] }],
};
const mapping = mappingOf({
  signal: 'dLight',
  cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 1 }],
  rewards: [{ times: { table: 'trials', column: 'water' }, title: 'water', size: { column: 'ml', unit: 1 } }],
  trials: { times: { table: 'trials', column: 'start' } },
});
const from = { files: ['m1.csv'] };

test('a session that has all that a mapping names takes it as it is', () => {
  expect(mappingFor(mapping, from, { files: ['m2.csv'], shape })).toBe(mapping);
});

test('ids that contain names of files are those of the own files, and titles stay', () => {
  const named = mappingOf({
    signal: 'm1: dLight',
    cues: [{ times: { events: 'm1_tones' }, title: 'm1_tones', durationSeconds: 1 }],
  });
  const to = {
    files: ['b/m2.csv', 'b/m2_tones.csv'],
    shape: { signals: [{ id: 'm2: dLight', rateHz: 10 }], events: ['m2_tones'], units: [], tables: [] },
  };
  expect(mappingFor(named, { files: ['a/m1.csv', 'a/m1_tones.csv'] }, to)).toEqual({
    ...named,
    signal: 'm2: dLight',
    cues: [{ times: { events: 'm2_tones' }, title: 'm1_tones', durationSeconds: 1 }],
  });
});

test.each([
  [{ ...shape, signals: [] }, "m2.csv: it has no signal 'dLight', which the mapping names; select it and say"],
  [{ ...shape, events: ['light'] }, "no events 'tone'"],
  [{ ...shape, tables: [] }, "no table 'trials'"],
  [{ ...shape, tables: [{ id: 'trials', columns: ['start', 'water'] }] }, "no column 'ml' in table 'trials'"],
])('what a session lacks is said: %#', (other, message) => {
  expect(() => mappingFor(mapping, from, { files: ['m2.csv'], shape: other })).toThrow(message);
});
