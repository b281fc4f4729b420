import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import mat from '../../src/readers/mat.ts';
import { readMat } from '../../src/readers/mat/file.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { matWriter, version4 } from './mat-writer.ts';
import { memorySource } from './memory-source.ts';

labCase('mat-v5-big-endian', mat, ({ opened }) => {
  expect(opened.found.questions).toMatchObject([{ id: 'time-unit', proposed: 's' }]);
  expect(opened.found.warnings).toEqual([]);
});
labCase('mat-v5-big-endian', mat, () => undefined, { 'time-unit': 's' });

const fileOf = (bytes: Uint8Array) => {
  const [file] = memorySource({ 'one.mat': bytes }).files;
  if (file === undefined) throw new Error('no file');
  return file;
};
const openMat = async (bytes: Uint8Array, answers = {}) => {
  const source = memorySource({ 'one.mat': bytes });
  const [claim] = mat.detect(source);
  if (claim === undefined) throw new Error('not recognised');
  return mat.open(claim, source, answers);
};
const range = (n: number, of: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => of(i));

/** Variables of every class, in one byte order, compressed or not. */
function everything(isLittle: boolean, isCompressed: boolean): Uint8Array {
  const w = matWriter(isLittle);
  const all = [
    w.numbers(
      'cube',
      [2, 3, 4],
      range(24, (i) => i),
    ),
    w.numbers('small', [1, 3], [-1, 0, 1], 'double', 'int8'),
    w.numbers('long', [2, 1], [2 ** 53, -7], 'int64'),
    w.numbers('single', [2, 2], [0.5, 1.5, 2.5, 3.5], 'single'),
    w.logical('yes', [true, false, true]),
    w.complex('z', [1, 2], [3, 4]),
    w.text('names', ['ab', 'cd']),
    w.cell(
      'cells',
      [1, 3],
      [w.text('', ['x']), w.numbers('', [1, 2], [8, 9]), w.cell('', [1, 1], [w.text('', ['deep'])])],
    ),
    w.struct(
      's',
      [1, 1],
      [{ a: w.numbers('', [1, 1], [5]), inner: w.struct('', [1, 1], [{ b: w.numbers('', [3, 1], [1, 2, 3]) }]) }],
    ),
    w.sparse('sp', [3, 2], [2, 0], [0, 1, 2], [7, 9]),
    w.opaque('tab', 'table'),
  ];
  return w.file(isCompressed ? all.map((one) => w.compressed(one)) : all);
}

describe.each([
  ['little-endian', true, false],
  ['big-endian', false, false],
  ['little-endian, compressed', true, true],
  ['big-endian, compressed', false, true],
])('version 5, %s', (_, isLittle, isCompressed) => {
  it('gives every class of array as a tree', async () => {
    const { variables, warnings } = await readMat(fileOf(everything(isLittle, isCompressed)));
    expect(warnings).toEqual([]);
    const numbers = (name: string): number[] => {
      const value = variables.get(name);
      return value?.kind === 'numbers' ? [...value.read(0, Infinity)] : [];
    };
    expect(variables.get('cube')).toMatchObject({ dims: [2, 3, 4], numberClass: 'double' });
    expect(numbers('cube')).toEqual(range(24, (i) => i));
    expect(numbers('small')).toEqual([-1, 0, 1]);
    expect(numbers('long')).toEqual([2 ** 53, -7]);
    expect(numbers('single')).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect(variables.get('yes')).toMatchObject({ isLogical: true });
    const z = variables.get('z');
    expect(z?.kind === 'numbers' && [...(z.imaginary?.(0, 2) ?? [])]).toEqual([3, 4]);
    expect(variables.get('names')).toMatchObject({ rows: ['ab', 'cd'] });
    expect(variables.get('cells')).toMatchObject({
      items: [{ rows: ['x'] }, { dims: [1, 2] }, { items: [{ rows: ['deep'] }] }],
    });
    const s = variables.get('s');
    expect(s?.kind === 'struct' && [...s.fields.keys()]).toEqual(['a', 'inner']);
    expect(variables.get('sp')).toMatchObject({
      rowIndices: Int32Array.of(2, 0),
      columnStarts: Int32Array.of(0, 1, 2),
      values: Float64Array.of(7, 9),
    });
    expect(variables.get('tab')).toEqual({ kind: 'opaque', className: 'table' });
  });

  it('shows arrays by path, and says what only MATLAB reads', async () => {
    const { found } = await openMat(everything(isLittle, isCompressed));
    const columns = new Map(
      found.tables.flatMap(({ id, columns }) => columns.map((one) => [`${id}: ${one.id}`, [...one.values]])),
    );
    expect(columns.get('cube: cube(:,2,3)')).toEqual([14, 15]);
    expect(columns.get('s.inner: b')).toEqual([1, 2, 3]);
    expect(columns.get('sp: sp(:,1)')).toEqual([0, 0, 7]);
    expect(found.warnings).toContain(
      'tab is a MATLAB table, which only MATLAB reads: left out; save it with table2struct(..., "ToScalar", true), or as text with writetable',
    );
    expect(found.warnings).toContain('z is complex: its real part is shown');
  });
});

