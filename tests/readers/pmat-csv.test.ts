import { describe, expect, it } from 'vitest';
import pmat from '../../src/readers/pmat-csv.ts';
import { survivesHostileFiles } from './hostile.ts';
import { counted, csvText } from './made-tables.ts';
import { memorySource } from './memory-source.ts';
import { inBytes, openOne } from './open-one.ts';

const signals = csvText([['t', 'x', 'y'], ...counted(60, (i) => [i / 10, i + 0.25, 7.5])]);
// The first and last rows of pMAT's own example, whose last epoch has no end, at other times.
const behaviour = csvText([
  ['Event', 'Onset', 'Offset'],
  ['PAB_16', 1.25, 1.75],
  ['PAB_2064', 1.75, 1.85],
  ['PAB_16', 3.5, 4],
  ['PAB_0', 4.5, 'Inf'],
]);
const files = { 'Ca2Data .csv': signals, 'BehData .csv': behaviour };

describe('pMAT CSV', () => {
  it('takes the second column as signal and the third as control, and rows of one name as one kind of events', async () => {
    const { found, values } = await openOne(pmat, files);
    expect(found.signals.map(({ id, samples, proposal }) => [id, samples, proposal?.role])).toEqual([
      ['x', 60, 'signal'],
      ['y', 60, 'control'],
    ]);
    expect(await values('x', 58, 60)).toEqual(Float64Array.of(58.25, 59.25));
    expect(found.events.map(({ id, times, ends }) => [id, times, ends])).toEqual([
      ['PAB_16', Float64Array.of(1.25, 3.5), Float64Array.of(1.75, 4)],
      ['PAB_2064', Float64Array.of(1.75), Float64Array.of(1.85)],
      ['PAB_0', Float64Array.of(4.5), Float64Array.of(NaN)],
    ]);
    expect(found.warnings).toEqual([]);
  });

  it('opens behaviour alone, and without ends', async () => {
    const { found } = await openOne(pmat, { 'b.csv': 'Event,Onset\nlick,2\nlick,1\ntone,0.5\n' });
    expect(found.events).toEqual([
      expect.objectContaining({ id: 'lick', times: Float64Array.of(1, 2) }),
      expect.objectContaining({ id: 'tone', times: Float64Array.of(0.5) }),
    ]);
    expect(found.events.every(({ ends }) => ends === undefined)).toBe(true);
  });

  it('pairs the files of several sessions by name', () => {
    const made = { 'm1_Ca2.csv': signals, 'm1_Beh.csv': behaviour, 'm2_Ca2.csv': signals, 'm2_Beh.csv': behaviour };
    const claims = pmat.detect(memorySource(inBytes(made)));
    expect(claims.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ['m1_Ca2.csv', 'm1_Beh.csv'],
      ['m2_Ca2.csv', 'm2_Beh.csv'],
    ]);
  });
});

survivesHostileFiles(pmat, inBytes(files));
