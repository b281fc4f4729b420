import { beforeAll, describe, expect, test } from 'vitest';
import type { FoundColumn, OpenedRecording } from '../../src/contracts/reader.ts';
import nwb from '../../src/readers/nwb.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { fitAr1 } from '../../src/recorded/photometry/ar1-regression.ts';
import { completePipeline, corrector } from '../../src/recorded/photometry/pipeline.ts';
import { nwbBytes } from '../../src/writers/nwb.ts';
import { openOne } from '../readers/open-one.ts';
import { gain } from '../recorded/photometry/session.ts';
import { photometryNwb, photometryTruth } from './photometry-nwb.ts';
import { smallSession } from './small-session.ts';

const valuesOf = async (opened: OpenedRecording, id: string): Promise<Float64Array> => {
  const signal = opened.found.signals.find((one) => one.id === id);
  return opened.values(id, 0, signal?.samples ?? 0);
};

describe('an NWB file that is read again', () => {
  let opened: OpenedRecording;
  beforeAll(async () => {
    opened = await openOne(nwb, { 'a.nwb': await nwbBytes(smallSession) });
  });
  const columnOf = (table: string, column: string): FoundColumn['values'] | undefined =>
    opened.found.tables.find(({ id }) => id === table)?.columns.find(({ id }) => id === column)?.values;

  test('has the same signals, with unit, rate and missing values', async () => {
    expect(opened.found.warnings).toEqual([]);
    expect(opened.found.startsAt).toBe('2026-01-02T03:04:05.000Z');
    expect(opened.found.signals.map(({ id, unit, rateHz, samples }) => [id, unit, rateHz, samples])).toEqual([
      ['acquisition/recorded', 'dF/F', 1 / 0.03, 4],
      ['processing/model/rpe', 'reward units', 20, 3],
      ['processing/model/units[0]', 'spikes/s', 20, 3],
      ['processing/model/units[1]', 'spikes/s', 20, 3],
    ]);
    expect(await valuesOf(opened, 'acquisition/recorded')).toEqual(new Float64Array([0.1, Number.NaN, 1 / 3, -5]));
    expect(await valuesOf(opened, 'processing/model/units[1]')).toEqual(new Float64Array([2, 4, 6]));
    expect(opened.found.signals[0]?.missing).toBe(1);
  });

  test('has the same events, intervals, trials and units', () => {
    const { events, units } = opened.found;
    expect(events.map(({ id, times, values, ends }) => [id, times, values ?? ends])).toEqual([
      ['cue_tone', new Float64Array([0.5, 7]), new Float64Array([1.5, 8])],
      ['reward', new Float64Array([2.25]), new Float64Array([0.7])],
    ]);
    expect(columnOf('trials', 'start_time')).toEqual(new Float64Array([0, 6]));
    expect(columnOf('trials', 'stop_time')).toEqual(new Float64Array([6, 12]));
    expect(columnOf('trials', 'trial_type')).toEqual(['Größe', '']);
    expect(columnOf('trials', 'magnitude')).toEqual(new Float64Array([0.7, Number.NaN]));
    expect(units.map(({ spikes }) => spikes)).toEqual([
      new Float64Array([0.1, 0.2]),
      new Float64Array(),
      new Float64Array([3.000001]),
    ]);
  });

  test('has the same bytes each time, whatever the time of day', async () => {
    const first = await nwbBytes(smallSession);
    // HDF5 keeps seconds.
    await new Promise((done) => setTimeout(done, 1100));
    expect(await nwbBytes(smallSession)).toEqual(first);
  });
});

test('arrays of more than a chunk are compressed, and read as they were', async () => {
  const values = Float64Array.from({ length: 200_001 }, (_, i) => (i % 7) / 3);
  const bytes = await nwbBytes({
    ...smallSession,
    recorded: [{ name: 'long', description: 'long', unit: 'V', clock: { startSeconds: 0, rateHz: 1000 }, values }],
  });
  // The schema alone has 180 kB.
  expect(bytes.length).toBeLessThan(values.byteLength / 5);
  const opened = await openOne(nwb, { 'a.nwb': bytes });
  expect(await valuesOf(opened, 'acquisition/long')).toEqual(values);
});

test('the RPE of a simulated photometry session is found again, within 10 %', async () => {
  const truth = photometryTruth();
  const opened = await openOne(nwb, { 'a.nwb': await photometryNwb(truth) });
  const mapping = proposedMapping(opened.found);
  expect([mapping.signal, mapping.control]).toEqual([
    'fiber_photometry_470nm nucleus accumbens 470 nm',
    'fiber_photometry_405nm nucleus accumbens 405 nm',
  ]);
  const values = await valuesOf(opened, mapping.signal as string);
  expect(values).toEqual(truth.signal.values);
  const times = await opened.times(mapping.signal as string, 0, values.length);
  const control = await valuesOf(opened, mapping.control as string);
  const { values: dff } = corrector({ times, values }, control)(completePipeline({}));
  const shown = await valuesOf(opened, 'processing/model/rpe_response');
  expect(fitAr1(shown, dff).gain / gain).toBeGreaterThan(0.9);
  expect(fitAr1(shown, dff).gain / gain).toBeLessThan(1.1);
});
