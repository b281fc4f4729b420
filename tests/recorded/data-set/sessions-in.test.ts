import { expect, test } from 'vitest';
import { sessionsIn } from '../../../src/recorded/data-set/sessions-in.ts';
import { memorySource } from '../../readers/memory-source.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const signal = bytes(
  `time (s),dLight\n${Array.from({ length: 40 }, (_, i) => `${i / 10},${2 + ((i * 7) % 11) / 100}\n`).join('')}`,
);
const unwatched = { begins: () => undefined, ends: () => undefined, isFurther: () => undefined };
const list = bytes('0.5\n1.5\n2.5\n');

async function filesIn(files: Readonly<Record<string, Uint8Array>>): Promise<readonly (readonly string[])[]> {
  const { sessions } = await sessionsIn(memorySource(files), 'it', unwatched);
  return sessions.map((session) => session.files);
}

test('one signal and what is next to it are one session', async () => {
  expect(await filesIn({ 'dopamine.csv': signal, 'licks.csv': list })).toEqual([['dopamine.csv', 'licks.csv']]);
});

test('several recordings of one format are sessions, each with its own list of events', async () => {
  expect(await filesIn({ 'm1.csv': signal, 'm1_licks.csv': list, 'm2.csv': signal, 'm2_licks.csv': list })).toEqual([
    ['m1.csv', 'm1_licks.csv'],
    ['m2.csv', 'm2_licks.csv'],
  ]);
});

test('folders are sessions, also where events are in a folder next to the signal', async () => {
  expect(
    await filesIn({
      'm1/photometry/a.csv': signal,
      'm1/behaviour/a.csv': list,
      'm2/photometry/a.csv': signal,
      'm2/behaviour/a.csv': list,
    }),
  ).toEqual([
    ['m1/photometry/a.csv', 'm1/behaviour/a.csv'],
    ['m2/photometry/a.csv', 'm2/behaviour/a.csv'],
  ]);
});

test('files for signal and control of one session are one', async () => {
  expect(
    await filesIn({ 'm1_470.csv': signal, 'm1_415.csv': signal, 'm2_470.csv': signal, 'm2_415.csv': signal }),
  ).toEqual([
    ['m1_470.csv', 'm1_415.csv'],
    ['m2_470.csv', 'm2_415.csv'],
  ]);
});

test('what belongs to no session is listed with a line, and shapes have the ids of the opened session', async () => {
  const { sessions, left } = await sessionsIn(
    memorySource({ 'm1.csv': signal, 'm2.csv': signal, 'weights.csv': list }),
    'it',
    unwatched,
  );
  expect(sessions).toHaveLength(2);
  expect(left).toMatchObject([{ file: 'weights.csv' }]);
  expect(sessions[0]?.shape.signals).toMatchObject([{ id: 'dLight' }]);
  expect(sessions[0]?.shape.signals[0]?.rateHz).toBeCloseTo(10, 6);
});
