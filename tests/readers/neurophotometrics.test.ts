import { describe, expect, it } from 'vitest';
import npm from '../../src/readers/neurophotometrics.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { counted, csvText } from './made-tables.ts';
import { inBytes, openOne } from './open-one.ts';

labCase('npm-two-lamps-in-one-frame', npm, ({ opened }) => {
  const roles = Object.fromEntries(opened.found.signals.map(({ id, proposal }) => [id, proposal?.role]));
  expect(roles).toEqual({
    'G0 at 415 nm': 'control',
    'G0 at 470 nm': 'signal',
    'R1 at 415 nm': undefined,
    'R1 at 560 nm': 'signal',
  });
  expect(opened.found.signals.find(({ id }) => id === 'G0 at 470 nm')?.proposal?.reason).toBe(
    'frames of G0 with LedState 6 are those of 470 nm',
  );
  expect(opened.found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([['time-unit of Timestamp', 's']]);
  expect(opened.found.warnings).toEqual([]);
});

/** Frames of three lamps in turn, 60 a second; value is frame number. */
const lamp = (i: number): number => [1, 2, 4][i % 3] as number;
const table = (rows: readonly number[], word: (i: number) => number, regions = ['Region0G', 'Region1R']): string =>
  csvText([
    ['FrameCounter', 'SystemTimestamp', 'LedState', 'ComputerTimestamp', ...regions],
    ...rows.map((i) => [
      i,
      (100 + i / 60).toFixed(5),
      word(i),
      (45_000_000 + (i * 1000) / 60).toFixed(3),
      ...regions.map((_, r) => i + r / 4),
    ]),
  ]);
const frames = counted(180, (i) => i);

describe('Neurophotometrics', () => {
  it('tells lamps by bits, also where frames are lost and the turn shifts', async () => {
    const kept = frames.filter((i) => i !== 60 && i !== 61);
    const { found, values, times } = await openOne(npm, { 'fp.csv': table(kept, lamp) });
    expect(found.signals.map(({ id, samples }) => [id, samples])).toEqual([
      ['Region0G at 415 nm', 59],
      ['Region0G at 470 nm', 59],
      ['Region0G at 560 nm', 60],
      ['Region1R at 415 nm', 59],
      ['Region1R at 470 nm', 59],
      ['Region1R at 560 nm', 60],
    ]);
    for (const [id, phase] of [
      ['Region0G at 415 nm', 0],
      ['Region0G at 470 nm', 1],
      ['Region0G at 560 nm', 2],
    ] as const)
      expect((await values(id, 0, 60)).every((value) => value % 3 === phase)).toBe(true);
    expect(found.signals[1]?.gaps).toHaveLength(1);
    expect(found.signals[2]?.gaps).toHaveLength(0);
    expect((await times('Region0G at 470 nm', 0, 1))[0]).toBe(100.01667);
    expect(found.warnings).toContain(
      'fp.csv: 2 frames lost, the first before row 62; lamps are told by LedState, not by turns',
    );
  });

  it('reads FP3001, whose bit 4 is always set, and leaves out frames without a lamp', async () => {
    const text = table(frames, (i) => (i < 2 ? 16 : i === 2 ? 23 : 16 + lamp(i))).replace('LedState', 'Flags');
    const { found } = await openOne(npm, { 'fp.csv': text });
    expect(found.signals.map(({ samples }) => samples)).toEqual([59, 59, 59, 59, 59, 59]);
    expect(found.events).toEqual([]);
    expect(found.warnings).toEqual([
      'fp.csv: 2 frames without a lamp left out, the first in row 2',
      'fp.csv: one frame with all lamps on, as at the start of a recording, left out, the first in row 4',
    ]);
  });

  it('shows digital lines in higher bits as events, for a person to name', async () => {
    const { found } = await openOne(npm, { 'fp.csv': table(frames, (i) => lamp(i) + (i >= 60 && i < 66 ? 64 : 0)) });
    expect(found.events.map(({ id, times, ends, proposal }) => [id, times[0], ends?.[0], proposal])).toEqual([
      ['LedState bit 6', 101, 101.1, undefined],
    ]);
    expect(found.signals.map(({ samples }) => samples)).toEqual([60, 60, 60, 60, 60, 60]);
  });

  it('carries events from the computer clock to the camera clock', async () => {
    const files = {
      'fp.csv': table(frames, lamp),
      'fp_events.csv': '45001000.0,whitenoise\n45002500,reward\n44999000,whitenoise\n',
    };
    const { found } = await openOne(npm, files);
    const seconds = found.events.map(({ id, times }) => [id, ...Array.from(times, (time) => Number(time.toFixed(3)))]);
    expect(seconds).toEqual([
      ['whitenoise', 99, 101],
      ['reward', 102.5],
    ]);
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
      ['clock', 'SystemTimestamp'],
      ['events-clock', 'ComputerTimestamp'],
    ]);
    expect(found.warnings).toEqual([expect.stringMatching(/^1 of 2 events of 'whitenoise' lie outside the recording/)]);
    const computer = await openOne(npm, files, { clock: 'ComputerTimestamp' });
    expect(computer.found.signals[0]?.startSeconds).toBe(45_000);
    expect(computer.found.events[1]?.times[0]).toBe(45_002.5);
  });

  it.each([
    ['with headings', 'ChannelName,Channel,AlwaysTrue,SystemTimestamp,ComputerTimestamp\n'],
    ['without', ''],
  ])('takes a log of digital lines %s by the clock of the camera, a kind for each line', async (_, head) => {
    const log = 'Input0,1,True,101.25,45001250\nInput1,2,True,101.5,45001500\nInput0,1,True,102.25,45002250\n';
    const { found } = await openOne(npm, { 'fp.csv': table(frames, lamp), 'DI.csv': head + log });
    expect(found.events.map(({ id, times }) => [id, [...times]])).toEqual([
      ['Input0', [101.25, 102.25]],
      ['Input1', [101.5]],
    ]);
    expect(found.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
      ['clock', 'SystemTimestamp'],
      ['events-clock', 'SystemTimestamp'],
    ]);
  });

  it('names both lamps of a frame where a region does not say which half of the camera it is in', async () => {
    const text = table(frames, (i) => (i % 2 === 0 ? 1 : 6), ['VTA', 'DMS']);
    const { found } = await openOne(npm, { 'fp.csv': text });
    expect(found.signals.map(({ id }) => id)).toEqual([
      'VTA at 415 nm',
      'VTA at 470+560 nm',
      'DMS at 415 nm',
      'DMS at 470+560 nm',
    ]);
  });

  it('refuses a table in which no lamp is on', async () => {
    await expect(openOne(npm, { 'fp.csv': table(frames, () => 16) })).rejects.toThrow(
      /^fp\.csv: no frame has a lamp on; check the column/,
    );
  });
});

survivesHostileFiles(
  npm,
  inBytes({
    'fp.csv': table(
      counted(60, (i) => i),
      lamp,
    ),
    'fp_events.csv': '100.2,tone\n100.6,water\n',
  }),
);
