import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Claim, Source } from '../../src/contracts/reader.ts';
import parquet from '../../src/readers/parquet.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { survivesHostileFiles } from './hostile.ts';
import { dataFolder } from './lab-case.ts';
import { memorySource } from './memory-source.ts';

const opened = async (source: Source, which: (claim: Claim) => boolean = () => true) => {
  const claim = parquet.detect(source).find((one) => which(one));
  if (claim === undefined) throw new Error('not recognised');
  return parquet.open(claim, source, {});
};
const range = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];
const written = (columnData: Columns, rowGroupSize?: number): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...(rowGroupSize !== undefined && { rowGroupSize }) }));

const n = 2500;
const session = (): Uint8Array =>
  written(
    [
      { name: 'time', data: range(n, (i) => i / 50), type: 'DOUBLE' },
      { name: 'dff', data: range(n, (i) => (i === 7 ? Number.NaN : Math.sin(i))), type: 'FLOAT' },
      { name: 'count', data: range(n, (i) => i % 300), type: 'INT32' },
      { name: 'state', data: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'a' : 'b')), type: 'STRING' },
    ],
    1000,
  );

describe('a table of signals in three row groups', () => {
  it('is read across row groups', async () => {
    const { found, values, times } = await opened(memorySource({ 'one.parquet': session() }));
    expect(found.signals.map(({ id }) => id)).toEqual(['dff', 'count']);
    expect(found.signals[0]).toMatchObject({ samples: n, missing: 1, startSeconds: 0, endSeconds: 49.98 });
    expect([...(await values('count', 998, 1003))]).toEqual([98, 99, 100, 101, 102]);
    expect((await values('dff', 2001, 2002))[0]).toBe(Math.fround(Math.sin(2001)));
    expect([...(await times('dff', 1999, 2001))]).toEqual([39.98, 40]);
    expect(found.tables.flatMap(({ columns }) => columns.map(({ id }) => id))).toEqual(['state']);
  });

  it('is read only where it is asked for', async () => {
    const bytes = session();
    const source = memorySource({ 'one.parquet': bytes });
    const read: number[] = [];
    const files = source.files.map((file) => ({
      ...file,
      read: (from: number, to: number) => {
        read.push(to - from);
        return file.read(from, to);
      },
    }));
    const { values } = await opened({ ...source, files });
    read.length = 0;
    // 1,000 whole numbers of 4 bytes in each row group; what was read once is kept.
    await values('count', 0, 10);
    await values('count', 10, 20);
    expect(read.reduce((sum, size) => sum + size, 0)).toBeLessThan(bytes.length / 2);
  });
});

describe('dates', () => {
  it('become seconds since 1970', async () => {
    const start = Date.UTC(2024, 0, 1);
    const { found } = await opened(
      memorySource({
        'a.parquet': written([
          { name: 'timestamp', data: range(100, (i) => i).map((i) => new Date(start + 40 * i)), type: 'TIMESTAMP' },
          { name: 'F', data: range(100, (i) => i), type: 'DOUBLE' },
        ]),
      }),
    );
    expect(found.signals).toMatchObject([{ id: 'F', startSeconds: start / 1000, samples: 100 }]);
    expect(found.signals[0]?.rateHz).toBeCloseTo(25, 3);
    expect(found.questions).toEqual([]);
  });
});

describe('hostile files', () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    try {
      await opened(memorySource({ 'one.parquet': bytes }));
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'opened';
  };

  it('that were cut off are refused with what is missing', async () => {
    expect(await refusal(session().subarray(0, 5000))).toBe(
      'one.parquet: its end, which says what is inside, is not there (5,000 bytes); copy the file again, or wait until it is written',
    );
  });

  it('whose pages announce more values than their column has are refused before memory is reserved', async () => {
    const bytes = written([{ name: 'x', data: range(64, (i) => i), type: 'INT32' }]);
    // The header of the only page: 64 values stand as a zigzag varint, 0x80 0x01; as 0xfe 0x7f they are 8,191.
    const at = bytes.findIndex((byte, i) => byte === 0x80 && bytes[i + 1] === 0x01 && i < 40);
    expect(at).toBeGreaterThan(3);
    bytes.set([0xfe, 0x7f], at);
    expect(await refusal(bytes)).toMatch(/column x, byte 4: a page of 8,191 values in a column of 64; /u);
  });
});

