import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import csv from '../../src/readers/csv.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { survivesHostileFiles } from './hostile.ts';
import { dataFolder, labCase } from './lab-case.ts';
import { memorySource } from './memory-source.ts';
import { type Contents, inBytes, openOne } from './open-one.ts';

labCase('csv-bom-quoted-crlf', csv, ({ opened }) => {
  expect(opened.found.signals.map(({ unit }) => unit)).toEqual(['%']);
  expect(opened.found.questions).toEqual([]);
  expect(opened.found.warnings).toEqual([]);
});

labCase('csv-event-outside', csv, ({ opened }) => {
  expect(opened.found.warnings).toEqual([
    "2 of 7 events of 'events' lie outside the recording (0 to 59.95 s), the first at -4 s",
  ]);
});

labCase('csv-nan-rows-unsorted-duplicates', csv, ({ opened, expected }) => {
  const [signal] = opened.found.signals;
  expect(signal?.missing).toBe(expected['n_missing']);
  expect(signal?.withoutTime).toBe(2);
  const warnings = opened.found.warnings.join('\n');
  expect(warnings).toMatch(/one duplicate time, the first in row 202/);
  expect(warnings).toMatch(/one pair of rows out of order, the first in row 304/);
  expect(warnings).toMatch(/2 rows without time/);
});

labCase('csv-time-resets', csv, async ({ opened, expected }) => {
  const [signal] = opened.found.signals;
  expect(signal?.parts).toEqual([0, 1000]);
  expect(opened.found.warnings.join()).toContain(expected['warn']);
  expect(opened.found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['restart', 'apart']]);
  const second = await opened.times('signal', 1000, 1600);
  expect([second[0], second.at(-1)]).toEqual([0, 29.95]);
});

/** Rows of a table: a time every `step`, and values. */
const rowsOf = (count: number, step: number, ...values: ((i: number) => string | number)[]): string[][] =>
  Array.from({ length: count }, (_, i) => [
    String(Number((i * step).toFixed(6))),
    ...values.map((of) => String(of(i))),
  ]);
const table = (rows: readonly string[][], delimiter = ',', end = '\n'): string =>
  rows.map((row) => row.join(delimiter) + end).join('');
const wave = (i: number): string => ((i % 7) + 0.25).toFixed(2);

