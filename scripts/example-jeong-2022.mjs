// `node scripts/example-jeong-2022.mjs FOLDER`: makes the recorded example from public tables. FOLDER has the Tutorials of
// https://github.com/gloewing/photometry_FLMM at commit 6139fc1 (CC0-1.0): binary.csv (Photometry FLMM Guide Part I) and
// example_data.csv. Run once by hand; its results are in renderer/public/examples.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';

const to = new URL('../renderer/public/examples/', import.meta.url);
/** Samples per second, and the sample at the event, from 1: see the scripts next to the tables, e.g. Figure_4. */
const [rateHz, eventSample] = [25, 50];
/** Digits after the point: the signal is in standard deviations, its noise .5. */
const scale = 3;

/** @returns {{ names: string[], rows: string[][] }} */
function tableOf(file) {
  const lines = readFileSync(file, 'utf8').trim().replaceAll('"', '').split(/\r?\n/);
  const [names, ...rows] = lines.map((line) => line.split(','));
  return { names, rows };
}

const columnOf = ({ names, rows }, name) => rows.map((row) => row[names.indexOf(name)]);
const integers = (name, texts) => ({
  element: { name, type: 'INT32', repetition_type: 'REQUIRED' },
  column: { name, data: Int32Array.from(texts, Number), encoding: 'DELTA_BINARY_PACKED' },
});
const texts = (name, data) => ({
  element: { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  column: { name, data },
});
const decimals = (name, data) => ({
  element: { name, type: 'INT32', converted_type: 'DECIMAL', scale, precision: 9, repetition_type: 'REQUIRED' },
  column: {
    name,
    data: Float64Array.from(data, Number),
    encoding: 'DELTA_BINARY_PACKED',
  },
});

/** One column a sample, named after its time from the event in seconds. */
const windowsOf = (table) =>
  table.names
    .filter((name) => name.startsWith('photometry.'))
    .map((name, i) => decimals(`dLight ${((i + 1 - eventSample) / rateHz).toFixed(2)}`, columnOf(table, name)));

function write(name, columns) {
  const bytes = parquetWriteBuffer({
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(({ element }) => element)],
    columnData: columns.map(({ column }) => ({ ...column, statistics: false, offsetIndex: false })),
    codec: 'SNAPPY',
    createdBy: 'phasic',
  });
  writeFileSync(new URL(name, to), new Uint8Array(bytes));
  console.log(name, bytes.byteLength);
}

const folder = process.argv[2] ?? '.';
const cues = tableOf(join(folder, 'binary.csv'));
write('jeong-2022-cues.parquet', [
  texts(
    'mouse',
    columnOf(cues, 'id').map((id) => `mouse ${id}`),
  ),
  integers('session', columnOf(cues, 'session')),
  integers('trial', columnOf(cues, 'trial')),
  texts(
    'cue',
    columnOf(cues, 'cs').map((cs) => (cs === '0' ? 'CS+' : 'CS-')),
  ),
  ...windowsOf(cues),
]);
const rewards = tableOf(join(folder, 'example_data.csv'));
write('jeong-2022-rewards.parquet', [
  texts('mouse', columnOf(rewards, 'id')),
  integers('session', columnOf(rewards, 'session')),
  integers('trial', columnOf(rewards, 'trial')),
  decimals('iri', columnOf(rewards, 'iri')),
  decimals('latency', columnOf(rewards, 'lick_time')),
  integers('licks', columnOf(rewards, 'licks')),
  ...windowsOf(rewards),
]);