describe('a session in a struct', () => {
  const w = matWriter();
  const n = 3000;
  const odorOn = range(40, (i) => 2000 + 1500 * i);
  const rewardOn = odorOn.map((t, i) => (i % 4 === 0 ? Number.NaN : t + 700));
  const session = w.file([
    w.struct(
      'session',
      [1, 1],
      [
        {
          time_ms: w.numbers(
            '',
            [n, 1],
            range(n, (i) => 20 * i),
          ),
          dff: w.numbers(
            '',
            [n, 1],
            range(n, (i) => (i === 5 ? Number.NaN : Math.sin(i))),
          ),
          both: w.numbers(
            '',
            [2, n],
            range(2 * n, (i) => i),
          ),
          events: w.struct(
            '',
            [1, 1],
            [
              {
                odorOn: w.numbers('', [40, 1], odorOn),
                odorOff: w.numbers(
                  '',
                  [40, 1],
                  odorOn.map((t) => t + 500),
                ),
                rewardOn: w.numbers('', [40, 1], rewardOn),
                trialType: w.numbers(
                  '',
                  [40, 1],
                  range(40, (i) => 1 + (i % 2)),
                  'uint8',
                ),
              },
            ],
          ),
          spikes: w.cell('', [1, 2], [w.numbers('', [1, 3], [100, 200, 300]), w.numbers('', [1, 2], [150, 51_000])]),
        },
      ],
    ),
  ]);

  it('has signals by its vector of times, whose name says milliseconds', async () => {
    const { found, values, times } = await openMat(session);
    expect(found.signals.map(({ id }) => id)).toEqual(['session.dff', 'session.both(1,:)', 'session.both(2,:)']);
    expect(found.signals[0]).toMatchObject({ samples: n, missing: 1, proposal: { role: 'signal' } });
    expect(found.signals[0]?.rateHz).toBeCloseTo(50, 9);
    expect([...(await values('session.both(2,:)', 10, 12))]).toEqual([21, 23]);
    expect((await times('session.dff', 100, 101))[0]).toBeCloseTo(2, 12);
  });

  it('has events with ends, spikes and trials, in the unit that is asked for', async () => {
    const { found } = await openMat(session);
    expect(found.questions).toMatchObject([{ id: 'time-unit', proposed: 'ms' }]);
    const [odour, , reward] = found.events;
    expect(odour).toMatchObject({ id: 'session.events.odorOn', proposal: { role: 'cue' } });
    expect([odour?.times[1], odour?.ends?.[1]]).toEqual([3.5, 4]);
    expect(reward?.times).toHaveLength(30);
    expect(found.units.map(({ id, spikes }) => [id, [...spikes]])).toEqual([
      ['session.spikes{1}', [0.1, 0.2, 0.3]],
      ['session.spikes{2}', [0.15, 51]],
    ]);
    const trials = found.tables.find(({ id }) => id === 'session.events');
    expect(trials?.columns.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
      ['odorOn', 'cue'],
      ['odorOff', 'cue'],
      ['rewardOn', 'reward'],
      ['trialType', 'trial type'],
    ]);
    const seconds = await openMat(session, { 'time-unit': 's' });
    expect(seconds.found.events[0]?.times[0]).toBe(2000);
    expect(seconds.found.signals[0]?.rateHz).toBeCloseTo(50, 9);
  });

  it('makes columns of an array of structs, and counts samples by fs', async () => {
    const trials = range(5, (i) => i).map((i) => ({
      start_time: w.numbers('', [1, 1], [10 * i]),
      kind: w.text('', [i % 2 ? 'go' : 'no']),
    }));
    const { found } = await openMat(
      w.file([
        w.struct('trials', [1, 5], trials),
        w.numbers('fs', [1, 1], [100]),
        w.numbers(
          'F',
          [1000, 1],
          range(1000, (i) => i),
        ),
      ]),
    );
    expect(found.signals).toMatchObject([{ id: 'F', rateHz: 100, samples: 1000, startSeconds: 0, endSeconds: 9.99 }]);
    expect(found.warnings).toContain('F: no times, so samples are counted from 0 s at fs = 100 Hz');
    expect(found.events).toMatchObject([{ id: 'trials.start_time', times: Float64Array.of(0, 10, 20, 30, 40) }]);
    const [table] = found.tables;
    expect(table?.columns.map(({ values }) => [...values])).toEqual([
      [0, 10, 20, 30, 40],
      ['no', 'go', 'no', 'go', 'no'],
    ]);
  });

  it('says what is cut off and keeps the rest', async () => {
    const two = w.file([
      w.numbers('a', [3, 1], [1, 2, 3]),
      w.numbers(
        'b',
        [300, 1],
        range(300, (i) => i),
      ),
    ]);
    const { found } = await openMat(two.subarray(0, two.length - 100));
    expect(found.tables[0]?.columns.map(({ id }) => id)).toEqual(['a']);
    expect(found.warnings).toEqual([
      'one.mat, byte 208: an element announces 2,448 bytes and 2,348 are there: left out',
    ]);
  });
});

