// From what was recorded to what is fitted: windows of licks, latencies, bins of spikes, rows of tables.
import { expect, test } from 'vitest';
import { parseDesign } from '../../../src/contracts/design-schema.ts';
import { latenciesIn } from '../../../src/fitting/recorded/latencies-in.ts';
import { lickCounts } from '../../../src/fitting/recorded/lick-windows.ts';
import { summariesOf, tableLatencies } from '../../../src/fitting/recorded/mapped-summaries.ts';
import { fittedData } from '../../../src/fitting/report/named-data.ts';
import { unitCounts } from '../../../src/fitting/recorded/unit-counts.ts';
import { parseMapping } from '../../../src/recorded/mapping.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import { foundOf, mappingOf, toneMapping, toneSession } from '../../recorded/found.ts';

// Tones at 10, 25, 41.25, 60 s; water 2 s later but after the third; a free drop at 50 s.
const { design: made, startSeconds } = recordedSession(toneSession, toneMapping);
const design = parseDesign(made, 'test');
const onClock = (seconds: Float64Array): number[] => [...seconds].map((at) => Number((at + startSeconds).toFixed(6)));

test('licks are counted from the tone to the water or to when it is usual, and not around a free drop', () => {
  // At the tone; just before and at the water; where the water was left out; at the free drop.
  const times = Float64Array.of(9.9, 10, 11.999, 12, 12.5, 26, 42, 43.2, 43.3, 50.1, 60.5, 61, 61.5);
  const family = 'poisson' as const;
  const licks = lickCounts(design, startSeconds, { times, family });
  expect(onClock(licks.fromSeconds)).toEqual([10, 25, 41.25, 60]);
  expect(onClock(licks.toSeconds)).toEqual([12, 27, 43.25, 62]);
  expect([...licks.counts]).toEqual([2, 1, 2, 3]);
  const stated = lickCounts(design, startSeconds, { times, family, window: [0.5, 1] });
  expect(onClock(stated.fromSeconds)).toEqual([10.5, 25.5, 41.75, 60.5]);
  expect([...stated.counts]).toEqual([0, 0, 1, 1]);
});

test('a latency is that of the first lick that can be a response, or longer than the wait', () => {
  const times = Float64Array.of(10.05, 10.4, 28, 41.35, 42.25, 61.5);
  const licks = { kind: 'licks' as const, licks: { times } };
  const latencies = latenciesIn(design, startSeconds, { shiftSeconds: 0.1, of: licks });
  expect(onClock(latencies.atSeconds)).toEqual([10, 25, 41.25, 60]);
  expect([...latencies.seconds].map((one) => Number(one.toFixed(6)))).toEqual([0.4, 2, 1, 1.5]);
  expect([...latencies.isCensored]).toEqual([0, 1, 0, 0]);
});

test('latencies of choices are from the state that was shown to the choice', () => {
  const table = {
    id: 'trials',
    rows: 3,
    columns: [
      { id: 'start', kind: 'number' as const, values: Float64Array.of(5, 15, 25) },
      { id: 'side', kind: 'text' as const, values: ['L', '', 'R'] },
      { id: 'rt', kind: 'number' as const, values: Float64Array.of(400, 0, 650) },
      { id: 'pay', kind: 'number' as const, values: Float64Array.of(1, 0, 0) },
    ],
  };
  const choices = {
    table: 'trials',
    begins: { column: 'start' },
    stages: [{ choice: 'side', chosen: { reaction: 'rt', unit: 'ms' as const } }],
    outcome: { columns: ['pay'], unit: 1, at: { afterSeconds: 0.5 } },
  };
  const session = recordedSession(foundOf({ tables: [table] }), mappingOf({ choices }), true);
  const of = { kind: 'choices' as const };
  const latencies = latenciesIn(session.design, session.startSeconds, { shiftSeconds: 0, of });
  expect([...latencies.atSeconds].map((at) => at + session.startSeconds)).toEqual([5, 25]);
  expect([...latencies.seconds]).toEqual([0.4, 0.65]);
  expect(() => latenciesIn(design, startSeconds, { shiftSeconds: 0, of })).toThrow('has no choices for this agent');
});

