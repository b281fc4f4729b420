import { inflateSync } from 'node:zlib';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from 'h5wasm';
import { InputError } from '../../src/core/errors.ts';
import type { OpenedRecording, Source } from '../../src/contracts/reader.ts';
import { asDataset, nodeAt } from '../../src/readers/hdf5/nodes.ts';
import { openHdf5 } from '../../src/readers/hdf5/open.ts';
import { withinSource } from '../../src/readers/hdf5/within-source.ts';
import nwb from '../../src/readers/nwb.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { groupOf, hdf5File, installToWrite, nwbFile, series } from './hdf5-writer.ts';
import { memorySource } from './memory-source.ts';

const ramp = Float64Array.from({ length: 1000 }, (_, i) => i / 8);

async function open(source: Source, name: string): Promise<OpenedRecording> {
  const file = source.files.find((one) => one.name === name) as Source['files'][number];
  return nwb.open({ files: [file], certainty: 'certain' }, source, {});
}

/** Written by h5py 3.16, because h5wasm cannot: acquisition/outside/data has its bytes in /etc/passwd (external storage). */
const withExternalStorage = inflateSync(
  Buffer.from(
    'eNrtWU9T00AU300szdQ6hJkeSkXNOI7DFCyIHLhRR6o5OOKIh95KpDs2B1pMUhi/Qb155MiRI0c/gkePHv0IfIOaZN823SVSQOjo9P1mmF/3T/Ylu7/3lrf7xd54eSdXypEIhkFuEZMMow9oVeSyaN8GpsA94GNN1OtxWxHqTRjf0nm5BfXv39VqUe++AmHHnuJsEMQkwq49fxtxHcpCT981uZ+z86nr+m7gdtqSLqtXtDsDelV1nSc2jJ8nhVCV7YMPjX3m+cLuLKXxk+bgHQzpfTJDYqbxH5X8RNg9AT/5kbmYnxyW0E/QT876yWlG7tfpBr7bZMRtx/TXfrL1ZnMjUrDQXU+X9wVVx4h0/Gm//HVX3i/FOheV/fdnVh5viQU7S3uO7x80U+29erH5mhIIVGp8CrFSWasshyzCbE7s1+4u22Key3xe1ke0D+LTNK4xAoFAIBAIBAKBQCAQ48ao88T6Pc4mTtVEQj1PtICrJblf0wmciP3A8QK3/bERuLuMJOdJa5e0y88TtYHuTh5wFuOReXifMmdx7vg1q/SDAzKrNJnrJ+4R1HlI7i+m+f0F63qdaBEbwec9Nvr+Ijc06VpcP8XbqJh/bpBSXlGA5wTr4cg0ZfxMyFFZ07S4OhsuNCXJHcm3rLzeRBnXALs6FZGsoPTcHsu8C/2K97Tnzu8vdH50H2POMM7qStahHq539HvGWoeWKlm9TVb7cCCt6inRhwhlspLyEKlo+GTkF54TMHLO+FR6+nQ9iZQ3NR/p9wOHEAdb12Il+g74WD5HwCZwAbgIPAdsAT8EfgT8GHgeuAy8CFwBXgZ+CrwC/KyKnoBAIBAIxPjyf3MR83/M/1Py//LN5v+DvFXJ868zb9Xh//zL5a1XzTcMmLoj5Ut7/9R6q3krWbhY3lp/gr4ynrz1+L/MW38DciTbkg==',
    'base64',
  ),
);