describe('a table of signals', () => {
  it.each([
    ['commas', ',', '\n'],
    ['semicolons and CRLF', ';', '\r\n'],
    ['tabs', '\t', '\n'],
    ['bars and the old Macintosh', '|', '\r'],
    ['blanks', '   ', '\n'],
  ])('is read with %s', async (_, delimiter, end) => {
    const text = table([['time_s', 'dLight'], ...rowsOf(50, 0.1, wave)], delimiter, end);
    const { found, values, times } = await openOne(csv, { 'm.csv': text });
    expect(found.signals.map(({ id, samples, rateHz }) => [id, samples, Math.round(rateHz)])).toEqual([
      ['dLight', 50, 10],
    ]);
    expect(await values('dLight', 6, 9)).toEqual(Float64Array.of(6.25, 0.25, 1.25));
    expect(await times('dLight', 6, 8)).toEqual(Float64Array.of(0.6, 0.7));
    expect([found.questions, found.warnings]).toEqual([[], []]);
  });

  it('is read with decimal commas', async () => {
    const rows = rowsOf(50, 0.1, wave).map((row) => row.map((cell) => cell.replace('.', ',')));
    const { values, found } = await openOne(csv, { 'm.csv': table([['Zeit (s)', 'F'], ...rows], ';') });
    expect(await values('F', 6, 9)).toEqual(Float64Array.of(6.25, 0.25, 1.25));
    expect(found.signals[0]?.endSeconds).toBe(4.9);
  });

  it.each(['utf-16le', 'utf-16be'])('is read as %s', async (label) => {
    const text = `\ufeff${table([['time_s', 'ΔF'], ...rowsOf(50, 0.1, wave)], '\t')}`;
    const bytes = new Uint8Array(2 * text.length);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), label === 'utf-16le');
    const { values } = await openOne(csv, { 'm.txt': bytes });
    expect(await values('ΔF', 6, 9)).toEqual(Float64Array.of(6.25, 0.25, 1.25));
  });

  it('is read in the encoding of older Windows', async () => {
    const bytes = Uint8Array.from(table([['time_s', 'µV'], ...rowsOf(50, 0.1, wave)]), (c) => c.charCodeAt(0));
    expect((await openOne(csv, { 'm.csv': bytes })).found.signals[0]?.id).toBe('µV');
  });

  it('without headings names its columns and asks for the unit of time', async () => {
    const text = table(rowsOf(50, 25, wave, () => 3.5));
    const { found } = await openOne(csv, { 'm.csv': text });
    expect(found.signals.map(({ id }) => id)).toEqual(['column 2', 'column 3']);
    expect(found.questions.map(({ id, proposed, reason }) => [id, proposed, reason])).toEqual([
      ['time-column', 'column 1', 'it is the first column, and increases'],
      ['time-unit', 'ms', 'then there are 40 samples per second'],
    ]);
    expect(found.signals[0]?.rateHz).toBeCloseTo(40, 9);
    const inSeconds = await openOne(csv, { 'm.csv': text }, { 'time-unit': 's' });
    expect(inSeconds.found.signals[0]?.rateHz).toBeCloseTo(0.04, 9);
  });

  it('skips settings above the headings and a counter before them, and reads units below them', async () => {
    const rows = rowsOf(50, 0.1, wave).map((row, i) => [String(i), ...row]);
    const text = `# made by a rig\nAnimal;m1\n\n${table([['', 'Time', 'F'], ['', '(s)', '(mV)'], ...rows], ';')}`;
    const { found } = await openOne(csv, { 'm.csv': text });
    expect(found.signals.map(({ id, unit, samples }) => [id, unit, samples])).toEqual([['F', 'mV', 50]]);
    expect(found.questions).toEqual([]);
  });

  it('reads headings of R, which has none for names of rows', async () => {
    const rows = rowsOf(50, 0.1, wave).map((row, i) => [`"${i + 1}"`, ...row]);
    const { found, values } = await openOne(csv, { 'm.csv': table([['"time_s"', '"F"'], ...rows], ' ') });
    expect(found.signals.map(({ id, samples }) => [id, samples])).toEqual([['F', 50]]);
    expect(await values('F', 6, 8)).toEqual(Float64Array.of(6.25, 0.25));
  });

  it('counts rows as a spreadsheet does in what it says of them', async () => {
    const rows = rowsOf(400, 0.1, (i) => (i === 350 ? 'Overflow' : wave(i)));
    rows.splice(100, 0, ['']);
    const { found } = await openOne(csv, { 'm.csv': `note\n${table([['time_s', 'F'], ...rows])}` });
    expect(found.signals[0]?.missing).toBe(1);
    expect(found.warnings).toEqual([
      "m.csv: column 'F': one cell is not a number and counts as missing, the first ('Overflow') in row 354",
    ]);
  });

  it('takes lines of two levels as events, with ends, and none where a line is high at the start', async () => {
    const line = (i: number): number => (i < 3 || (i >= 10 && i < 15) || i >= 48 ? 5 : 0);
    const text = table([['time_s', 'F', 'reward TTL'], ...rowsOf(50, 0.1, wave, line)]);
    const { found } = await openOne(csv, { 'm.csv': text });
    expect(found.signals.map(({ id }) => id)).toEqual(['F']);
    expect(found.events.map(({ id, times, ends, proposal }) => [id, times, ends, proposal?.role])).toEqual([
      ['reward TTL', Float64Array.of(1, 4.8), Float64Array.of(1.5, NaN), 'reward'],
    ]);
  });

  it('takes filled cells of a column of text as events, and changes where all are filled', async () => {
    const text = table([
      ['time_s', 'F', 'mark', 'state'],
      ...rowsOf(
        50,
        0.1,
        wave,
        (i) => (i === 20 ? 'tone' : i === 30 ? 'lick' : ''),
        (i) => (i < 25 ? 'left' : 'right'),
      ),
    ]);
    const { found } = await openOne(csv, { 'm.csv': text });
    expect(found.events.map(({ id, times }) => [id, ...times])).toEqual([
      ['mark = tone', 2],
      ['mark = lick', 3],
      ['state = left', 0],
      ['state = right', 2.5],
    ]);
  });

  it('takes dates as times, and the first as the start', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => [`2025-02-28 23:59:${(58 + i / 10).toFixed(1)}`, wave(i)]);
    const fixed = rows.map(([time, value], i) =>
      i < 20 ? [time, value] : [`2025-03-01 00:00:0${((i - 20) / 10).toFixed(1)}`, value],
    ) as string[][];
    const { found } = await openOne(csv, { 'm.csv': table([['when', 'F'], ...fixed]) });
    expect(found.startsAt).toBe('2025-02-28T23:59:58.0');
    expect(
      found.signals.map(({ startSeconds, endSeconds, gaps }) => [startSeconds, Number(endSeconds.toFixed(5)), gaps]),
    ).toEqual([[0, 4.9, []]]);
  });

  it('says where samples are lost', async () => {
    const rows = rowsOf(100, 0.1, wave).filter((_, i) => i < 30 || i > 33);
    const { found } = await openOne(csv, { 'm.csv': table([['time_s', 'F'], ...rows]) });
    expect(found.signals[0]?.gaps).toEqual([{ fromSeconds: 2.9, toSeconds: 3.4 }]);
    expect(found.warnings).toEqual([
      'm.csv: one gap in time, the longest of 0.5 s before row 32; nothing is filled in',
    ]);
  });

  it('without times asks for the rate', async () => {
    const text = table([
      ['Analog1', 'Analog2', 'Digital1'],
      ...rowsOf(300, 0, wave, (i) => (i > 130 ? 1 : 0)).map(([, a, b]) => [a as string, '2.5', b as string]),
    ]);
    const { found } = await openOne(csv, { 'm.csv': text });
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['rate-hz', '130']]);
    const { found: asked } = await openOne(csv, { 'm.csv': text }, { 'rate-hz': '13.1' });
    expect(asked.events.map(({ id, times }) => [id, ...times])).toEqual([['Digital1', 10]]);
  });

  it('without headings asks how many lamps take turns where values alternate', async () => {
    const level = (i: number): number => [50, 100, 20][i % 3] as number;
    const text = table(rowsOf(90, 1 / 60, (i) => level(i) + i / 1000));
    const { found, values } = await openOne(csv, { 'm.csv': text });
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toContainEqual(['lamps', '3']);
    expect(found.signals.map(({ id, samples, rateHz }) => [id, samples, Math.round(rateHz)])).toEqual([
      ['column 2 in turn 1', 30, 20],
      ['column 2 in turn 2', 30, 20],
      ['column 2 in turn 3', 30, 20],
    ]);
    expect(await values('column 2 in turn 2', 0, 2)).toEqual(Float64Array.of(100.001, 100.004));
    const one = await openOne(csv, { 'm.csv': text }, { lamps: '1' });
    expect(one.found.signals.map(({ id }) => id)).toEqual(['column 2']);
    const smooth = await openOne(csv, { 'm.csv': table(rowsOf(90, 1 / 60, (i) => i / 7)) });
    expect(smooth.found.questions.map(({ id }) => id)).not.toContain('lamps');
  });

  it('joins parts if told to', async () => {
    const rows = [...rowsOf(60, 0.1, wave), ...rowsOf(60, 0.1, wave)];
    const files = { 'm.csv': table([['time_s', 'F'], ...rows]) };
    const apart = await openOne(csv, files);
    expect(apart.found.signals[0]?.parts).toEqual([0, 60]);
    const joined = await openOne(csv, files, { restart: 'joined' });
    const times = await joined.times('F', 59, 62);
    expect(Array.from(times, (time) => Number(time.toFixed(9)))).toEqual([5.9, 6, 6.1]);
  });
});