test('spikes are counted in bins of 50 ms from the first to the last', () => {
  const found = foundOf({
    units: [
      { id: 'a', spikes: Float64Array.of(2, 2.01, 2.05, 2.124, 2.2) },
      { id: 'b', spikes: Float64Array.of(2.06, 2.19) },
    ],
  });
  const { startSeconds: start, binSeconds, units } = unitCounts(found, ['a', 'b'], 'poisson');
  expect([start, binSeconds]).toEqual([2, 0.05]);
  expect(units.map(({ counts }) => [...counts])).toEqual([
    [2, 1, 1, 0],
    [0, 1, 0, 1],
  ]);
  // Not recorded before 2.04 s, nor between 2.11 and 2.16 s.
  const observed = Float64Array.of(2.04, 2.11, 2.15, 2.3);
  const some = foundOf({ units: [{ id: 'a', spikes: found.units[0]?.spikes ?? observed, observed }] });
  expect([...(unitCounts(some, ['a'], 'poisson').units[0]?.counts ?? [])]).toEqual([Number.NaN, 1, Number.NaN, 0]);
  expect(() => unitCounts(found, ['c'], 'poisson')).toThrow("there is no unit 'c'");
});

test('rows of a table are taken in order of their times, without those that have none', () => {
  const table = {
    id: 'responses',
    rows: 4,
    columns: [
      { id: 'at', kind: 'number' as const, values: Float64Array.of(25, 10, Number.NaN, 60) },
      { id: 'peak', kind: 'number' as const, values: Float64Array.of(2, 1, 9, Number.NaN) },
      { id: 'se', kind: 'number' as const, values: Float64Array.of(0.2, 0.1, 0.9, 0.3) },
    ],
  };
  const found = foundOf({ tables: [table] });
  const mapped = { table: 'responses', time: 'at', value: 'peak', error: 'se', reduction: 'peak', window: [0, 1] };
  const mapping = parseMapping(mappingOf({ summaries: mapped as never }), 'test');
  const summaries = mapping.summaries && summariesOf(found, mapping.summaries, false);
  expect(summaries).toMatchObject({ id: 'peak', isCorrelated: false });
  expect([...(summaries?.atSeconds ?? [])]).toEqual([10, 25, 60]);
  expect([...(summaries?.values ?? [])]).toEqual([1, 2, Number.NaN]);
  expect([...(summaries?.errors ?? [])]).toEqual([0.1, 0.2, 0.3]);
  const latencies = tableLatencies(found, { table: 'responses', time: 'at', latency: 'peak', unit: 'ms' });
  expect([...latencies.seconds]).toEqual([0.001, 0.002, Number.NaN]);
  const wrong = { ...mapped, window: [1, 0] };
  expect(() => parseMapping(mappingOf({ summaries: wrong as never }), 'test')).toThrow('must end after it begins');
});

test('what a mapping names is fitted, and what it does not is asked for in one line', () => {
  const all = mappingOf({
    signal: 's',
    units: ['a'],
    licks: { events: 'lick' },
    choices: { table: 't' } as never,
  });
  expect(fittedData(all, [])).toEqual([['signal', 'choices']]);
  expect(fittedData(mappingOf({ unit: 'a' }), [])).toEqual([['spikes']]);
  expect(fittedData(all, ['licks', 'spikes'])).toEqual([['spikes', 'licks']]);
  expect(fittedData(all, ['both'])).toEqual([['signal', 'choices']]);
  expect(fittedData(all, ['each', 'spikes', 'licks'])).toEqual([['spikes'], ['licks'], ['spikes', 'licks']]);
  expect(() => fittedData(all, ['summaries'])).toThrow('no summaries of events are named');
  expect(() => fittedData(mappingOf({}), [])).toThrow('no signal is named');
  const { choices: _choices, ...withoutChoices } = all;
  expect(() => fittedData(withoutChoices, ['licks', 'latencies'])).toThrow('are of the same licks');
});
