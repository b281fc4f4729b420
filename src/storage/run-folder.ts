import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { TrialSpec } from '../contracts/spec.ts';
import type { Trial } from '../contracts/trial.ts';
import { signalsToArrow, trialsToArrow, type SignalColumns } from './columns.ts';
import { agentName } from './export.ts';
import { makeFolder } from './make-folder.ts';
import { holdsPlay } from './play-folder.ts';
import { asideName, removeLeftovers, replaceFile } from './replace-file.ts';
import { columnFiles, extraFiles, manifestName, readManifest, runFormat, type ColumnFile, type ExtraFile, type Manifest } from './manifest.ts';

/** A run with what has to be known to repeat it. */
export interface RunRecord {
  /** Version of this program. */
  readonly phasic: string;
  readonly spec: TrialSpec;
  readonly versions: Readonly<Record<string, number>>;
  readonly backend: string;
  readonly hash: string;
  readonly trials: readonly Trial[];
  readonly signals: SignalColumns;
  /** Why it ended before its last trial. */
  readonly ended?: Manifest['ended'];
  /** Ids of the groups of units in units.arrow. */
  readonly units: readonly string[];
  /** Bytes of the further column files. */
  readonly extra: Readonly<Partial<Record<ExtraFile, Uint8Array>>>;
}

/** What came of saving a run. */
export interface SavedRun {
  readonly folder: string;
  /** Files that were missing or damaged in a folder that was there already, and are whole again. */
  readonly mended: readonly string[];
  /** Whether the folder was there already, with other units than these, which have taken their place. */
  readonly newUnits: boolean;
}

/**
 * Saves a run in a folder of its own below `runsFolder`, whole or not at all. A run that is there already is left as it is, but for files of it that
 * are damaged, and for units that it does not have.
 * @throws InputError where the folder cannot be written, or something else has its name
 */
export async function writeRun(run: RunRecord, runsFolder: string): Promise<SavedRun> {
  const folder = join(runsFolder, runName(run));
  try {
    makeFolder(runsFolder);
    await removeLeftovers(runsFolder);
    const there = await foundRun(folder, run.hash);
    if (there === undefined) await writeNew(run, folder);
    const newUnits = there !== undefined && run.units.some((id) => there.units?.includes(id) !== true);
    return { folder, mended: there === undefined ? [] : await mend(run, folder, there, newUnits), newUnits };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`, runsFolder, 'choose a runs folder that you may write to, with room for it');
  }
}

// The hash tells runs apart whose spec differs in a parameter alone.
function runName({ spec, hash, ended, trials }: RunRecord): string {
  const end = ended === undefined ? '' : ended.why === 'stopped' ? `_stopped-after-trial-${trials.length}` : `_diverged-at-trial-${trials.length + 1}`;
  return `${spec.world.id}_${agentName(spec)}_seed-${spec.seed}${end}_${hash.slice(0, 12)}`;
}

/** @throws InputError where something is there that is not this run */
async function foundRun(folder: string, hash: string): Promise<Manifest | undefined> {
  const there = await lstat(folder).catch(() => undefined);
  if (there === undefined) return undefined;
  const remedy = 'move it away, or choose another runs folder';
  const isRun = await lstat(join(folder, manifestName)).then((file) => file.isFile(), () => false);
  const found = await readManifest(folder).catch((error: InputError) => error);
  if (found instanceof InputError) throw new InputError(isRun ? `a damaged run is there already (${found.what})` : 'something else is there already', folder, remedy);
  if (found.hash === hash) return found;
  throw new InputError('another run is there already', folder, remedy);
}

/** Written aside and renamed: a crash in between leaves no folder that looks like a run. */
async function writeNew(run: RunRecord, folder: string): Promise<void> {
  const aside = join(dirname(folder), asideName());
  try {
    makeFolder(aside);
    const files = await filesOf(run);
    for (const [name, bytes] of files) await replaceFile(aside, name, bytes);
    await replaceFile(aside, manifestName, manifestOf(run, files));
    // Another process may have saved the same run meanwhile.
    await rename(aside, folder).catch(async (error: unknown) => {
      if ((await foundRun(folder, run.hash)) === undefined) throw error;
    });
  } finally {
    // What cannot be removed could not be made either, and that has been told.
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** @returns the files that were damaged */
async function mend(run: RunRecord, folder: string, manifest: Manifest, newUnits: boolean): Promise<readonly string[]> {
  const whole = await isWhole(folder, manifest);
  if (whole && !newUnits) return [];
  const files = await filesOf(run);
  const damaged: string[] = [];
  for (const [name, bytes] of files) {
    if (await hasBytes(join(folder, name), bytes)) continue;
    await replaceFile(folder, name, bytes);
    if (!newUnits || name !== 'units.arrow') damaged.push(name);
  }
  await replaceFile(folder, manifestName, manifestOf(run, files));
  // What was wrong may have been what the manifest says of them.
  return damaged.length === 0 && !whole ? [manifestName] : damaged;
}

const isWhole = (folder: string, manifest: Manifest): Promise<boolean> =>
  readColumns(folder, manifest).then(
    () => true,
    () => false,
  );

const hasBytes = (file: string, bytes: Uint8Array): Promise<boolean> =>
  readFile(file).then(
    (found) => found.equals(bytes),
    () => false,
  );

type RunFiles = readonly (readonly [name: ColumnFile, bytes: Uint8Array])[];

async function filesOf({ signals, trials, extra }: RunRecord): Promise<RunFiles> {
  const further = extraFiles.flatMap((name) => {
    const bytes = extra[name];
    return bytes === undefined ? [] : [[name, bytes] as const];
  });
  return [['signals.arrow', await signalsToArrow(signals)], ['trials.arrow', await trialsToArrow(trials)], ...further];
}

function manifestOf({ phasic, spec, versions, backend, hash, trials, signals, units, ended }: RunRecord, files: RunFiles): string {
  const columns = Object.fromEntries(files.map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }])) as Manifest['columns'];
  const environment = { node: process.version, platform: process.platform, architecture: process.arch };
  const manifest: Manifest = { format: runFormat, phasic, spec, versions, environment, backend, hash, trials: trials.length, steps: signals.rpe.length, ...(ended === undefined ? {} : { ended }), ...(columns['units.arrow'] === undefined ? {} : { units }), columns };
  return `${JSON.stringify(manifest, null, 2)}\n`;
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

type SavedFile = Manifest['columns']['signals.arrow'];

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
