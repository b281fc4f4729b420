import { describe, expect, it } from 'vitest';
import type { Claim, OpenedRecording } from '../../src/contracts/reader.ts';
import guppy from '../../src/readers/guppy-hdf5.ts';
import { hdf5File, real } from './hdf5-writer.ts';
import { survivesHostileFiles } from './hostile.ts';
import { memorySource } from './memory-source.ts';

const at = (n: number, step: number, from = 0): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => from + i * step);

const store = async (vectors: Readonly<Record<string, Float64Array>>): Promise<Uint8Array> =>
  hdf5File((file) => Object.entries(vectors).forEach(([name, values]) => real(file, name, values)));

/** As of a TDT block: a time since 1970 for each packet of 4 samples. */
const start = 1_600_000_000;
const folder = async () => ({
  'out/Dv1A.hdf5': await store({
    timestamps: at(25, 0.4, start),
    data: at(100, 1),
    sampling_rate: Float64Array.of(10),
  }),
  'out/PrtN.hdf5': await store({ timestamps: Float64Array.of(start + 2, start + 7) }),
  'out/reward_DMS.hdf5': await store({ ts: Float64Array.of(1, 6) }),
  'out/timeCorrection_DMS.hdf5': await store({ timestampNew: at(90, 0.1, 1), sampling_rate: Float64Array.of(10) }),
  'out/z_score_DMS.hdf5': await store({ data: at(90, 2) }),
  'out/dff_DMS.hdf5': await store({ data: at(90, 3) }),
  'out/control_DMS.hdf5': await store({ data: at(90, 4) }),
  'out/dff_DLS.hdf5': await store({ data: at(90, 3) }),
  'out/reward_DMS_z_score_DMS.h5': await hdf5File((file) => file.create_group('df')),
});

async function opened(files: Readonly<Record<string, Uint8Array>>): Promise<OpenedRecording> {
  const source = memorySource(files);
  const claims = guppy.detect(source);
  expect(claims).toHaveLength(1);
  const [claim] = claims as [Claim];
  expect(claim.files).toHaveLength(Object.keys(files).length);
  return guppy.open(claim, source, {});
}

describe('a folder of GuPPy', () => {
  it('has signals, computed traces and events on one clock', async () => {
    const one = await opened(await folder());
    expect(one.found.startsAt).toBe('2020-09-13T12:26:40Z');
    expect(one.found.signals.map(({ id, samples, unit, proposal }) => [id, samples, unit, proposal?.role])).toEqual([
      ['Dv1A', 100, undefined, undefined],
      ['z_score_DMS', 90, 'z', 'signal'],
      ['dff_DMS', 90, '%', 'signal'],
      ['control_DMS', 90, undefined, 'control'],
    ]);
    // Sample 6 is the third of the second packet.
    const times = await one.times('Dv1A', 6, 8);
    expect(times[0]).toBeCloseTo(0.6, 6);
    expect(times[1]).toBeCloseTo(0.7, 6);
    expect(one.found.signals[0]?.rateHz).toBeCloseTo(10, 4);
    expect(await one.values('dff_DMS', 5, 7)).toEqual(Float64Array.of(15, 18));
    expect((await one.times('dff_DMS', 0, 1))[0]).toBe(1);
    expect(one.found.events).toEqual([{ id: 'PrtN', times: Float64Array.of(2, 7) }]);
    expect(one.found.warnings).toEqual([
      'out/dff_DLS.hdf5, data: its times would be in timeCorrection_DLS.hdf5, which is not here; left out',
      'reward_DMS_z_score_DMS: tables of averages around events, which are computed from the signals here: left out',
    ]);
  });

  it('whose raw events are not there has those that GuPPy corrected', async () => {
    const { 'out/PrtN.hdf5': _, ...others } = await folder();
    const { events, warnings } = (await opened(others)).found;
    expect(events).toMatchObject([{ id: 'reward_DMS', times: Float64Array.of(1, 6), proposal: { role: 'reward' } }]);
    expect(warnings).toContainEqual(expect.stringMatching(/^reward_DMS: GuPPy counts these times from when the lamp/));
  });

  it('without signals is refused', async () => {
    await expect(opened({ 'z_score_A.hdf5': await store({ data: at(9, 1) }) })).rejects.toThrow(
      /^z_score_A\.hdf5: it has no signals \(z_score_A\.hdf5, data: its times would be in timeCorrection_A\.hdf5/,
    );
    expect(
      guppy.detect(memorySource({ 'x.h5': await store({ data: at(9, 1) }), 'y.hdf5': new Uint8Array(9) })),
    ).toEqual([]);
  });
});

survivesHostileFiles(guppy, { 'Dv1A.hdf5': (await folder())['out/Dv1A.hdf5'] }, 40);