describe('a list of events', () => {
  it('is one kind if it has times alone', async () => {
    const { found } = await openOne(csv, { 'licks.csv': '1.5\n2.25\n7\n' });
    expect(found.events.map(({ id, times, proposal }) => [id, [...times], proposal?.role])).toEqual([
      ['licks', [1.5, 2.25, 7], 'lick'],
    ]);
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['time-unit', 's']]);
  });

  it('is one kind for each label or code, and keeps sizes', async () => {
    const labelled = await openOne(csv, { 'e.csv': '1.5,tone\n3.25,water\n9.5,tone\n' });
    expect(labelled.found.events.map(({ id, times, proposal }) => [id, [...times], proposal?.role])).toEqual([
      ['tone', [1.5, 9.5], 'cue'],
      ['water', [3.25], 'reward'],
    ]);
    const sized = await openOne(csv, { 'water.csv': 'time_s,size (ul)\n1.5,2.5\n3.25,1.5\n9.5,4.5\n' });
    expect(sized.found.events).toEqual([
      expect.objectContaining({ id: 'water', values: Float64Array.of(2.5, 1.5, 4.5), valueUnit: 'ul' }),
    ]);
  });

  it('is opened with the signals that it belongs to', () => {
    const signal = table([['time_s', 'F'], ...rowsOf(50, 0.1, wave)]);
    const claims = (files: Contents): string[] =>
      csv.detect(memorySource(inBytes(files))).map(({ files }) => files.map(({ name }) => name).join(' + '));
    expect(claims({ 'signal.csv': signal, 'licks.csv': '1.5\n2\n', 'cues.csv': '1\n3\n' })).toEqual([
      'signal.csv + licks.csv + cues.csv',
    ]);
    expect(
      claims({ 'm1.csv': signal, 'm1_events.csv': '1.5\n2\n', 'm2.csv': signal, 'm2 events.csv': '1\n3\n' }),
    ).toEqual(['m1.csv + m1_events.csv', 'm2.csv + m2 events.csv']);
    expect(
      claims({
        'README.md': '# Some\n\ntext, with commas,\nand, more\n',
        'x.csv': '',
        'e.json': '{\n "a": 1,\n "b": [\n  1, 2\n ]\n}\n',
        'a.json': '[[1,2],\n[3,4],\n[5,6]]\n',
      }),
    ).toEqual([]);
  });
});

