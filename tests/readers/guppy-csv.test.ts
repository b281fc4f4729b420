import { describe, expect, it } from 'vitest';
import guppy from '../../src/readers/guppy-csv.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { counted, csvText } from './made-tables.ts';
import { memorySource } from './memory-source.ts';
import { inBytes, openOne } from './open-one.ts';

labCase('csv-guppy-three-columns', guppy, ({ opened }) => {
  expect(opened.found.signals.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
    ['Control_Channel', 'control'],
    ['Signal_Channel', 'signal'],
  ]);
  expect(opened.found.events.map(({ proposal }) => proposal?.role)).toEqual(['reward']);
  expect([opened.found.questions, opened.found.warnings]).toEqual([[], []]);
});

const signal = (perSecond: number, rate: number): string =>
  csvText([
    ['Data', 'Timestamps', 'Sampling_Rate'],
    ...counted(40, (i) => [i + 0.5, (i * perSecond) / 20, i === 0 ? rate : '']),
  ]);
const files = { 'dv1.csv': signal(1, 20), 'port.csv': 'timestamps\n0.5\n9\n' };

describe('GuPPy CSV', () => {
  it('takes columns in any order and case', async () => {
    const { found, values, times } = await openOne(guppy, files);
    expect(found.signals.map(({ samples, rateHz }) => [samples, rateHz])).toEqual([[40, 20]]);
    expect(await values('dv1', 38, 40)).toEqual(Float64Array.of(38.5, 39.5));
    expect(await times('dv1', 38, 40)).toEqual(Float64Array.of(1.9, 1.95));
    expect(found.warnings).toEqual([
      "one of 2 events of 'port' lie outside the recording (0 to 1.95 s), the first at 9 s".replace('one', '1'),
    ]);
  });

  it('asks about milliseconds if the stated rate says so', async () => {
    const made = { 'dv1.csv': signal(1000, 20), 'port.csv': 'timestamps\n500\n' };
    const { found } = await openOne(guppy, made);
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['time-unit', 'ms']]);
    expect([found.signals[0]?.endSeconds, found.events[0]?.times[0]]).toEqual([1.95, 0.5]);
    const asSeconds = await openOne(guppy, made, { 'time-unit': 's' });
    expect(asSeconds.found.signals[0]?.endSeconds).toBe(1950);
  });

  it('says that the stated rate is not that of the times', async () => {
    const { found } = await openOne(guppy, { 'dv1.csv': signal(1, 30) });
    expect(found.warnings).toEqual(['dv1.csv: states 30 samples per second, but its times are those of 20']);
  });

  it('does not take lists of events alone, or other tables', () => {
    const others = { 'port.csv': 'timestamps\n1\n', 'x.csv': 'time,signal\n1,2\n2,3\n' };
    expect(guppy.detect(memorySource(inBytes(others)))).toEqual([]);
  });
});

survivesHostileFiles(guppy, inBytes(files));
