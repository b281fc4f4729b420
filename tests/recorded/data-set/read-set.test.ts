import { expect, test } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import type { OpenedRecording } from '../../../src/contracts/reader.ts';
import { readSet } from '../../../src/recorded/data-set/read-set.ts';
import { sessionWindows } from '../../../src/recorded/data-set/session-windows.ts';
import { setBaseline } from '../../../src/recorded/data-set/set-baseline.ts';
import { setNotes } from '../../../src/recorded/data-set/set-notes.ts';
import { setView } from '../../../src/recorded/data-set/set-view.ts';
import { mappingOf } from '../found.ts';
import { memoryRecording, sampled } from '../memory-recording.ts';

const mapping = mappingOf({
  signal: 'F',
  cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 1 }],
  rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
  windowSeconds: 3,
});

/** Tones at 10 and 20 s with a response of this size for 1 s above a level; water 2 s after them, or not after the second. */
function recording(response: number, { rateHz = 20, omits = false, level = 100 } = {}): OpenedRecording {
  const isTone = (t: number): boolean => [10, 20].some((onset) => t >= onset && t < onset + 1);
  return memoryRecording(
    { F: sampled(rateHz, 30, (t) => level + (isTone(t) ? response : 0)) },
    {
      events: [
        { id: 'tone', times: Float64Array.of(10, 20), ends: Float64Array.of(11, 21) },
        { id: 'water', times: omits ? Float64Array.of(12) : Float64Array.of(12, 22) },
      ],
    },
  );
}

async function read(recordings: Readonly<Record<string, OpenedRecording>>, binSeconds = 0.05) {
  const sessions = Object.keys(recordings).map((name) => ({ name, animal: name.slice(0, 2) }));
  return readSet(sessions, { beforeSeconds: 1, afterSeconds: 3, binSeconds }, ({ name, animal }, view) =>
    sessionWindows(recordings[name] as OpenedRecording, {
      name: { animal, session: name },
      mapping,
      isCorrected: false,
      view,
    }),
  );
}

test('sessions are joined: each row with its animal, and trials that are all rewarded are rewarded ones', async () => {
  const { windows, left, sessions, unit } = await read({
    'm1 a': recording(1),
    'm2 a': recording(2, { omits: true, level: 7 }),
  });
  expect(left).toEqual([]);
  expect(unit).toBe('V');
  expect(sessions.map(({ name }) => name.session)).toEqual(['m1 a', 'm2 a']);
  expect(windows.map(({ title, animals, trials }) => [title, animals, trials])).toEqual([
    ['tone, rewarded', ['m1', 'm1', 'm2'], [0, 1, 0]],
    ['tone, reward omitted', ['m2'], [1]],
  ]);
  const [rewarded] = setBaseline(windows, { mode: 'subtract', range: [-1, 0] });
  const bins = rewarded?.t.length ?? 0;
  expect(bins).toBe(80);
  rewarded?.t.forEach((t, bin) =>
    [1, 1, 2].forEach((response, row) =>
      expect(rewarded.rows[row * bins + bin]).toBeCloseTo(t > 0 && t < 1 ? response : 0, 4),
    ),
  );
});

test('rewards of equal sizes are one condition, also where a session has only one size, and what a session lacks is said', async () => {
  // One session with drops of 1 and 0.25, and an omission; one with drops of 1; one with drops of 1 and an omission.
  const own = (water: readonly number[], sizes: readonly number[]): OpenedRecording =>
    memoryRecording(
      { F: sampled(20, 50, () => 1) },
      {
        events: [
          { id: 'tone', times: Float64Array.of(10, 20, 30, 40), ends: Float64Array.of(11, 21, 31, 41) },
          { id: 'water', times: Float64Array.from(water), values: Float64Array.from(sizes) },
        ],
      },
    );
  const recordings: Readonly<Record<string, OpenedRecording>> = {
    'm1 a': own([12, 22, 32], [1, 0.25, 1]),
    'm2 a': own([12, 22, 32, 42], [1, 1, 1, 1]),
    'm3 a': own([12, 22, 32], [1, 1, 1]),
  };
  const sized = {
    ...mapping,
    rewards: [{ times: { events: 'water' }, title: 'water', size: { values: true, unit: 1 } as const }],
  };
  const sessions = Object.keys(recordings).map((name) => ({ name, animal: name.slice(0, 2) }));
  const set = await readSet(
    sessions,
    { beforeSeconds: 1, afterSeconds: 3, binSeconds: 0.05 },
    ({ name, animal }, view) =>
      sessionWindows(recordings[name] as OpenedRecording, {
        name: { animal, session: name },
        mapping: sized,
        isCorrected: false,
        view,
      }),
  );
  expect(set.windows.map(({ title, animals }) => [title, animals.join(' ')])).toEqual([
    ['tone + reward 1', 'm1 m1 m2 m2 m2 m2 m3 m3 m3'],
    ['tone + reward 0.25', 'm1'],
    ['tone, reward omitted', 'm1 m3'],
  ]);
  expect(setNotes(set, [])).toContain(
    'Not in every session: tone + reward 0.25 (none in m2 a, m3 a); tone, reward omitted (none in m2 a).',
  );
});

test('where a session has fewer samples, all sessions have its bins', async () => {
  const { windows } = await read({ 'm1 a': recording(1), 'm2 a': recording(1, { rateHz: 5 }) });
  expect(windows[0]?.t).toHaveLength(20);
  expect(windows[0]?.animals).toEqual(['m1', 'm1', 'm2', 'm2']);
});

test('a session that cannot be read or is in another unit is left out with a line', async () => {
  const other = recording(1);
  const inPercent = {
    ...other,
    found: { ...other.found, signals: other.found.signals.map((signal) => ({ ...signal, unit: '%' })) },
  };
  const broken: OpenedRecording = {
    ...other,
    values: () => Promise.reject(new InputError('it ends too early', 'm4', 'copy it again')),
  };
  const { windows, left } = await read({ 'm1 a': recording(1), 'm3 a': inPercent, 'm4 a': broken });
  expect(windows[0]?.animals).toEqual(['m1', 'm1']);
  expect(left).toEqual([
    {
      session: 'm3 a',
      line: 'session m3 a: its signal is in %, that of m1 a in V; show dF/F of all, or leave it out',
    },
    { session: 'm4 a', line: 'm4: it ends too early; copy it again' },
  ]);
});

test('bins of a set are at least the longest interval between samples of its signals', () => {
  const shape = (rateHz: number) => ({
    shape: { signals: [{ id: 'F', rateHz }], events: [], units: [], tables: [] },
  });
  expect(setView({}, 3, mapping, [shape(20), shape(5)])).toEqual({
    beforeSeconds: 1,
    afterSeconds: 3,
    binSeconds: 0.2,
  });
  expect(setView({ beforeSeconds: 2, binSeconds: 0.5 }, 3, mapping, [shape(20)])).toEqual({
    beforeSeconds: 2,
    afterSeconds: 3,
    binSeconds: 0.5,
  });
});
