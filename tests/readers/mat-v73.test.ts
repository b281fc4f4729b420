import { type Dataset, type Group, type Reference } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import type { Claim, OpenedRecording } from '../../src/contracts/reader.ts';
import { elements } from '../../src/readers/hdf5/elements.ts';
import { asDataset } from '../../src/readers/hdf5/nodes.ts';
import { openHdf5 } from '../../src/readers/hdf5/open.ts';
import matV73 from '../../src/readers/mat-v73.ts';
import { hdf5File } from './hdf5-writer.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { memorySource } from './memory-source.ts';

labCase('mat-v7.3-refs', matV73, ({ opened }) => {
  expect(opened.found.warnings).toEqual([]);
  expect(opened.found.questions).toMatchObject([{ id: 'time-unit', proposed: 's' }]);
});

type Numbers = Float64Array | Uint16Array | BigUint64Array | Int32Array;

/** Writes values as MATLAB does: dimensions turned round, and what is in cells under #refs#. */
function matlab(file: Group) {
  const stored = file.create_group('#refs#');
  let count = 0;
  const put = (parent: Group, name: string, data: Numbers, dims: readonly number[], className: string): Dataset => {
    const dataset = parent.create_dataset({ name, data, shape: dims.toReversed() });
    dataset.create_attribute('MATLAB_class', className, null, `A${className.length}`);
    return dataset;
  };
  const numbers = (parent: Group, name: string, dims: readonly number[], values: readonly number[]): Dataset =>
    put(parent, name, Float64Array.from(values), dims, 'double');
  const text = (parent: Group, name: string, value: string): Dataset =>
    put(
      parent,
      name,
      Uint16Array.from(value, (one) => one.charCodeAt(0)),
      [1, value.length],
      'char',
    );
  const empty = (parent: Group, name: string): void => {
    const dataset = put(parent, name, BigUint64Array.of(0n, 0n), [2], 'double');
    dataset.create_attribute('MATLAB_empty', Uint8Array.of(1), [], '<B');
  };
  const struct = (parent: Group, name: string, className = 'struct'): Group => {
    const group = parent.create_group(name);
    group.create_attribute('MATLAB_class', className, null, `A${className.length}`);
    return group;
  };
  const references = (parent: Group, name: string, items: readonly (string | readonly number[])[], isCell: boolean) => {
    const data = items.map((item): Reference => {
      const id = `r${count++}`;
      const dataset = typeof item === 'string' ? text(stored, id, item) : numbers(stored, id, [item.length, 1], item);
      return dataset.create_reference();
    });
    const dataset = parent.create_dataset({ name, data, shape: [data.length, 1], dtype: 'Reference' });
    if (isCell) dataset.create_attribute('MATLAB_class', 'cell', null, 'A4');
  };
  return { numbers, text, empty, struct, references };
}

const range = (n: number, of: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => of(i));

/** With the block of 512 bytes that MATLAB writes in front. */
async function mat(fill: (file: Group, write: ReturnType<typeof matlab>) => void): Promise<Uint8Array> {
  const bytes = await hdf5File((file) => fill(file, matlab(file)));
  const whole = new Uint8Array(512 + bytes.length);
  whole.set(new TextEncoder().encode('MATLAB 7.3 MAT-file, Platform: GLNXA64'));
  whole.set(bytes, 512);
  return whole;
}

async function opened(bytes: Uint8Array, answers = {}): Promise<OpenedRecording> {
  const source = memorySource({ 'a.mat': bytes });
  const [claim] = matV73.detect(source) as [Claim];
  expect(claim.certainty).toBe('certain');
  return matV73.open(claim, source, answers);
}

