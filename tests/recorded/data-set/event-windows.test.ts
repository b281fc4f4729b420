import { expect, test } from 'vitest';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { joinedWindows, windowsOfSession } from '../../../src/recorded/data-set/event-windows.ts';

const aligned = (rows: readonly number[], changes: Partial<AlignedRecording> = {}): AlignedRecording => ({
  condition: 'session/tone',
  title: 'tone',
  t: Float64Array.of(-0.5, 0.5),
  rows: Float32Array.from(rows),
  trials: Array.from({ length: rows.length / 2 }, (_, i) => i),
  align: 'cue',
  marks: [
    { event: 'cue', label: 'cue', seconds: 0 },
    { event: 'reward', label: 'reward', seconds: 2 },
  ],
  cut: 0,
  outside: 0,
  ...changes,
});

test('sessions are joined condition by condition, each row with its animal, session, trial and columns', () => {
  const one = windowsOfSession(
    aligned([1, 2, 3, 4], { trials: [0, 2] }),
    { animal: 'm1', session: 'm1 day 1' },
    { size: [1, 9, 3] },
  );
  const other = windowsOfSession(
    aligned([5, 6], { marks: [{ event: 'cue', label: 'cue', seconds: 0 }] }),
    { animal: 'm2', session: 'm2 day 1' },
    { side: ['left'] },
  );
  const alone = windowsOfSession(aligned([7, 8], { condition: 'session/reward alone' }), {
    animal: 'm2',
    session: 'm2 day 1',
  });
  const empty = windowsOfSession(aligned([], { condition: 'session/none' }), { animal: 'm2', session: 'm2 day 1' });
  const [tone, reward, ...more] = joinedWindows([one, other, alone, empty]);
  expect(more).toEqual([]);
  expect(tone).toMatchObject({
    rows: Float32Array.of(1, 2, 3, 4, 5, 6),
    animals: ['m1', 'm1', 'm2'],
    sessions: ['m1 day 1', 'm1 day 1', 'm2 day 1'],
    trials: [0, 2, 0],
    columns: { size: [1, 3, Number.NaN], side: ['', '', 'left'] },
    marks: [{ event: 'cue', label: 'cue', seconds: 0 }],
  });
  expect(reward).toMatchObject({ condition: 'session/reward alone', animals: ['m2'] });
});

test('sessions with other bins or another aligned event are refused by name', () => {
  const one = windowsOfSession(aligned([1, 2]), { animal: 'm1', session: 'day 1' });
  const finer = windowsOfSession(aligned([1, 2], { t: Float64Array.of(-0.25, 0.25) }), {
    animal: 'm1',
    session: 'day 2',
  });
  const reward = windowsOfSession(aligned([1, 2], { align: 'reward' }), { animal: 'm1', session: 'day 3' });
  expect(() => joinedWindows([one, finer])).toThrow('session day 2: the bins of');
  expect(() => joinedWindows([one, reward])).toThrow('session day 3: ');
});
