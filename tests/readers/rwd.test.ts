import { describe, expect, it } from 'vitest';
import rwd from '../../src/readers/rwd.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { counted, csvText } from './made-tables.ts';
import { memorySource } from './memory-source.ts';
import { inBytes, openOne } from './open-one.ts';

labCase('csv-rwd-interleaved-30-is-15', rwd, ({ opened }) => {
  expect(opened.found.signals.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
    ['CH1-410', 'control'],
    ['CH1-470', 'signal'],
  ]);
  expect(opened.found.questions).toEqual([]);
  expect(opened.found.warnings).toEqual([
    'Fluorescence.csv: states 30 frames per second, of all lamps together; each signal has 15 samples per second',
  ]);
});

const headings = ['TimeStamp', 'Events', 'CH1-410', 'CH1-470', ''];
const mark = (i: number): string =>
  i === 5 ? 'Input1*2*0;Input2*2*0;' : i === 9 ? 'Input1*2*1' : i === 12 ? 'Input1*2*0' : '';
const rows = counted(40, (i) => [i * 25, mark(i), i + 0.5, i + 0.25, '']);
const settings = '{"Light":{"Led410Enable":true;"Led470Enable":true};"Fps":40.0}\n';

describe('RWD', () => {
  it('reads settings with semicolons, or in quotation marks, and several marks in one cell', async () => {
    for (const above of [settings, '"{""Fps"":40.0,""Light"":{}}",,,,\n']) {
      const { found } = await openOne(rwd, { 'Fluorescence.csv': above + csvText([headings, ...rows]) });
      expect(found.signals.map(({ id, samples, rateHz }) => [id, samples, Math.round(rateHz)])).toEqual([
        ['CH1-410', 40, 40],
        ['CH1-470', 40, 40],
      ]);
      expect(found.events.map(({ id, times }) => [id, ...times])).toEqual([
        ['Input1*2*0', 0.125, 0.3],
        ['Input2', 0.125],
        ['Input1*2*1', 0.225],
      ]);
      expect([found.questions, found.warnings]).toEqual([[], []]);
    }
  });

  it('asks for the unit of time if nothing states the frames per second', async () => {
    const files = { 'Fluorescence.csv': csvText([headings, ...rows]) };
    expect((await openOne(rwd, files)).found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
      ['time-unit', 'ms'],
    ]);
    expect((await openOne(rwd, files, { 'time-unit': 's' })).found.signals[0]?.endSeconds).toBe(975);
  });

  it('reads lamps from a column, and Events.csv, in one folder with the other table', async () => {
    const unaligned = csvText([
      ['TimeStamp', 'Lights', 'Markings', 'CH1', ''],
      ...counted(40, (i) => [i * 25, i % 2 === 0 ? 410 : 470, '', i + 0.5, '']),
    ]);
    const events = 'TimeStamp,Name,State\n100,brush,0\n300,brush,1\n400,brush,0\n600,tone,0\n';
    const source = memorySource(
      inBytes({
        'Events.csv': events,
        'Fluorescence-unaligned.csv': settings + unaligned,
        'Fluorescence.csv': settings + csvText([headings, ...rows]),
      }),
    );
    const claims = rwd.detect(source);
    expect(claims.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ['Fluorescence.csv', 'Events.csv'],
      ['Fluorescence-unaligned.csv'],
    ]);
    const [aligned, raw] = await Promise.all(claims.map((claim) => rwd.open(claim, source, {})));
    expect(
      aligned?.found.events.filter(({ id }) => !id.startsWith('Input')).map(({ id, times }) => [id, ...times]),
    ).toEqual([
      ['brush = 0', 0.1, 0.4],
      ['brush = 1', 0.3],
      ['tone', 0.6],
    ]);
    expect(raw?.found.signals.map(({ id, samples, startSeconds }) => [id, samples, startSeconds])).toEqual([
      ['CH1-410', 20, 0],
      ['CH1-470', 20, 0.025],
    ]);
    expect(await raw?.values('CH1-470', 18, 20)).toEqual(Float64Array.of(37.5, 39.5));
    expect(raw?.found.warnings).toEqual([
      'Fluorescence-unaligned.csv: states 40 frames per second, of all lamps together; each signal has 20 samples per second',
    ]);
  });
});

survivesHostileFiles(
  rwd,
  inBytes({
    'Fluorescence.csv': settings + csvText([headings, ...rows]),
    'Events.csv': 'TimeStamp,Name,State\n100,brush,0\n',
  }),
);
