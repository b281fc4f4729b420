import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/contracts/reader.ts';
import hdf5 from '../../src/readers/hdf5.ts';
import { hdf5File, real, texts } from './hdf5-writer.ts';
import { survivesHostileFiles } from './hostile.ts';
import { memorySource } from './memory-source.ts';

const at = (n: number, step: number, from = 0): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => from + i * step);

const session = hdf5File((file) => {
  const group = file.create_group('session');
  real(group, 'time', at(400, 0.05));
  real(group, 'dff', at(800, 1), [400, 2]);
  real(group, 'reward_times', Float64Array.of(2, 7, 12));
  texts(group, 'animal', ['M1']);
  file.create_dataset({ name: 'big', data: new Float64Array(16), shape: [2, 2, 2, 2] });
});

describe('HDF5 of any layout', () => {
  it('has signals beside a vector of times, and events by their names', async () => {
    const source = memorySource({ 'a.h5': await session });
    const [claim] = hdf5.detect(source) as [Claim];
    expect(claim.certainty).toBe('possible');
    const one = await hdf5.open(claim, source, {});
    expect(one.found.signals.map(({ id, samples, rateHz }) => [id, samples, Math.round(rateHz)])).toEqual([
      ['session.dff[:, 0]', 400, 20],
      ['session.dff[:, 1]', 400, 20],
    ]);
    expect(await one.values('session.dff[:, 1]', 3, 6)).toEqual(Float64Array.of(7, 9, 11));
    expect(one.found.events).toMatchObject([{ id: 'session.reward_times', times: Float64Array.of(2, 7, 12) }]);
    expect(one.found.warnings).toEqual(['big has 4 dimensions (2 x 2 x 2 x 2): not shown as a table']);
    one.close();
  });
});

survivesHostileFiles(hdf5, { 'a.h5': await session }, 40);
