import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { alignedRecordings } from '../../src/recorded/aligned-recording.ts';
import { alignedUnit, alignedUnits } from '../../src/recorded/aligned-units.ts';
import { parseMapping } from '../../src/recorded/mapping.ts';
import { withRole } from '../../src/recorded/mapping-roles.ts';
import { openRecordings } from '../../src/recorded/open.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { traceView } from '../../src/recorded/trace-view.ts';
import { unitRate } from '../../src/recorded/unit-rate.ts';
import { foundOf, mappingOf, toneMapping, toneSession } from './found.ts';
import { memoryRecording } from './memory-recording.ts';

// Tones at 10, 25, 41.25 and 60 s, water 2 s later except after the third; water alone at 50 s.
const units = [
  { id: 'a', spikes: Float64Array.of(1, 9.5, 10.1, 10.2, 25.1, 41.4, 60.9, 70) },
  { id: 'b', spikes: Float64Array.of(2, 10.3, 50.5, 64) },
];
const found = foundOf({ ...toneSession, units });
const view = { beforeSeconds: 1, afterSeconds: 1, binSeconds: 0.5 };

test('a raster has the spikes of each trial, and the PSTH below it counts them', () => {
  const all = alignedUnit(found, toneMapping, 'a', view);
  const rewarded = all.find(({ title }) => title === 'tone, rewarded');
  expect(rewarded?.trials).toEqual([0, 1, 4]);
  expect(rewarded?.rows.map((row) => [...row].map((time) => Number(time.toFixed(6))))).toEqual([
    [-0.5, 0.1, 0.2],
    [0.1],
    [0.9],
  ]);
  expect([...(rewarded?.t ?? [])]).toEqual([-0.75, -0.25, 0.25, 0.75]);
  // One spike before, three and one after three tones, per half a second.
  [0, 2 / 3, 2, 2 / 3].forEach((rate, bin) => expect(rewarded?.rate[bin]).toBeCloseTo(rate, 12));
  expect(all.find(({ align }) => align === 'reward')?.rows).toEqual([new Float64Array(0)]);
});

test('each unit counts once in a mean over units', () => {
  const [rewarded] = alignedUnits(found, toneMapping, ['a', 'b'], view);
  expect(rewarded?.units).toEqual(['a', 'b']);
  // Unit b has one spike 0.3 s after one of three tones.
  expect([...(rewarded?.rows ?? [])].map((rate) => Number(rate.toFixed(6)))).toEqual([
    0, 0.666667, 2, 0.666667, 0, 0, 0.666667, 0,
  ]);
});

test('trials outside of the recording have no row, and bins beyond its end no rate', () => {
  // All spikes lie from 10.5 to 60.5 s, and so does the recording.
  const cut = foundOf({ ...toneSession, units: [{ id: 'a', spikes: Float64Array.of(10.5, 25.1, 60.5) }] });
  const [rewarded] = alignedUnit(cut, toneMapping, 'a', view);
  expect(rewarded).toMatchObject({ trials: [1, 4], outside: 1, cut: 1 });
  // The second of the two is not recorded after 60.5 s.
  expect([...(rewarded?.rate ?? [])]).toEqual([0, 0, 1, 0]);
});

test('the rate of a unit takes the place of a signal, with the same bins as its PSTH', async () => {
  const recording = memoryRecording({}, found);
  const [rewarded] = await alignedRecordings(recording, toneMapping, { unit: 'a' }, view);
  expect([...(rewarded?.rows ?? [])]).toEqual([0, 2, 4, 0, 0, 0, 2, 0, 0, 0, 0, 2]);
  await expect(alignedRecordings(recording, toneMapping, { unit: 'c' }, view)).rejects.toThrow("there is no unit 'c'");
  await expect(
    alignedRecordings(recording, toneMapping, { unit: 'a' }, { ...view, binSeconds: 0.0001 }),
  ).rejects.toThrow('window: 20000 bins of 0.0001 s are more than 2000; choose longer bins or a shorter window');
});

test('the rate of a unit over the session counts spikes in bins of 0.1 s', async () => {
  const { recording, signal } = unitRate(memoryRecording({}, found), 'a');
  expect(signal).toMatchObject({ id: 'rate of a', unit: 'spikes/s', startSeconds: 1, rateHz: 10 });
  const { max } = await traceView(recording, signal.id, { fromSeconds: 9.05, toSeconds: 10.35, pixels: 13 });
  // From 9.05 s on: spikes at 9.5, 10.1 and 10.2 s.
  expect([...max].filter((rate) => rate > 0)).toEqual([10, 10, 10]);
});

test('a unit or a signal is compared with models, not both', () => {
  const given = mappingOf({ signal: 'F', control: 'C' });
  const withUnit = withRole(given, found, { kind: 'unit', id: 'a' }, 'signal');
  expect(withUnit).toEqual(mappingOf({ unit: 'a' }));
  expect(withRole(withUnit, found, { kind: 'signal', id: 'F' }, 'signal')).toEqual(mappingOf({ signal: 'F' }));
  expect(withRole(withUnit, found, { kind: 'unit', id: 'a' }, undefined)).toEqual(mappingOf({}));
  expect(() => parseMapping({ ...given, unit: 'a' }, 'm.json')).toThrow('m.json: signal and unit are both named');
  expect(proposedMapping(foundOf({ units: units.slice(0, 1) })).unit).toBe('a');
  expect(proposedMapping(found).unit).toBeUndefined();
});

const eshel = fileURLToPath(
  new URL('../../../shared/data/eshel-dabney-spikes/02_09_TT2_1_CommonFormat_verified.mat', import.meta.url),
);

test.skipIf(!existsSync(eshel))('a recorded dopamine neuron: its raster has the spikes of its file', async () => {
  const bytes = readFileSync(eshel);
  const file = { name: 'unit.mat', bytes: bytes.length, read: (from: number, to: number) => bytes.subarray(from, to) };
  const [opened] = await openRecordings({ files: [file], find: () => undefined }, {}, 'unit.mat');
  const own = opened?.found ?? found;
  const mapping = {
    ...proposedMapping(own),
    rewards: [{ times: { table: 'events (210 rows)', column: 'rewardOn' }, title: 'water', size: 1 }],
  };
  expect(mapping.unit).toBe('responses.spike');
  const all = alignedUnit(own, mapping, 'responses.spike', { beforeSeconds: 1, afterSeconds: 2, binSeconds: 0.1 });
  const spikes = own.units[0]?.spikes ?? new Float64Array(0);
  const odours = own.events.find(({ id }) => id === 'events.odorOn')?.times ?? new Float64Array(0);
  // Counted again, without windows: spikes from 1 s before to 2 s after each odour.
  const expected = [...odours].reduce(
    (sum, odour) => sum + spikes.filter((time) => time >= odour - 1 && time < odour + 2).length,
    0,
  );
  const cued = all.filter(({ align }) => align === 'cue');
  expect(cued.reduce((sum, { trials }) => sum + trials.length, 0)).toBe(210);
  expect(cued.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.length, 0)).toBe(expected);
});
