import { describe, expect, it } from 'vitest';
import fip from '../../src/readers/aind-fip.ts';
import { survivesHostileFiles } from './hostile.ts';
import { counted, csvText } from './made-tables.ts';
import { memorySource } from './memory-source.ts';
import { inBytes, openOne } from './open-one.ts';

const rows = (first: number, offset: number, harp?: number): string =>
  csvText(
    counted(60, (i) => [
      (first + offset + i * 50) % 86_400_000,
      i + offset,
      i + 0.25,
      2.5,
      ...(harp === undefined ? [] : [harp + offset / 1000 + i / 20]),
    ]),
  );
const session = (first: number, harp?: number) => ({
  'fib/FIP_DataG_2024-06-05T08_25_33.csv': rows(first, 0, harp),
  'fib/FIP_DataIso_2024-06-05T08_25_33.csv': rows(first, 16, harp),
  'fib/FIP_DataR_2024-06-05T08_25_33.csv': rows(first, 32, harp),
});

describe('AIND FIP', () => {
  it('reads three channels on one clock, each at its own times', async () => {
    const { found, values } = await openOne(fip, session(30_000_000));
    expect(
      found.signals.map(({ id, samples, startSeconds, proposal }) => [id, samples, startSeconds, proposal?.role]),
    ).toEqual([
      ['green ROI0', 60, 30_000, 'signal'],
      ['green ROI1', 60, 30_000, 'signal'],
      ['green background', 60, 30_000, undefined],
      ['iso ROI0', 60, 30_000.016, 'control'],
      ['iso ROI1', 60, 30_000.016, 'control'],
      ['iso background', 60, 30_000.016, undefined],
      ['red ROI0', 60, 30_000.032, 'signal'],
      ['red ROI1', 60, 30_000.032, 'signal'],
      ['red background', 60, 30_000.032, undefined],
    ]);
    expect(found.signals.map(({ rateHz }) => Math.round(rateHz * 1e6) / 1e6)).toEqual(
      Array.from({ length: 9 }, () => 20),
    );
    expect(await values('iso ROI0', 0, 2)).toEqual(Float64Array.of(16, 17));
    expect([found.startsAt, found.questions, found.warnings]).toEqual(['2024-06-05T08:25:33', [], []]);
  });

  it('counts on over midnight', async () => {
    const { found } = await openOne(fip, session(86_400_000 - 1000));
    expect(found.signals[0]).toMatchObject({ startSeconds: 86_399, endSeconds: 86_401.95, parts: [0], gaps: [] });
    expect(found.warnings[0]).toBe(
      'fib/FIP_DataG_2024-06-05T08_25_33.csv: time passes midnight at row 21, and is counted on',
    );
  });

  it('offers the Harp clock where there is one', async () => {
    const files = session(30_000_000, 5000);
    const { found } = await openOne(fip, files);
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['clock', 'software']]);
    expect(found.signals.map(({ id }) => id)).toHaveLength(9);
    const harp = await openOne(fip, files, { clock: 'harp' });
    expect(harp.found.signals[0]).toMatchObject({ startSeconds: 5000, endSeconds: 5002.95 });
  });

  it('takes the newer names, one recording a folder, and no table with headings', () => {
    const made = {
      'a/green.csv': rows(0, 0),
      'a/iso.csv': rows(0, 16),
      'b/green.csv': rows(0, 0),
      'c/red.csv': 'time,F,G\n0,1,2\n',
    };
    expect(
      fip
        .detect(memorySource(inBytes(made)))
        .map(({ files, certainty }) => [files.map(({ name }) => name).join(), certainty]),
    ).toEqual([
      ['a/green.csv,a/iso.csv', 'likely'],
      ['b/green.csv', 'possible'],
    ]);
  });
});

survivesHostileFiles(fip, inBytes({ 'green.csv': rows(30_000_000, 0, 5000), 'iso.csv': rows(30_000_000, 16, 5000) }));