describe('a table of trials', () => {
  it('has a column of each kind, with times only where a column holds some', async () => {
    const text = 'trial,start_time,cs,reward_time,amount,lick\n1,0.5,A,2.5,3,0\n2,10.5,B,NA,0,1\n3,20.75,A,22.75,3,1\n';
    const { found } = await openOne(csv, { 't.csv': text });
    const [trials] = found.tables;
    expect(trials?.columns.map(({ id, kind, proposal }) => [id, kind, proposal?.role])).toEqual([
      ['trial', 'number', undefined],
      ['start_time', 'number', 'trial start'],
      ['cs', 'text', 'trial type'],
      ['reward_time', 'number', 'reward'],
      ['amount', 'number', 'size'],
      ['lick', 'number', undefined],
    ]);
    expect(trials?.columns[3]?.values).toEqual(Float64Array.of(2.5, NaN, 22.75));
    expect(trials?.columns[2]?.values).toEqual(['A', 'B', 'A']);
  });
});

describe('times of trials', () => {
  it('become seconds: by the heading, else as asked, with a reason', async () => {
    const text = 'trial,start_time,cue_onset (ms),RT (ms)\n1,1500.5,1700,350\n2,3500,3700,410\n3,4500,4900,380\n';
    const signal = table([['time_s', 'F'], ...rowsOf(80, 0.1, wave)]);
    const { found } = await openOne(csv, { 'signal.csv': signal, 'trials.csv': text });
    const values = (column: number) => found.tables[0]?.columns[column]?.values;
    expect(found.questions.map(({ id, proposed, reason }) => [id, proposed, reason])).toEqual([
      ['time-unit of trials', 'ms', 'then 3 of 3 lie within the recording'],
    ]);
    expect([values(1), values(2), values(3)]).toEqual([
      Float64Array.of(1.5005, 3.5, 4.5),
      Float64Array.of(1.7, 3.7, 4.9),
      Float64Array.of(350, 410, 380),
    ]);
    expect(found.tables[0]?.columns.map((column) => column.kind === 'number' && column.unit)).toEqual([
      undefined,
      's',
      's',
      'ms',
    ]);
  });

  it('leaves formulas and markup as text', async () => {
    const { found } = await openOne(csv, {
      't.csv': 'trial,<img src=x onerror=alert(1)>\n1,"=HYPERLINK(""http://x"")"\n2,@SUM(A1)\n',
    });
    expect(found.tables[0]?.columns[1]).toMatchObject({
      id: '<img src=x onerror=alert(1)>',
      values: ['=HYPERLINK("http://x")', '@SUM(A1)'],
    });
  });
});

