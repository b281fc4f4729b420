import { expect, test } from 'vitest';
import { requireTable, unitsTable } from '../../src/analysis/units-csv.ts';
import type { Trial } from '../../src/contracts/trial.ts';

const belief = { id: 'belief', title: 'belief', unit: 'probability', each: 'a state' };
const trace = { id: 'event-trace', title: 'trace', unit: '1', each: 'an event' };
const trials = [
  { index: 0, phase: 'A/1', type: 'Rat #2/1/A+', zeroStep: 1, steps: 2 },
  { index: 1, phase: 'A/1', type: '#B', zeroStep: 1, steps: 3 },
] as unknown as readonly Trial[];
const units = [
  {
    group: belief,
    labels: ['ITI', 'light ISI + 0.2 s'],
    column: Float64Array.of(0.25, 0.75, 0.5, 0.5, 1, 0, 0, 1, 1 / 3, 2 / 3),
  },
  { group: trace, labels: ['light, loud'], column: Float64Array.of(1, 2, 3, 4, 5) },
];

test('one row per step with its trial and its seconds from time zero, and one column per unit with label and unit of measurement', () => {
  const { csv, notes } = unitsTable({ spec: {}, design: { stepSeconds: 0.1 }, trials, offsets: [0, 2, 5], units });
  expect(csv.split('\n')).toEqual([
    'trial,phase,type,t_s,belief_0 ITI (probability),belief_1 light ISI + 0.2 s (probability),"event-trace_0 light, loud (1)"',
    '0,A/1,Rat No.2/1/A+,-0.1,0.25,0.75,1',
    '0,A/1,Rat No.2/1/A+,0,0.5,0.5,2',
    '1,A/1,probe-B,-0.1,1,0,3',
    '1,A/1,probe-B,0,0,1,4',
    '1,A/1,probe-B,0.1,0.3333333333333333,0.6666666666666666,5',
    '',
  ]);
  expect(Object.entries(notes.columns).slice(3)).toEqual([
    ['t_s', { what: "time from the trial's time zero", unit: 's' }],
    ['belief_0 ITI (probability)', { what: 'belief, ITI', unit: 'probability' }],
    ['belief_1 light ISI + 0.2 s (probability)', { what: 'belief, light ISI + 0.2 s', unit: 'probability' }],
    ['event-trace_0 light, loud (1)', { what: 'trace, light, loud', unit: '1' }],
  ]);
});

test('a table that would be too long is refused before the run', () => {
  expect(() => requireTable(units, 3_000_000)).not.toThrow();
  expect(() => requireTable(units, 4_000_000)).toThrow(
    'units: 12,000,000 numbers are more than the 10,000,000 that a table of units may have; name fewer groups of units, or use --save, whose units.arrow may have more',
  );
});