survivesHostileFiles(parquet, { 'one.parquet': session() }, 200);

const folder = join(dataFolder, 'ibl-photometry-fixtures');
const named = (text: string) => (claim: Claim) => claim.files[0]?.name.includes(text) === true;

describe.skipIf(!existsSync(folder))('photometry and trials of the International Brain Laboratory', () => {
  it('has each region under each lamp of 86,936 frames', async () => {
    const source = fileSource(folder);
    const { found, values } = await opened(source, named('raw'));
    expect(found.signals).toHaveLength(14);
    const of = (id: string) => found.signals.find((one) => one.id === id);
    // Counts, times and means by pandas 3 with pyarrow 26.0.1, frames by Flags & 7; one of 86,936 frames has no lamp.
    expect(of('Region1G at 415 nm')).toMatchObject({
      samples: 43_467,
      startSeconds: 5355.425184,
      endSeconds: 8253.067424,
      proposal: { role: 'control' },
    });
    expect(of('Region1G at 470 nm')).toMatchObject({ samples: 43_468, proposal: { role: 'signal' } });
    const mean = async (id: string): Promise<number> => {
      const all = await values(id, 0, 50_000);
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    };
    expect(await mean('Region1G at 415 nm')).toBeCloseTo(0.02646129221711384, 12);
    expect(await mean('Region6G at 470 nm')).toBeCloseTo(0.005277702664963037, 12);
    source.close();
  });

  it('has the digital inputs of the folder, and says that they are of another session', async () => {
    const source = fileSource(folder);
    const { found } = await opened(source, named('raw'));
    const inputs = found.events.filter(({ id }) => id.startsWith('Input'));
    expect(inputs.map(({ id, times }) => [id, times.length, times[0]])).toEqual([
      ['Input0', 2106, 1936.77408],
      ['Input1', 1896, 1989.454048],
    ]);
    expect(found.warnings.join('\n')).toMatch(/2,106 of 2,106 events of 'Input0' lie outside the recording/u);
    source.close();
  });

  it('has 617 trials, whose rewards have sizes in µl', async () => {
    const source = fileSource(folder);
    const { found } = await opened(source, named('trials'));
    expect([found.signals, found.questions]).toEqual([[], []]);
    const events = new Map(found.events.map((one) => [one.id, one]));
    expect(events.get('goCue_times')).toMatchObject({ proposal: { role: 'cue' } });
    expect(events.get('goCue_times')?.times).toHaveLength(617);
    expect(events.get('stimOn_times')?.times).toHaveLength(606);
    expect(events.get('intervals_0')).toMatchObject({ proposal: { role: 'trial start' } });
    const rewards = events.get('feedback_times with feedbackType = 1');
    expect(rewards).toMatchObject({ valueUnit: 'µl', proposal: { role: 'reward' } });
    expect(rewards?.times).toHaveLength(380);
    expect(rewards?.values?.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1026, 9);
    expect(events.get('feedback_times with feedbackType = -1')?.times).toHaveLength(237);
    expect(found.tables).toMatchObject([{ id: '_ibl_trials.table', rows: 617 }]);
    expect(found.tables[0]?.columns).toHaveLength(13);
    source.close();
  });

  it('has the digital inputs alone', async () => {
    const source = fileSource(join(folder, '_neurophotometrics_fpData.digitalInputs.pqt'));
    const { found } = await opened(source);
    expect(found.events.map(({ id, times }) => [id, times.length])).toEqual([
      ['Input0', 2106],
      ['Input1', 1896],
    ]);
    source.close();
  });
});
