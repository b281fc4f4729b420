import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import npy from '../../src/readers/npy.ts';
import { survivesHostileFiles } from './hostile.ts';
import { memorySource } from './memory-source.ts';
import { array, doubles } from './npy-writer.ts';

/** Files that numpy 2.4.6 wrote: numpy.savez and savez_compressed of the arrays below, and an array of objects. */
const written = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`expected/${name}`, import.meta.url))));

const opened = async (files: Readonly<Record<string, Uint8Array>>) => {
  const source = memorySource(files);
  const [claim] = npy.detect(source);
  if (claim === undefined) throw new Error('not recognised');
  return npy.open(claim, source, {});
};
const refusal = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
  try {
    await opened(files);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'opened';
};

describe.each(['numpy-stored.npz', 'numpy-packed.npz'])('%s', (name) => {
  it('has signals by its vector of times', async () => {
    const { found, values } = await opened({ [name]: written(name) });
    expect(found.signals.map(({ id }) => id)).toEqual(['dff', 'F[0, :]', 'F[1, :]', 'F[2, :]']);
    expect(found.signals[0]).toMatchObject({ samples: 40, missing: 1, proposal: { role: 'signal' } });
    expect(found.signals[0]?.rateHz).toBeCloseTo(20, 9);
    // Sine of 8 as a float32, and the array stored column by column.
    expect((await values('dff', 8, 9))[0]).toBe(Math.fround(Math.sin(8)));
    expect([...(await values('F[1, :]', 7, 9))]).toEqual([47, 48]);
  });

  it('has events and tables of every type', async () => {
    const { found } = await opened({ [name]: written(name) });
    expect(found.events).toMatchObject([{ id: 'reward_times', times: Float64Array.of(3.5, 10.25, 60) }]);
    const columns = new Map(found.tables.flatMap(({ columns: all }) => all.map((one) => [one.id, [...one.values]])));
    expect(columns.get('label')).toEqual(['a', 'bc', 'δ']);
    expect(columns.get('big[:, 1]')).toEqual([1, 4]);
    expect(columns.get('flags')).toEqual([1, 0]);
    // The nearest binary16 to 6e-8 is its smallest number, 2^-24.
    expect(columns.get('half')).toEqual([0.5, -2, Number.NaN, 2 ** -24]);
    expect(columns.get('when')).toEqual([1.5, Number.NaN]);
    expect([columns.get('x'), columns.get('k')]).toEqual([
      [1.5, 2.5],
      [7, 8],
    ]);
    expect(columns.get('cube[:, 2, 1]')).toEqual([9, 21]);
    expect(found.warnings).toContain('c is complex: its real part is shown');
  });
});

describe('a folder of .npy files, as of ALF', () => {
  const spikes = [0.1, 0.2, 0.25, 0.4, 0.9];
  const folder = {
    'alf/spikes.times.npy': doubles(spikes),
    'alf/spikes.clusters.npy': doubles([3, 1, 3, 3, 1]),
    'alf/_ibl_trials.goCue_times.npy': doubles([1, 5, 9]),
    'alf/_ibl_trials.choice.npy': doubles([1, -1, 1]),
  };

  it('is one recording with units and trials', async () => {
    const { found } = await opened(folder);
    expect(found.units.map(({ id, spikes: times }) => [id, [...times]])).toEqual([
      ['spikes.clusters = 1', [0.2, 0.9]],
      ['spikes.clusters = 3', [0.1, 0.25, 0.4]],
    ]);
    expect(found.events).toMatchObject([{ id: 'trials.goCue_times', proposal: { role: 'cue' } }]);
    const trials = found.tables.find(({ id }) => id === 'trials');
    expect(trials?.columns.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
      ['goCue_times', 'cue'],
      ['choice', 'choice'],
    ]);
  });

  it('is only possibly one, since other formats use .npy files too', () => {
    expect(npy.detect(memorySource(folder)).map(({ certainty }) => certainty)).toEqual(['possible']);
  });
});

it('vectors that are named like events and hold nothing are told', async () => {
  const nothing = doubles([Number.NaN, Number.NaN]);
  const { found } = await opened({
    'a.npz': zipSync({ 'rewardOn.npy': nothing, 'laserOn.npy': nothing, 'cueOn.npy': doubles([1, 2]) }),
  });
  expect(found.events.map(({ id }) => id)).toEqual(['cueOn']);
  expect(found.warnings).toEqual(['rewardOn, laserOn: every value is missing (NaN) in the file, so no event']);
});

describe('hostile files', () => {
  it('with Python objects are refused without opening them', async () => {
    expect(await refusal({ 'numpy-objects.npy': written('numpy-objects.npy') })).toBe(
      'numpy-objects.npy: it holds Python objects (pickled), which are not opened because that runs what they contain; save it again with numpy.save, as an array of numbers',
    );
  });

  it('that announce 10^12 rows are refused', async () => {
    expect(await refusal({ 'a.npy': array("'<f8'", '(1000000000000,)', new Uint8Array(80)) })).toBe(
      'a.npy: an array of 1000000000000 needs 8,000,000,000,000 bytes and 80 are there; save it again with numpy.save, as an array of numbers',
    );
  });

  it('that inflate to more than they announce, or less, or more than deflate can, are refused', async () => {
    const zip = zipSync({ 'a.npy': array("'<f8'", '(100000,)', new Uint8Array(800_000)) });
    const view = new DataView(zip.buffer);
    const at = zip.length - 22 - 46 - 5;
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const { found } = await opened({ 'a.npz': zip });
    expect(found.tables[0]?.rows).toBe(100_000);
    view.setUint32(at + 24, 2_000_000_000, true);
    expect(await refusal({ 'a.npz': zip })).toMatch(/entry a\.npy: its contents have 2,000,000,000 bytes, more than/u);
    view.setUint32(at + 24, 500_000_000, true);
    expect(await refusal({ 'a.npz': zip })).toMatch(/cannot hold the 500,000,000 announced/u);
    view.setUint32(at + 24, 800_200, true);
    expect(await refusal({ 'a.npz': zip })).toMatch(/800,128 of 800,200 bytes/u);
  });

  it('whose entries share bytes are refused', async () => {
    const zip = zipSync({ 'a.npy': doubles([1, 2, 3]), 'b.npy': doubles([4, 5, 6]) }, { level: 0 });
    const view = new DataView(zip.buffer);
    // The second entry of the directory says the place of the first.
    view.setUint32(zip.length - 22 - 51 + 42, 0, true);
    expect(await refusal({ 'a.npz': zip })).toMatch(/^a\.npz: entries a\.npy and b\.npy share bytes; /u);
  });
});

survivesHostileFiles(npy, { 'numpy-packed.npz': written('numpy-packed.npz') });
survivesHostileFiles(npy, { 'numpy-stored.npz': written('numpy-stored.npz') });
survivesHostileFiles(npy, {
  'time.npy': doubles(Array.from({ length: 30 }, (_, i) => i)),
  'dff.npy': doubles(Array.from({ length: 30 }, (_, i) => i)),
});
