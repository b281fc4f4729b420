// Files that a recording should not be, made for tests/recorded/hostile-files.test.ts.
import { zipSync } from 'fflate';
import type { Dataset } from 'h5wasm';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { groupOf, hdf5File, nwbFile, series } from '../readers/hdf5-writer.ts';
import { counted, csvText } from '../readers/made-tables.ts';
import { matWriter } from '../readers/mat-writer.ts';
import { array, doubles } from '../readers/npy-writer.ts';
import { ppd } from '../readers/ppd-writer.ts';
import { rateHz, start, tsq } from '../readers/tdt-writer.ts';
import type { Contents } from '../readers/open-one.ts';

const trillion = 1e12;
const rows = 60;
const ramp = Float64Array.from({ length: rows }, (_, i) => i / 8);
const mat = matWriter();

const signalRows = counted(rows, (i) => [i / 20, (2 + Math.sin(i)).toFixed(3)]);
/** A table of a signal, with a heading for it. */
const tableOf = (heading = 'dLight', cell = (i: number): string => String(i)): string =>
  csvText([['time (s)', heading, 'kind'], ...signalRows.map((row, i) => [...row, i % 20 === 5 ? cell(i) : ''])]);

const parquetOf = (): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'time', data: counted(rows, (i) => i / 20), type: 'DOUBLE' },
        { name: 'dff', data: counted(rows, Math.sin), type: 'DOUBLE' },
      ],
    }),
  );

/** A number of Thrift's compact protocol: seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) + 128);
  }
}

/** The same file, whose footer says each number of rows to be another. */
function parquetSaying(count: number): Uint8Array {
  const bytes = parquetOf();
  const footerBytes = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  const from = bytes.length - 8 - footerBytes;
  const [old, said] = [varint(2 * rows), varint(2 * count)];
  const footer: number[] = [];
  // A field of type i64 begins with 0x16, where its number follows that of the last.
  for (let i = from; i < bytes.length - 8; i++) {
    footer.push(bytes[i] as number);
    if (((bytes[i] as number) & 15) !== 6 || !old.every((byte, k) => bytes[i + 1 + k] === byte)) continue;
    footer.push(...said);
    i += old.length;
  }
  const made = new Uint8Array(from + footer.length + 8);
  made.set(bytes.subarray(0, from));
  made.set(footer, from);
  new DataView(made.buffer).setUint32(from + footer.length, footer.length, true);
  made.set(bytes.subarray(bytes.length - 4), made.length - 4);
  return made;
}

const ppdHeader = {
  subject_ID: 'm7',
  date_time: '2025-08-04T10:15:00',
  mode: '2 colour continuous',
  sampling_rate: 10,
  volts_per_division: [0.5, 0.25],
  version: '0.3',
};
const only = (contents: Contents): string | Uint8Array => Object.values(contents)[0] as Uint8Array;
const words = counted(120, (i) => 2 * i);

const packet = { code: 0x8101, store: 'LFP1', seconds: start + 0.5, channel: 1, position: 0, format: 2, rateHz };
const block = (packets: readonly object[]): Contents => ({
  'block/a.tsq': tsq(packets.map((one) => ({ ...packet, words: 42, ...one }))),
  'block/a.tev': new Uint8Array(256),
});

const structure = (continuous: object): string =>
  JSON.stringify({ 'GUI version': '0.6.4', continuous: [continuous], events: [], spikes: [] });
const stream = (channels: number, folder = 'S/'): object => ({
  folder_name: folder,
  sample_rate: 1000,
  stream_name: 'S',
  num_channels: channels,
  channels: [{ channel_name: 'CH1', bit_volts: 0.195, units: 'uV' }],
});
const ephys = (text: string): Contents => ({
  'node/structure.oebin': text,
  'node/continuous/S/continuous.dat': new Uint8Array(200),
  'node/continuous/S/sample_numbers.npy': doubles(counted(100, (i) => i)),
});

