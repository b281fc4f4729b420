import type { Group } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import type { Claim, OpenedRecording } from '../../src/contracts/reader.ts';
import doric from '../../src/readers/doric.ts';
import { groupOf, hdf5File, real } from './hdf5-writer.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { memorySource } from './memory-source.ts';

labCase('doric-h5-v6', doric, ({ opened }) => {
  const { signals, warnings } = opened.found;
  expect(signals.map(({ unit, proposal }) => [unit, proposal?.role])).toEqual([
    ['V', 'control'],
    ['V', 'signal'],
  ]);
  expect(warnings).toEqual([]);
});

const at = (n: number, step: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i * step);

function folder(parent: Group, path: string): Group {
  let group = parent;
  for (const name of path.split('/'))
    group = group.keys().includes(name) ? groupOf(group, name) : group.create_group(name);
  return group;
}

const six = hdf5File((file) => {
  file.create_attribute('Created', 'Fri Feb  7 09:05:01 2025');
  file.create_group('Configurations');
  for (const lamp of [1, 2]) {
    const rois = folder(file, `DataAcquisition/BBC300/ROISignals/Series0001/CAM1EXC${lamp}`);
    real(rois, 'Time', at(100, 0.1));
    for (const roi of ['ROI01', 'ROI02']) real(rois, roi, at(100, lamp));
  }
  const lines = folder(file, 'DataAcquisition/BBC300/Signals/Series0001/DigitalIO');
  real(lines, 'Time', at(10, 0.5));
  // Up at the first sample, which is no edge, and at the last, which is one.
  lines.create_dataset({ name: 'DIO02', data: Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 1, 0, 1) });
  const outputs = folder(file, 'DataAcquisition/BBC300/Signals/Series0001/AnalogOut');
  real(outputs, 'Time', at(10, 0.5));
  real(outputs, 'AOUT01', new Float64Array(9));
});

const five = hdf5File((file) => {
  real(folder(file, 'Traces/Console/Time(s)'), 'Console_time(s)', at(50, 0.2));
  real(folder(file, 'Traces/Console/AIn-1 - Dem (AOut-2)'), 'AIn-1 - Dem (AOut-2)', at(50, 3));
  real(
    folder(file, 'Traces/Console/DI--O-1'),
    'DI--O-1',
    Float64Array.from({ length: 50 }, (_, i) => Number(i % 10 === 5)),
  );
});

async function opened(bytes: Uint8Array, certainty: Claim['certainty']): Promise<OpenedRecording> {
  const source = memorySource({ 'a.doric': bytes });
  const [claim] = doric.detect(source) as [Claim];
  expect(claim.certainty).toBe(certainty);
  return doric.open(claim, source, {});
}

describe('files', () => {
  it('of version 6: each group has its own times, and names are told apart by their groups', async () => {
    const one = await opened(await six, 'certain');
    expect(one.found.startsAt).toBe('2025-02-07T09:05:01');
    expect(one.found.signals.map(({ id, samples, proposal }) => [id, samples, proposal?.role])).toEqual([
      ['CAM1EXC1/ROI01', 100, 'control'],
      ['CAM1EXC1/ROI02', 100, 'control'],
      ['CAM1EXC2/ROI01', 100, 'signal'],
      ['CAM1EXC2/ROI02', 100, 'signal'],
      ['AOUT01', 9, undefined],
    ]);
    expect(await one.values('CAM1EXC2/ROI01', 2, 4)).toEqual(Float64Array.of(4, 6));
    expect(one.found.events).toEqual([
      { id: 'DIO02', times: Float64Array.of(1.5, 3.5, 4.5), ends: Float64Array.of(2.5, 4, Number.NaN) },
    ]);
    expect(one.found.warnings).toEqual([expect.stringContaining('AOUT01 has 9 samples, but 10 times')]);
  });

  it('of version 5: all are on one clock', async () => {
    const one = await opened(await five, 'likely');
    expect(one.found.signals).toMatchObject([
      { id: 'AIn-1 - Dem (AOut-2)', samples: 50, proposal: { role: 'signal' } },
    ]);
    expect(one.found.signals[0]?.rateHz).toBeCloseTo(5, 9);
    expect(one.found.events.map(({ id, times }) => [id, times.length, times[0]])).toEqual([['DI/O-1', 5, 1]]);
  });

  it('without signals are refused', async () => {
    const none = await hdf5File((file) => file.create_group('Configurations'));
    await expect(opened(none, 'likely')).rejects.toThrow('a.doric: it has no signals with times; ');
  });
});

survivesHostileFiles(doric, { 'a.doric': await six }, 40);