describe('version 4', () => {
  it.each([true, false])('gives numbers, text and sparse arrays (little-endian: %s)', async (isLittle) => {
    const bytes = [
      version4('F', 2, 3, [1, 2, 3, 4, 5, 6], 0, isLittle),
      version4('word', 1, 2, [72, 105], 1, isLittle),
      version4('sp', 3, 3, [2, 1, 3, 1, 2, 2, 7, 9, 0], 2, isLittle),
    ].flatMap((one) => [...one]);
    const { variables } = await readMat(fileOf(Uint8Array.from(bytes)));
    const F = variables.get('F');
    expect(F?.kind === 'numbers' && [F.dims, [...F.read(0, 6)]]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
    expect(variables.get('word')).toMatchObject({ rows: ['Hi'] });
    expect(variables.get('sp')).toMatchObject({
      dims: [3, 2],
      rowIndices: Int32Array.of(1, 0),
      columnStarts: Int32Array.of(0, 1, 2),
      values: Float64Array.of(7, 9),
    });
  });
});

describe('hostile contents', () => {
  const w = matWriter();
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    try {
      await openMat(bytes);
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'opened';
  };

  it('are refused by what their headers announce', async () => {
    expect(await refusal(w.file([w.matrix('a', 6, [1e6, 1e6], [w.element('double', [1])])]))).toMatch(
      /one\.mat, byte [\d,]+: an array of 1000000 x 1000000 has 1 of 1,000,000,000,000 numbers; /u,
    );
    expect(await refusal(w.file([w.matrix('c', 1, [1e5, 1e5], [])]))).toMatch(/10,000,000,000 arrays in 0 bytes/u);
  });

  it('are refused where cells are within each other without end', async () => {
    let inner = w.numbers('', [1, 1], [1]);
    for (let i = 0; i < 200; i++) inner = w.cell(i === 199 ? 'nest' : '', [1, 1], [inner]);
    expect(await refusal(w.file([inner]))).toMatch(/more than 40 deep/u);
  });

  it('are refused where they are compressed to more than 512 MiB, before they are inflated', async () => {
    const bomb = w.compressed(
      w.numbers(
        'bomb',
        [1, 1000],
        range(1000, () => 0),
      ),
    );
    const { zlibSync } = await import('fflate');
    const claims = new Uint8Array(4096);
    claims.set(w.numbers('bomb', [1, 1], [0]));
    new DataView(claims.buffer).setUint32(4, 3_000_000_000, true);
    const packed = zlibSync(claims);
    const tag = new Uint8Array(8 + packed.length);
    new DataView(tag.buffer).setUint32(0, 15, true);
    new DataView(tag.buffer).setUint32(4, packed.length, true);
    tag.set(packed, 8);
    expect(await refusal(w.file([tag]))).toMatch(
      /variable bomb: its contents have 3,000,000,008 bytes, more than the 536,870,912 that are inflated at once; /u,
    );
    const flipped = Uint8Array.from(w.file([bomb]));
    flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1;
    expect(await refusal(flipped)).toMatch(/the checksum is another/u);
  });
});

survivesHostileFiles(mat, { 'one.mat': everything(true, false) });
survivesHostileFiles(mat, { 'one.mat': everything(false, true) }, 150);
survivesHostileFiles(mat, {
  'one.mat': Uint8Array.from([
    ...version4('F', 2, 3, [1, 2, 3, 4, 5, 6]),
    ...version4('sp', 3, 3, [2, 1, 3, 1, 2, 2, 7, 9, 0], 2),
  ]),
});