const session = mat((file, write) => {
  const s = write.struct(file, 's');
  write.numbers(
    s,
    't',
    [400, 1],
    range(400, (i) => i / 20),
  );
  write.numbers(s, 'dff', [400, 2], [...range(400, (i) => i), ...range(400, (i) => -i)]);
  write.numbers(s, 'reward_time', [1, 3], [2000, 7000, 12_000]);
  write.text(s, 'note', 'reward_time in ms');
  write.numbers(s, 'cue_onset', [1, 4], [1, 4, 6, 11]);
  write.references(s, 'cue_label', ['A', 'B', 'A', 'A'], true);
  write.empty(s, 'nothing');
});

describe('values of MATLAB', () => {
  it('are read as of other versions', async () => {
    const one = await opened(await session);
    expect(one.found.signals.map(({ id, samples }) => [id, samples])).toEqual([
      ['s.dff(:,1)', 400],
      ['s.dff(:,2)', 400],
    ]);
    expect(await one.values('s.dff(:,2)', 3, 6)).toEqual(Float64Array.of(-3, -4, -5));
    expect(one.found.events.map(({ id, times }) => [id, [...times]])).toEqual([
      ['A', [1, 6, 11]],
      ['B', [4]],
      ['reward_time (ms)', [2, 7, 12]],
    ]);
    expect(one.found.warnings).toEqual([]);
  });

  it('of cells and arrays of structs are columns if each is one number or text', async () => {
    const { found } = await opened(
      await mat((file, write) => {
        const trials = write.struct(file, 'trials');
        write.references(trials, 'size', [[2], [4], [8]], false);
        write.references(trials, 'cue', ['tone', 'light', 'tone'], false);
        write.references(trials, 'licks', [[0.5, 0.75], [10], [20, 21, 30, 42]], false);
      }),
    );
    const table = found.tables.find(({ columns }) => columns.some(({ id }) => id === 'size'));
    expect(table?.columns).toMatchObject([
      { id: 'size', values: Float64Array.of(2, 4, 8), proposal: { role: 'size' } },
      { id: 'cue', values: ['tone', 'light', 'tone'] },
    ]);
    expect(found.events.map(({ id, times }) => [id, [...times]])).toEqual([
      ['trials(1).licks', [0.5, 0.75]],
      ['trials(3).licks', [20, 21, 30, 42]],
    ]);
  });

  it('that only MATLAB reads are left out, with a remedy', async () => {
    const { found } = await opened(
      await mat((file, write) => {
        write.struct(file, 'T', 'table');
        write.struct(file, 'sp').create_attribute('MATLAB_sparse', BigUint64Array.of(3n), [], '<Q');
        write.numbers(
          file,
          'deep',
          [2, 2, 2, 2],
          range(16, (i) => i),
        );
      }),
    );
    expect(found.warnings).toEqual([
      expect.stringMatching(/^T is a MATLAB table, which only MATLAB reads: left out; save it with table2struct/),
      'deep has 4 dimensions (2 x 2 x 2 x 2): not shown as a table',
      'sp is sparse: left out; save it with full(sp)',
    ]);
  });
});

it('elements of arrays of any shape are those of the file in its order', async () => {
  const bytes = await hdf5File((file) => {
    [[24], [1, 24], [24, 1], [4, 6], [2, 3, 4], [2, 3, 2, 2]].forEach((shape, i) =>
      file.create_dataset({ name: `x${i}`, data: Float64Array.from(range(24, (k) => k)), shape }),
    );
  });
  const source = memorySource({ 'a.h5': bytes });
  const hdf5 = await openHdf5(source);
  const root = hdf5.root(source.files[0] as (typeof source.files)[number]);
  for (const name of root.names) {
    const dataset = asDataset(root.child(name));
    if (dataset === undefined) throw new Error(name);
    for (let from = 0; from < 24; from += 1)
      for (let to = from; to <= 24; to += 5)
        expect([...(await elements(dataset, from, to))], `${name} ${from} ${to}`).toEqual(
          range(to - from, (k) => from + k),
        );
  }
  hdf5.close();
});

survivesHostileFiles(matV73, { 'a.mat': await session }, 40);
