import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, type Dataset, ready } from 'h5wasm/node';
import { beginNwb, groupOf, regularFrom, typed } from '../../tests/readers/hdf5-writer.ts';
import { middle, type Row } from '../measure.ts';
import { writeHour, writeTrials } from './hour.ts';

const channels = 32;
const channelRateHz = 30_000;
const bytes = 2e9;
/** Samples of all channels that are written at once. */
const slice = 1 << 17;
const slices = Math.ceil(bytes / (slice * channels * Int16Array.BYTES_PER_ELEMENT));

/** A file of 2 GB: an hour of photometry with its trials, beside the voltages of 32 electrodes. */
export async function twoGigabyteRows(root: string): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-bench-'));
  try {
    const file = join(folder, 'session.nwb');
    await writeSession(file);
    const all = Array.from({ length: 3 }, () => imported(root, file, folder));
    const of = (name: keyof Usage): number => middle(all.map((one) => one[name]));
    return [
      {
        what: `phasic import of an NWB of ${(statSync(file).size / 1e9).toFixed(2)} GB, process start to end`,
        measured: `${of('seconds').toFixed(2)} s median of ${all.length}, ${of('cpuSeconds').toFixed(2)} CPU s`,
        against: 'limit 3 s',
      },
      {
        what: 'the largest resident memory of its processes together',
        measured: `${(of('maxBytes') / 1e6).toFixed(0)} MB`,
        against: 'limit 1,000 MB',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Written to the disk slice by slice: it has no place in the memory of h5wasm. */
async function writeSession(path: string): Promise<void> {
  await ready;
  const file = new File(path, 'w');
  beginNwb(file);
  writeHour(file, 'gzip');
  writeTrials(file);
  const group = typed(groupOf(file, 'acquisition'), 'ElectricalSeries', 'ElectricalSeries');
  const data = Int16Array.from({ length: slice * channels }, (_, i) => (i * 7919) % 2003);
  group.create_dataset({
    name: 'data',
    data,
    shape: [slice, channels],
    maxshape: [null, channels],
    chunks: [1 << 13, channels],
    dtype: '<h',
  });
  const voltages = group.get('data') as Dataset;
  for (let i = 1; i < slices; i++) {
    voltages.resize([(i + 1) * slice, channels]);
    voltages.write_slice(
      [
        [i * slice, (i + 1) * slice],
        [0, channels],
      ],
      data,
    );
  }
  voltages.create_attribute('unit', 'volts');
  regularFrom(group, channelRateHz);
  file.close();
}

/** Of a program and the processes that it starts. */
interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxBytes: number;
}

/** Loaded into each process that is measured, also that which reads the file: each says at its end what it used. */
const usageScript = (folder: string): string =>
  `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(`${folder}/`)} + process.pid, JSON.stringify(process.resourceUsage())));`)}`;

function imported(root: string, file: string, folder: string): Usage {
  const usages = mkdtempSync(join(folder, 'usage-'));
  const from = performance.now();
  const done = spawnSync(
    process.execPath,
    ['--import', usageScript(usages), join(root, 'bin/phasic.cjs'), 'import', file],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (done.status !== 0) throw new Error(`phasic import ended with ${done.status}`);
  const seconds = (performance.now() - from) / 1000;
  const all = readdirSync(usages).map(
    (name) => JSON.parse(readFileSync(join(usages, name), 'utf8')) as NodeJS.ResourceUsage,
  );
  return {
    seconds,
    cpuSeconds: all.reduce((sum, { userCPUTime, systemCPUTime }) => sum + (userCPUTime + systemCPUTime) / 1e6, 0),
    maxBytes: all.reduce((sum, { maxRSS }) => sum + maxRSS * 1024, 0),
  };
}
