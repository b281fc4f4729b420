import { beforeAll, describe, expect, test } from 'vitest';
import npy from '../../../src/readers/npy.ts';
import nwb from '../../../src/readers/nwb.ts';
import parquet from '../../../src/readers/parquet.ts';
import type { OpenedRecording } from '../../../src/contracts/reader.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import { takenNwb } from '../../../src/recorded/taken/nwb.ts';
import { arrayTable, sampleTable } from '../../../src/recorded/taken/tables.ts';
import type { Taken } from '../../../src/recorded/taken/taken.ts';
import { npzBytes } from '../../../src/writers/npz.ts';
import { parquetBytes } from '../../../src/writers/parquet.ts';
import { notesOf } from '../../../src/writers/table.ts';
import { specIn } from '../../../src/recorded/spec-in.ts';
import { memorySource } from '../../readers/memory-source.ts';
import { openOne } from '../../readers/open-one.ts';
import { mapping, recording, taken } from './session.ts';

let session: Taken;
beforeAll(async () => {
  session = await taken();
});

const all = async (opened: OpenedRecording, id: string): Promise<readonly number[]> => {
  const found = opened.found.signals.find((one) => one.id === id);
  return Array.from(await opened.values(id, 0, found?.samples ?? 0));
};

describe('a recorded session and its model, one row per sample', () => {
  const column = (name: string): readonly (number | string)[] => [
    ...(sampleTable(session).columns[name]?.values ?? []),
  ];

  test('has in each row the model step that contains the sample, never a later one', () => {
    // Samples at 0, 0.25, 0.5 ... and steps of 0.5 s.
    expect(column('rpe').slice(0, 6)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(column('value')[5]).toBe(-2);
    expect(column('model_recorded')[119]).toBe(590);
    // Of 40 s, 30 are modelled.
    expect(column('rpe')[120]).toBeNaN();
  });

  test('has trials from their time zero on, and each event in the sample that it follows', () => {
    expect(column('trial').indexOf(0)).toBe(20);
    expect(column('trial').indexOf(1)).toBe(80);
    expect(column('trial')[19]).toBe(-1);
    expect(column('cue').flatMap((cue, row) => (cue === '' ? [] : [row]))).toEqual([20, 80]);
    expect(column('reward').flatMap((size, row) => (size === 0 ? [] : [[row, size]]))).toEqual([[28, 1]]);
    expect(column('omitted').indexOf(1)).toBe(88);
  });

  test('says what each column is, in which unit, and from what it was made', () => {
    const notes = JSON.parse(notesOf(sampleTable(session)));
    expect(notes).toMatchObject({
      phasic: '0.2.0',
      hash: 'abc',
      recording: { files: ['mouse 3.csv'] },
      mapping: { signal: 'dLight 470 nm' },
      spec: { world: { id: 'own-design' } },
      columns: { rpe: { unit: 'reward units' }, signal: { unit: 'V' }, dff: { unit: 'fraction' } },
    });
    expect(notes.pipeline.reference.fit).toBe('none');
  });
});

test('Parquet and NPZ hold the same numbers, exactly', async () => {
  const table = await openOne(parquet, { 'a.parquet': await parquetBytes(sampleTable(session)) });
  expect(await all(table, 'signal')).toEqual(Array.from(session.values));
  expect(await all(table, 'rpe')).toEqual([...(sampleTable(session).columns['rpe']?.values ?? [])]);
  const arrays = await openOne(npy, { 'a.npz': npzBytes(arrayTable(session)) });
  const names = [...arrays.found.signals, ...arrays.found.events].map(({ id }) => id).join(' ');
  for (const name of ['signal', 'rpe', 'model_recorded']) expect(names).toContain(name);
});

test('the spec is found again in each of the files, and in no other', async () => {
  const files = {
    'a.nwb': await takenNwb(session, new Date('2026-01-02T03:04:05Z')),
    'a.parquet': await parquetBytes(sampleTable(session)),
    'a.npz': npzBytes(arrayTable(session)),
  };
  for (const file of memorySource(files).files) expect(await specIn(file)).toEqual(session.model?.spec);
  const others = {
    'b.npz': npzBytes({ columns: {}, notes: {} }),
    'b.csv': new TextEncoder().encode('a,b\n1,2\n'),
    'b.nwb': await takenNwb({ ...session, model: undefined }, new Date('2026-01-02T03:04:05Z')),
  };
  for (const file of memorySource(others).files) expect(await specIn(file)).toBeUndefined();
});

test('NWB holds signal, dF/F, model, trials and events, and gives the same session when it is opened', async () => {
  const opened = await openOne(nwb, { 'a.nwb': await takenNwb(session, new Date('2026-01-02T03:04:05Z')) });
  expect(opened.found.warnings).toEqual([]);
  expect(await all(opened, 'acquisition/signal')).toEqual(Array.from(session.values));
  expect(await all(opened, 'processing/ophys/dff')).toEqual(Array.from(session.corrected?.values ?? []));
  expect(await all(opened, 'processing/model/rpe')).toEqual(Array.from({ length: 60 }, (_, step) => step));
  expect(opened.found.events.map(({ id, times }) => [id, [...times]])).toEqual([
    ['cue_tone', [5, 20]],
    ['omission', [22]],
    ['reward', [7]],
  ]);
  const again = recordedSession(opened.found, proposedMapping(opened.found)).design.phases[0]?.recorded;
  const before = recordedSession(recording.found, mapping).design.phases[0]?.recorded;
  expect(again?.map(({ zeroSeconds, rewards }) => [zeroSeconds, rewards])).toEqual(
    before?.map(({ zeroSeconds, rewards }) => [zeroSeconds, rewards]),
  );
});