/** A readable file of each kind, small. */
export async function readableFiles(): Promise<Contents> {
  return {
    'a.csv': tableOf(),
    'a.npy': doubles([...ramp]),
    'a.npz': zipSync({ 't.npy': doubles([...ramp]), 'dff.npy': doubles([...ramp]) }),
    'a.parquet': parquetOf(),
    'a.mat': mat.file([
      mat.numbers('t', [1, rows], [...ramp]),
      mat.compressed(mat.numbers('dff', [1, rows], [...ramp])),
    ]),
    'a.ppd': only(ppd(ppdHeader, words)),
    'a.nwb': await nwbFile((file) => series(groupOf(file, 'acquisition'), 'x', ramp)),
    'a.h5': await hdf5File((file) => {
      file.create_dataset({ name: 'time', data: ramp });
      file.create_dataset({ name: 'dff', data: ramp });
    }),
  };
}

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

const unknown = /^a\.\w+: no reader knows this format; open one of: /;

/** Files by the name of what is wrong with them, with what is said of them; without that, they open. */
export async function hostileFiles(): Promise<Readonly<Record<string, readonly [Contents, RegExp?]>>> {
  let cells = mat.numbers('', [1, 1], [1]);
  for (let i = 0; i < 100; i++) cells = mat.cell(i === 99 ? 'nest' : '', [1, 1], [cells]);
  const zip = zipSync({ 'a.npy': array("'<f8'", '(100000,)', new Uint8Array(800_000)) });
  new DataView(zip.buffer).setUint32(zip.length - 22 - 51 + 24, 0xfffffff0, true);
  const encoder = new TextEncoder();
  return {
    'NPY of 10^12 rows': [
      { 'a.npy': array("'<f8'", '(1000000000000,)', new Uint8Array(80)) },
      /^a\.npy: an array of 1000000000000 needs 8,000,000,000,000 bytes and 80 are there; save it/,
    ],
    'NPZ of 10^12 rows': [
      { 'a.npz': zipSync({ 'a.npy': array("'<f8'", '(1000000000000,)', new Uint8Array(80)) }) },
      /^a\.npz, entry a\.npy: an array of 1000000000000 needs 8,000,000,000,000 bytes and 80/,
    ],
    'Parquet of 10^12 rows': [
      { 'a.parquet': parquetSaying(trillion) },
      /^a\.parquet: row group 1 has 1,000,000,000,000 rows, more than 16,777,216; write it/,
    ],
    'NWB of 10^12 rows': [
      {
        'a.nwb': await nwbFile((file) => {
          const group = groupOf(file, 'acquisition');
          series(group, 'x', ramp);
          group.create_dataset({ name: 'y', data: ramp, chunks: [rows], maxshape: [null] });
          (group.get('y') as Dataset).resize([trillion]);
        }),
      },
      /^a\.nwb, acquisition\/y: it should have 1,000,000,000,000 values, but the file has [\d,]+ bytes; left out$/,
    ],
    'HDF5 of 10^12 rows': [
      {
        'a.h5': await hdf5File((file) => {
          file.create_dataset({ name: 'dff', data: ramp, chunks: [rows], maxshape: [null] });
          (file.get('dff') as Dataset).resize([trillion]);
        }),
      },
      /^a\.h5, dff: it should have 1,000,000,000,000 values, but the file has [\d,]+ bytes; left out$/,
    ],
    'MAT of 10^12 numbers': [
      { 'a.mat': mat.file([mat.matrix('a', 6, [1e6, 1e6], [mat.element('double', [1])])]) },
      /^a\.mat, byte 176: an array of 1000000 x 1000000 has 1 of 1,000,000,000,000 numbers; save it/,
    ],
    'TDT packet of 2^31 words': [
      block([{ words: 2 ** 31 - 1 }]),
      /^block\/a\.tev is 8,589,934,\d+ bytes shorter than the \.tsq says: missing: one packet of LFP1/,
    ],
    'TDT packet at byte 10^12': [
      block([{ position: trillion }]),
      /^block\/a\.tev is 999,999,999,\d+ bytes shorter than the \.tsq says: missing: one packet of LFP1/,
    ],
    'ppd of 10^12 signals': [
      {
        'a.ppd': only(ppd({ ...ppdHeader, version: '1.0', n_analog_signals: trillion, n_digital_signals: 2 }, words)),
      },
      /^a\.ppd: n_analog_signals is not a number from 1 to 16 in the header; check/,
    ],
    'ppd at 10^300 Hz': [
      { 'a.ppd': only(ppd({ ...ppdHeader, sampling_rate: 1e300 }, words)) },
      /^a\.ppd: sampling_rate is not a number from 0\.001 to 1000000 in the header; check/,
    ],
    'Open Ephys of 10^12 channels': [
      ephys(structure(stream(trillion))),
      /^node\/structure\.oebin: continuous\[0\] has 1 channels and num_channels 1000000000000; record/,
    ],

    'NPZ that says it inflates to 4 GiB': [
      { 'a.npz': zip },
      /^a\.npz, entry a\.npy: its contents have 4,294,967,280 bytes, more than the 536,870,912 .*; save it/,
    ],
    'NPY of pickled objects': [
      { 'a.npy': array("'|O'", '(1,)', encoder.encode("cposix\nsystem\n(S'touch ran'\ntR.")) },
      /^a\.npy: it holds Python objects \(pickled\), which are not opened because that runs .*; save it/,
    ],
    'NPY of nested parentheses': [
      { 'a.npy': array("'<f8'", nested('(', ')', 20_000), new Uint8Array(80)) },
      /^a\.npy: its header cannot be read: .*; save it/,
    ],
    'MAT of nested cells': [
      { 'a.mat': mat.file([cells]) },
      /^a\.mat, byte 2,104: structs and cells within each other, more than 40 deep; save it/,
    ],
    'ppd of nested JSON': [{ 'a.ppd': nestedPpd() }, unknown],
    'Open Ephys of nested JSON': [ephys(nested('[', ']', 200_000))],
    'NWB of nested groups': [
      {
        'a.nwb': await nwbFile((file) => {
          let at = groupOf(file, 'acquisition');
          for (let i = 0; i < 25; i++) at = at.create_group('g');
          series(at, 'x', ramp);
        }),
      },
      /^a\.nwb, acquisition(\/g){20}: groups are within each other, more than 20 deep; left out$/,
    ],
    'folders 40 deep': [
      { [`${'d/'.repeat(40)}a.csv`]: tableOf(), '.hidden': '' },
      /^\.: there is no file in it; copy it/,
    ],

    'NWB whose links go in circles': [
      {
        'a.nwb': await nwbFile((file) => {
          const group = groupOf(file, 'acquisition');
          group.create_soft_link('/acquisition/two', 'one');
          group.create_soft_link('/acquisition/one', 'two');
          group.create_external_link('a.nwb', '/acquisition/self', 'self');
          file.create_hard_link('/', 'again');
        }),
      },
      /^a\.nwb, acquisition\/one: HDF5 cannot read it \(too many links\); left out$/m,
    ],
    'NWB with links that leave the folder': [
      {
        'a.nwb': await nwbFile((file) => {
          const group = groupOf(file, 'acquisition');
          group.create_external_link('../secret.nwb', '/acquisition/x', 'above');
          group.create_external_link('/etc/passwd', '/', 'root');
        }),
      },
      /^acquisition\/above is a link to \.\.\/secret\.nwb, outside of what was opened, and is not followed\nacquisition\/root is a link to \/etc\/passwd, outside/,
    ],
    'Open Ephys with a folder above': [
      ephys(structure(stream(1, '../../secret/'))),
      /^node\/structure\.oebin: continuous\[0\] names a folder outside the recording: \.\.\/\.\.\/secret\/; record/,
    ],

    'CSV of formulas': [{ 'a.csv': tableOf('=1+1', () => '"=cmd|\' /C touch ran\'!A0"') }],
    'CSV with HTML in names': [{ 'a.csv': tableOf('<img src=x onerror=alert(1)>', () => '<script>alert(2)</script>') }],
    'CSV with escapes of a terminal': [
      { 'a.csv': tableOf('\u001B]0;owned\u0007\u001B[2J', () => '\u001B[31mred') },
      unknown,
    ],
    'CSV with names of JavaScript': [
      {
        'a.csv': csvText([
          ['__proto__', 'constructor', 'hasOwnProperty', 'toString'],
          ...counted(rows, (i) => [i / 20, i % 7, i % 3, i % 5]),
        ]),
      },
    ],
    'CSV of 1,000,000 columns': [{ 'a.csv': `${'a,'.repeat(1_000_000)}b\n${'1,'.repeat(1_000_000)}2\n` }, unknown],
    'CSV of one line of 20 MB': [{ 'a.csv': '1'.repeat(20_000_000) }, unknown],
    'CSV of invalid UTF-8': [{ 'a.csv': Uint8Array.from({ length: 4000 }, (_, i) => 128 + ((i * 37) % 128)) }],
    'CSV of NUL bytes': [{ 'a.csv': new Uint8Array(4000) }, unknown],
    'CSV with NUL bytes between': [{ 'a.csv': tableOf().replaceAll(',', '\0,') }, unknown],
    'CSV in half a UTF-16': [
      { 'a.csv': Uint8Array.of(255, 254, ...Buffer.from(tableOf(), 'utf16le').subarray(0, 801)) },
      /^a\.csv: 1 rows have more or fewer cells than the 3 columns, the first in row \d+$/,
    ],
    'CSV of times that are no numbers': [
      {
        'a.csv': csvText([
          ['time (s)', 'F'],
          ...counted(rows, (i) => [['1e999', 'NaN', '-Infinity', '0x10'][i % 4] as string, i]),
        ]),
      },
    ],
    'CSV of line ends': [{ 'a.csv': '\r\n'.repeat(100_000) }, unknown],

    'an image as CSV': [{ 'a.csv': Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 0) }, unknown],
    'an image as NPY': [{ 'a.npy': Uint8Array.of(255, 216, 255, 224, 0, 16) }, unknown],
    'text as NWB': [{ 'a.nwb': '%PDF-1.7\n%âãÏÓ\n1 0 obj << >> endobj' }, unknown],
    'NWB of a signature alone': [
      { 'a.nwb': Uint8Array.of(137, 72, 68, 70, 13, 10, 26, 10, ...new Uint8Array(500)) },
      /^a\.nwb: .*; it may be damaged or cut off: copy it again/,
    ],
    'Parquet of its ends alone': [
      { 'a.parquet': `PAR1${'\0'.repeat(100)}PAR1` },
      /^a\.parquet: its end, which says what is inside, is not there \(108 bytes\); copy/,
    ],
    'ZIP without arrays': [{ 'a.npz': zipSync({ 'readme.txt': encoder.encode('nothing') }) }, unknown],
    'TDT index of noise': [
      { 'block/a.tsq': Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251) },
      /^block\/a\.tsq: no reader knows this format; /,
    ],
    'ppd of a list': [{ 'a.ppd': only(ppd([], words)) }, unknown],
    ...Object.fromEntries(
      ['csv', 'npy', 'npz', 'parquet', 'mat', 'ppd', 'nwb', 'h5', 'doric', 'tsq', 'oebin'].map((ending) => [
        `empty .${ending}`,
        [{ [`a.${ending}`]: '' }, /^a\.\w+: it is empty; copy it again from where it was recorded$/],
      ]),
    ),
  };
}

/** Its header is as long as it may be. */
function nestedPpd(): Uint8Array {
  const text = new TextEncoder().encode(nested('[', ']', 30_000));
  const bytes = new Uint8Array(2 + text.length + 240);
  new DataView(bytes.buffer).setUint16(0, text.length, true);
  bytes.set(text, 2);
  return bytes;
}