describe('nothing outside of what was opened is read', () => {
  it('raw external storage', async () => {
    const opened = await open(memorySource({ 'a.nwb': Uint8Array.from(withExternalStorage) }), 'a.nwb');
    expect(opened.found.signals.map(({ id }) => id)).toEqual(['acquisition/inside']);
    expect(opened.found.warnings).toEqual([
      expect.stringMatching(/^a\.nwb, acquisition\/outside\/data: .*; left out$/),
    ]);
    expect(await opened.values('acquisition/inside', 0, 3)).toEqual(Float64Array.of(0, 1, 2));
  });

  it('links to absolute paths, above the folder, and by symbolic links of the folder', async () => {
    const place = mkdtempSync(join(tmpdir(), 'phasic-links-'));
    try {
      const secret = await nwbFile((file) => series(groupOf(file, 'acquisition'), 'x', ramp));
      writeFileSync(join(place, 'secret.nwb'), secret);
      const folder = join(place, 'session');
      mkdirSync(folder);
      symlinkSync(join(place, 'secret.nwb'), join(folder, 'linked.nwb'));
      const targets = [join(place, 'secret.nwb'), '../secret.nwb', 'linked.nwb', 'a/../../secret.nwb', '/source/0'];
      const bytes = await nwbFile((file) =>
        targets.forEach((target, i) =>
          groupOf(file, 'acquisition').create_external_link(target, '/acquisition/x', `link${i}`),
        ),
      );
      writeFileSync(join(folder, 'a.nwb'), bytes);
      const source = fileSource(folder);
      const { found } = await open(source, 'a.nwb');
      expect(found.signals).toEqual([]);
      expect(found.warnings.map((warning) => warning.replaceAll(place, ''))).toEqual([
        'acquisition/link0 is a link to /secret.nwb, outside of what was opened, and is not followed',
        'acquisition/link1 is a link to ../secret.nwb, outside of what was opened, and is not followed',
        'acquisition/link2 is in linked.nwb, which is not here',
        'acquisition/link3 is a link to a/../../secret.nwb, outside of what was opened, and is not followed',
        'acquisition/link4 is a link to /source/0, outside of what was opened, and is not followed',
      ]);
      source.close();
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  it('names of linked files', () => {
    expect(withinSource('a/b.nwb', 'c.nwb')).toBe('a/c.nwb');
    expect(withinSource('a/b.nwb', './../c/d.nwb')).toBe('c/d.nwb');
    for (const path of ['../../c.nwb', '/c.nwb', 'C:\\c.nwb', '\\\\host\\c.nwb', 'x/../../../c.nwb', 'c\0.nwb'])
      expect(withinSource('a/b.nwb', path), path).toBeUndefined();
  });
});

describe('links within the source', () => {
  it('are followed to other files, where texts and attributes are read too', async () => {
    const raw = await nwbFile((file) => series(groupOf(file, 'acquisition'), 'x', ramp));
    const holder = await nwbFile((file) => {
      groupOf(file, 'acquisition').create_external_link('raw/r.nwb', '/acquisition/x', 'linked');
    });
    const source = memorySource({ 'a.nwb': holder, 'raw/r.nwb': raw });
    const opened = await open(source, 'a.nwb');
    expect(opened.found.signals).toMatchObject([{ id: 'acquisition/linked', unit: 'V', rateHz: 20, samples: 1000 }]);
    expect(await opened.values('acquisition/linked', 998, 1000)).toEqual(Float64Array.of(998 / 8, 999 / 8));
  });

  it('in circles end', async () => {
    const one = await nwbFile((file) => {
      groupOf(file, 'acquisition').create_external_link('b.nwb', '/', 'other');
      groupOf(file, 'acquisition').create_soft_link('/acquisition', 'self');
      file.create_hard_link('/', 'again');
      series(groupOf(file, 'acquisition'), 'x', ramp);
    });
    const other = await nwbFile((file) =>
      groupOf(file, 'acquisition').create_external_link('a.nwb', '/acquisition/other', 'other'),
    );
    const { found } = await open(memorySource({ 'a.nwb': one, 'b.nwb': other }), 'a.nwb');
    expect(found.signals.map(({ id }) => id)).toEqual(['acquisition/x']);
  });

  it('that are broken are said', async () => {
    const bytes = await nwbFile((file) => {
      groupOf(file, 'acquisition').create_soft_link('/processing/gone', 'x');
      groupOf(file, 'acquisition').create_external_link('b.nwb', '/gone', 'y');
      groupOf(file, 'acquisition').create_external_link('c.nwb', '/x', 'z');
    });
    const files = { 'a.nwb': bytes, 'b.nwb': await nwbFile(() => undefined), 'c.nwb': new Uint8Array(5000) };
    const { found } = await open(memorySource(files), 'a.nwb');
    expect(found.warnings).toEqual([
      'acquisition/x is a link to /processing/gone, which is not there',
      'acquisition/y is in b.nwb, which has no /gone',
      'acquisition/z is in c.nwb, where it cannot be read (it is no HDF5 file)',
    ]);
  });
});

describe('values', () => {
  it.each([
    ['lzf', 32000],
    ['blosc', 32001],
    ['bshuf', 32008],
    ['zstd', 32015],
    ['blosc2', 32026],
    ['lz4', 32004],
  ])('packed by %s', async (name, filter) => {
    await installToWrite([name]);
    const options: Readonly<Record<number, number[]>> = {
      32001: [2, 2, 8, 8000, 5, 1, 0],
      32026: [1, 0, 8, 8000, 5, 1, 1],
      32000: [4, 261, 8000],
    };
    const bytes = await hdf5File((file) =>
      file.create_dataset({
        name: 'x',
        data: ramp,
        chunks: [300],
        compression: filter,
        compression_opts: options[filter] ?? [],
      }),
    );
    const source = memorySource({ 'a.h5': bytes });
    const hdf5 = await openHdf5(source);
    const root = hdf5.root(source.files[0] as Source['files'][number]);
    expect(await asDataset(nodeAt(root, 'x'))?.allNumbers()).toEqual(ramp);
    hdf5.close();
  });

  it('of all kinds of numbers and texts', async () => {
    const bytes = await hdf5File((file) => {
      const numbers = [
        Int8Array.of(-3, 3),
        Uint8Array.of(3, 250),
        Int16Array.of(-300, 300),
        Uint16Array.of(3, 60_000),
        Int32Array.of(-70_000, 7),
        Uint32Array.of(3, 4e9),
        Float32Array.of(0.5, -2),
        Float64Array.of(0.1, Number.NaN),
        BigInt64Array.of(-(2n ** 40n), 5n),
        BigUint64Array.of(2n ** 52n, 5n),
      ];
      numbers.forEach((data, i) => file.create_dataset({ name: `n${i}`, data, shape: [2] }));
      file.create_dataset({ name: 'utf8', data: ['ΔF/F', '', 'µl'], dtype: 'S' });
      file.create_dataset({ name: 'fixed', data: ['ab', 'µl', 'abcd'], dtype: 'S4' });
      file.create_dataset({ name: 'one', data: 'single' });
    });
    const source = memorySource({ 'a.h5': bytes });
    const hdf5 = await openHdf5(source);
    const root = hdf5.root(source.files[0] as Source['files'][number]);
    const numbers = async (name: string) => [...((await asDataset(root.child(name))?.allNumbers()) ?? [])];
    const all = [];
    for (let i = 0; i < 10; i++) all.push(await numbers(`n${i}`));
    expect(all).toEqual([
      [-3, 3],
      [3, 250],
      [-300, 300],
      [3, 60_000],
      [-70_000, 7],
      [3, 4e9],
      [0.5, -2],
      [0.1, Number.NaN],
      [-(2 ** 40), 5],
      [2 ** 52, 5],
    ]);
    const textsOf = async (name: string) => asDataset(root.child(name))?.allTexts();
    expect(await textsOf('utf8')).toEqual(['ΔF/F', '', 'µl']);
    expect(await textsOf('fixed')).toEqual(['ab', 'µl', 'abcd']);
    expect(await textsOf('one')).toEqual(['single']);
    hdf5.close();
  });

  it('are refused where a header declares more than a file can have', async () => {
    const bytes = await nwbFile((file) => {
      const group = series(groupOf(file, 'acquisition'), 'x', ramp);
      group.create_dataset({ name: 'more', data: ramp, chunks: [1000], maxshape: [null] });
      (group.get('more') as Dataset).resize([1e12]);
    });
    const source = memorySource({ 'a.nwb': bytes });
    const hdf5 = await openHdf5(source);
    const root = hdf5.root(source.files[0] as Source['files'][number]);
    expect(() => nodeAt(root, 'acquisition/x/more')).toThrow(
      /^a\.nwb, acquisition\/x\/more: it should have 1,000,000,000,000 values, but the file has [\d,]+ bytes; /,
    );
    hdf5.close();
  });
});

it.each([
  ['of no length', 0n],
  ['shorter than its own header', 4n],
  ['whose length has 32 lower bits that are 0', 1n << 32n],
])('a heap of texts with free space %s, in which HDF5 would search without end, is refused', async (_, length) => {
  const bytes = await nwbFile((file) => series(groupOf(file, 'acquisition'), 'x', ramp));
  const heap = Buffer.from(bytes).indexOf('GCOL');
  const view = new DataView(bytes.buffer);
  // Objects have a number, 6 other bytes, and a length; the last one, of what is free, has the number 0.
  let at = heap + 16;
  while (view.getUint16(at, true) !== 0) at += 16 + 8 * Math.ceil(Number(view.getBigUint64(at + 8, true)) / 8);
  view.setBigUint64(at + 8, length, true);
  await expect(open(memorySource({ 'a.nwb': bytes }), 'a.nwb')).rejects.toThrow(InputError);
});

it('a file that HDF5 fails on leaves other files readable', async () => {
  const good = await nwbFile((file) => series(groupOf(file, 'acquisition'), 'x', ramp));
  const source = memorySource({ 'good.nwb': good, 'bad.nwb': good.slice(0, 700) });
  await expect(open(source, 'bad.nwb')).rejects.toThrow(InputError);
  await expect(open(source, 'bad.nwb')).rejects.toThrow(/^bad\.nwb: HDF5 cannot read it \(.*\); it may be damaged/);
  const { found } = await open(source, 'good.nwb');
  expect(found.signals).toHaveLength(1);
});