describe('numbers', () => {
  it('are read to the bit', async () => {
    const spelling = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(20)).map(([x, n]) => x.toFixed(n)),
      fc.tuple(fc.integer(), fc.stringMatching(/^\d{1,24}$/)).map(([whole, rest]) => `${whole}.${rest}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(spelling, { minLength: 25, maxLength: 40 }), fc.boolean(), async (cells, isQuoted) => {
        const rows = rowsOf(
          cells.length,
          0.1,
          (i) => (isQuoted ? `"${cells[i]}"` : (cells[i] as string)),
          () => 0.5,
        );
        const { values } = await openOne(csv, { 'm.csv': table([['time_s', 'x', 'y'], ...rows]) });
        expect(await values('x', 0, cells.length)).toEqual(Float64Array.from(cells, Number));
      }),
    );
  });

  it('are read alike with and without quotation marks, over pieces of some megabytes', async () => {
    const rows = rowsOf(
      150_000,
      0.001,
      (i) => (i * 0.37).toFixed(5),
      (i) => (i % 1000 === 999 ? 'tone' : ''),
    );
    const plain = await openOne(csv, { 'm.csv': table([['time_s', 'F', 'mark'], ...rows]) });
    rows[80_000] = ['80', '"29600"', '"tone, with\nline"'];
    const quoted = await openOne(csv, { 'm.csv': table([['time_s', 'F', 'mark'], ...rows]) });
    for (const { found, values } of [plain, quoted]) {
      expect(found.signals.map(({ samples, missing }) => [samples, missing])).toEqual([[150_000, 0]]);
      expect(await values('F', 149_998, 150_000)).toEqual(Float64Array.of(55_499.26, 55_499.63));
      expect(found.events[0]?.times).toHaveLength(150);
    }
    expect(quoted.found.events.map(({ id, times }) => [id, times[0]])).toEqual([
      ['tone', 0.999],
      ['tone, with\nline', 80],
    ]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['no number', { 'm.csv': '' }],
    ['an image', { 'm.csv': Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 0) }],
  ])('is not claimed: %s', (_, files) => {
    expect(csv.detect(memorySource(inBytes(files as Contents)))).toEqual([]);
  });

  it('is refused in one line: a quotation mark that is never closed', async () => {
    const text = `${table([['time_s', 'F'], ...rowsOf(400, 0.1, wave)])}40.0,"1.5\n${'41.0,2.5\n'.repeat(2_500_000)}`;
    await expect(openOne(csv, { 'm.csv': text })).rejects.toThrow(
      /^m\.csv: a row is longer than 16777216 bytes; look for a quotation mark that is never closed$/,
    );
  });

  it('is refused in one line: a time column that restarts all the time', async () => {
    const rows = rowsOf(120_000, 0.1, wave).map(([, value], i) => [String(i % 100), value as string]);
    await expect(openOne(csv, { 'm.csv': table([['time_s', 'F'], ...rows]) })).rejects.toThrow(
      /^m\.csv: time goes back more than 1000 times; choose another column as time$/,
    );
  });
});

survivesHostileFiles(
  csv,
  inBytes({
    'signal.csv': table([['Time (ms)', '"F, raw"', 'mark'], ...rowsOf(60, 20, wave, (i) => (i % 9 === 0 ? 'a' : ''))]),
    'events.csv': '0.1,tone\n0.4,"water"\n0.5,tone\n',
  }),
);

const real = (name: string): string => join(dataFolder, name);
describe.skipIf(!existsSync(dataFolder))('recorded data (skipped without ../shared/data)', () => {
  it('has all trials of Jeong et al. 2022 as tables of windows', async () => {
    const source = fileSource(real('jeong2022-flmm-cc0'));
    const rows = [];
    for (const claim of csv.detect(source)) {
      const { found } = await csv.open(claim, source, {});
      const [[trials], [windows] = []] = [found.tables, found.windows];
      rows.push([
        trials?.id,
        trials?.rows,
        (trials?.columns.length ?? 0) + (windows?.seconds.length ?? 0),
        found.warnings.length,
      ]);
    }
    // Counted by pandas.
    expect(rows).toEqual([
      ['binary', 690, 129, 0],
      ['corr_data', 1034, 129, 0],
      ['example_data', 580, 120, 0],
      ['science_delay_sim_data', 698, 102, 0],
    ]);
    source.close();
  });

  it('has all trials of Lak et al. 2020 as a table', async () => {
    const source = fileSource(real('lak2020/Lak20_dopamine_data.csv'));
    const [claim] = csv.detect(source);
    const { found } = await csv.open(claim as NonNullable<typeof claim>, source, {});
    const [trials] = found.tables;
    expect([trials?.rows, trials?.columns.length]).toEqual([15_275, 15]);
    const lines = readFileSync(real('lak2020/Lak20_dopamine_data.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
    trials?.columns.forEach(({ values }, i) =>
      expect(values).toEqual(
        Float64Array.from(lines, (line) => Number(line.split(',')[i] === 'NA' ? NaN : line.split(',')[i])),
      ),
    );
    source.close();
  });
});
