import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Spec } from '../contracts/spec.ts';
import type { Trial } from '../contracts/trial.ts';
import { signalsToArrow, trialsToArrow, type SignalColumns } from './columns.ts';
import { agentName } from './export.ts';
import { holdsPlay } from './play-folder.ts';
import { columnFiles, extraFiles, manifestName, readManifest, runFormat, type ColumnFile, type ExtraFile, type Manifest } from './manifest.ts';

/** A finished run with what has to be known to repeat it. */
export interface RunRecord {
  /** Version of this program. */
  readonly phasic: string;
  readonly spec: Spec;
  readonly versions: Readonly<Record<string, number>>;
  readonly backend: string;
  readonly hash: string;
  readonly trials: readonly Trial[];
  readonly signals: SignalColumns;
  /** Bytes of the further column files. */
  readonly extra: Readonly<Partial<Record<ExtraFile, Uint8Array>>>;
}

/**
 * Saves a run in a folder of its own below `runsFolder`, whole or not at all. A run that is there already is left as it is.
 * @returns the run's folder
 * @throws InputError where the folder cannot be written, or something else has its name
 */
export async function writeRun(run: RunRecord, runsFolder: string): Promise<string> {
  const folder = join(runsFolder, runName(run));
  if (await holdsRun(folder, run.hash)) return folder;
  // Written aside and renamed: a crash in between leaves no folder that looks like a run.
  const aside = join(runsFolder, `.${randomUUID()}.part`);
  try {
    await mkdir(aside, { recursive: true });
    await writeParts(run, aside);
    await moveInto(folder, aside, run.hash);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`, runsFolder, 'choose a runs folder that you may write to, with room for it');
  } finally {
    // What cannot be removed could not be made either, and that has been told.
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  }
  return folder;
}

// The hash tells runs apart whose spec differs in a parameter alone.
function runName({ spec, hash }: RunRecord): string {
  return `${spec.paradigm.id}_${agentName(spec)}_seed-${spec.seed}_${hash.slice(0, 12)}`;
}

/** @throws InputError where something is there that is not this run */
async function holdsRun(folder: string, hash: string): Promise<boolean> {
  const there = await lstat(folder).catch(() => undefined);
  if (there === undefined) return false;
  const found = await readManifest(folder).catch(() => undefined);
  if (found?.hash === hash) return true;
  throw new InputError('something else is there already', folder, 'move it away, or choose another runs folder');
}

async function writeParts(run: RunRecord, folder: string): Promise<void> {
  const { phasic, spec, versions, backend, hash, trials, signals, extra } = run;
  const columns: Manifest['columns'] = {
    'signals.arrow': await writeColumns(folder, 'signals.arrow', await signalsToArrow(signals)),
    'trials.arrow': await writeColumns(folder, 'trials.arrow', await trialsToArrow(trials)),
  };
  for (const name of extraFiles) {
    const bytes = extra[name];
    if (bytes !== undefined) columns[name] = await writeColumns(folder, name, bytes);
  }
  const environment = { node: process.version, platform: process.platform, architecture: process.arch };
  const manifest: Manifest = { format: runFormat, phasic, spec, versions, environment, backend, hash, trials: trials.length, steps: signals.rpe.length, columns };
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', flush: true });
}

type SavedFile = Manifest['columns']['signals.arrow'];

async function writeColumns(folder: string, name: ColumnFile, bytes: Uint8Array): Promise<SavedFile> {
  await writeFile(join(folder, name), bytes, { flag: 'wx', flush: true });
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

async function moveInto(folder: string, aside: string, hash: string): Promise<void> {
  try {
    await rename(aside, folder);
  } catch (error) {
    // Another process may have saved the same run meanwhile.
    if (!(await holdsRun(folder, hash))) throw error;
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The bytes of a run's columns, checked against the manifest.
 * @throws InputError naming the file that is missing, cut short or changed
 */
export async function readColumns(folder: string, { columns }: Manifest): Promise<SavedColumns> {
  const saved = [...columnFiles, ...extraFiles].flatMap((name) => {
    const file = columns[name];
    return file === undefined ? [] : [{ name, file }];
  });
  const read = await Promise.all(saved.map(async ({ name, file }) => [name, await readColumn(join(folder, name), file)] as const));
  return Object.fromEntries(read) as SavedColumns;
}

/** The bytes of each column file of a run. */
export type SavedColumns = Readonly<Record<(typeof columnFiles)[number], Uint8Array> & Partial<Record<ExtraFile, Uint8Array>>>;

const damaged = 'restore the file, or run the spec again and save it elsewhere';

async function readColumn(file: string, expected: SavedFile): Promise<Uint8Array> {
  const size = await lstat(file).then((stat) => stat.size, () => undefined);
  if (size === undefined) throw new InputError('the column file is missing', file, damaged);
  // Compared before it is read, so that no file can be larger than what the manifest owns up to.
  if (size !== expected.bytes) throw new InputError(`the column file has ${size} bytes, the manifest says ${expected.bytes}`, file, damaged);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`the column file cannot be read (${error.code})`, file, 'check that you may read it');
  });
  if (sha256(bytes) !== expected.sha256) throw new InputError('the bytes are not those that were saved (SHA-256 differs)', file, damaged);
  return bytes;
}

export interface RunEntry {
  /** Name of the run's folder. */
  readonly run: string;
  readonly manifest: Manifest;
}

/** The runs of experiments in a folder, by name; what is damaged is told apart. A folder that does not exist has none. */
export async function listRuns(runsFolder: string): Promise<{ readonly runs: readonly RunEntry[]; readonly damaged: readonly InputError[] }> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const runs: RunEntry[] = [];
  const damaged: InputError[] = [];
  for (const run of names.sort()) {
    if (await holdsPlay(join(runsFolder, run))) continue;
    try {
      runs.push({ run, manifest: await readManifest(join(runsFolder, run)) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push(error);
    }
  }
  return { runs, damaged };
}
