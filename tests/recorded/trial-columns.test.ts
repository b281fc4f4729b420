import { expect, test } from 'vitest';
import { recordedSession } from '../../src/recorded/session.ts';
import { trialColumns } from '../../src/recorded/trial-columns.ts';
import { foundOf, mappingOf, toneMapping, toneSession } from './found.ts';

const columnsOf = (found: typeof toneSession, mapping: typeof toneMapping) =>
  trialColumns(found, mapping, recordedSession(found, mapping));

test('what is known of each trial: reward, latency, time since the reward before, licks', () => {
  const found = foundOf({
    ...toneSession,
    events: [...toneSession.events, { id: 'lick', times: Float64Array.of(9.5, 10.25, 12.5, 26, 49, 51, 62.5) }],
  });
  const columns = columnsOf(found, { ...toneMapping, licks: { events: 'lick' }, windowSeconds: 4 });
  // Trials at 10, 25, 41.25 (no water), 50 (free water) and 60 s; water at 12, 27, 50 and 62 s.
  expect(columns).toEqual({
    trial: [1, 2, 3, 4, 5],
    type: ['tone', 'tone', 'tone', 'reward alone', 'tone'],
    'reward size': [1, 1, Number.NaN, 1, 1],
    'reward latency (s)': [2, 2, Number.NaN, 0, 2],
    'time since last reward (s)': [Number.NaN, 13, 14.25, 23, 10],
    licks: [2, 1, 0, 1, 1],
    'first lick (s)': [0.25, 1, Number.NaN, 1, 2.5],
  });
});

test('columns of a table that has the times of the trials, wherever its rows are', () => {
  const found = foundOf({
    ...toneSession,
    tables: [
      {
        id: 'trials',
        rows: 4,
        columns: [
          { id: 'onset', kind: 'number', values: Float64Array.of(60, 10, 25, 41.25) },
          { id: 'block', kind: 'text', values: ['d', 'a', 'b', 'c'] },
          { id: 'type', kind: 'number', values: Float64Array.of(4, 1, 2, 3) },
        ],
      },
      { id: 'other', rows: 2, columns: [{ id: 'onset', kind: 'number', values: Float64Array.of(1, 2) }] },
    ],
  });
  const columns = columnsOf(found, toneMapping);
  // The free reward at 50 s is in no row.
  expect(columns['block']).toEqual(['a', 'b', 'c', '', 'd']);
  expect(columns['trials: type']).toEqual([1, 2, 3, Number.NaN, 4]);
  expect(Object.keys(columns)).not.toContain('other: onset');
});

test('a table that says when trials start has their rows', () => {
  const found = foundOf({
    ...toneSession,
    tables: [
      {
        id: 'trials',
        rows: 4,
        columns: [
          { id: 'start_time', kind: 'number', values: Float64Array.of(8, 23, 39, 58) },
          { id: 'laser', kind: 'number', values: Float64Array.of(0, 1, 0, 1) },
        ],
      },
    ],
  });
  const times = { table: 'trials', column: 'start_time' };
  const columns = columnsOf(found, mappingOf({ ...toneMapping, trials: { times } }));
  // The free reward at 50 s belongs to the trial that started at 39 s.
  expect(columns['trial']).toHaveLength(5);
  expect(columns['laser']).toEqual([0, 1, 0, 0, 1]);
});
