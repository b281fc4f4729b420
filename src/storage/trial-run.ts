import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Trial } from '../contracts/trial.ts';
import { isEarlierSignals, signalsToArrow, trialsToArrow, type StepColumns } from './columns.ts';
import {
  columnFiles,
  extraFiles,
  isControlManifest,
  readClaims,
  type ColumnFile,
  type ExtraFile,
  type TrialFacts,
  type TrialManifest,
} from './manifest.ts';
import { manifestName } from './manifest-name.ts';
import { removeLeftovers } from './replace-file.ts';
import { readSaved } from './run-files.ts';
import { endingOf, runName } from './run-names.ts';
import { RunWriter, type RunRecord } from './run-writer.ts';

/** A run in a paradigm with everything needed to repeat it. */
export interface TrialRun {
  readonly facts: Omit<TrialFacts, 'trials' | 'steps'>;
  readonly trials: readonly Trial[];
  readonly signals: StepColumns;
  /** Bytes of the additional column files. */
  readonly extra: Readonly<Partial<Record<ExtraFile, Uint8Array>>>;
}

/** The result of saving a run. */
export interface SavedRun {
  readonly folder: string;
  /** Files that were missing or damaged in an existing folder, and are restored. */
  readonly mended: readonly string[];
  /** Whether the folder existed with other units, which these have replaced. */
  readonly newUnits: boolean;
}

/**
 * Saves a run in its own folder below `runsFolder`, atomically. An existing run is left unchanged, except for damaged
 * files, missing units, and columns that an earlier version of the program did not write.
 * @throws InputError if the folder cannot be written, or something else has its name
 */
export async function writeTrialRun(run: TrialRun, runsFolder: string): Promise<SavedRun> {
  const facts: TrialFacts = { ...run.facts, trials: run.trials.length, steps: run.signals.rpe.length };
  const folder = join(runsFolder, `${runName(facts.spec, facts.hash)}${endingOf(facts)}`);
  await removeLeftovers(runsFolder);
  const there = await foundRun(folder, facts.hash);
  if (there === undefined) {
    await RunWriter.finished(folder)
      .save(await recordOf(run, facts))
      .catch(async (error: unknown) => {
        // Another process may have saved the same run meanwhile.
        if ((await foundRun(folder, facts.hash)) === undefined) throw error;
      });
    return { folder, mended: [], newUnits: false };
  }
  const { manifest, isWhole } = there;
  const newUnits = (facts.units ?? []).some((id) => manifest.units?.includes(id) !== true);
  const isEarlier =
    isWhole &&
    (await isEarlierSignals(await readSaved(join(folder, 'signals.arrow'), manifest.files['signals.arrow'])));
  if (isWhole && !newUnits && !isEarlier) return { folder, mended: [], newUnits };
  const changed = await RunWriter.finished(folder, manifest).save(await recordOf(run, facts));
  const mended = changed.filter(
    (name) => !(newUnits && name === 'units.arrow') && !(isEarlier && name === 'signals.arrow'),
  );
  // The fault may have been in the manifest itself.
  return { folder, mended: mended.length === 0 && !isWhole ? [manifestName] : mended, newUnits };
}

interface FoundRun {
  readonly manifest: TrialManifest;
  /** Whether it and all files that it names are intact. */
  readonly isWhole: boolean;
}

/** @throws InputError if something other than this run exists there */
async function foundRun(folder: string, hash: string): Promise<FoundRun | undefined> {
  const there = await lstat(folder).catch(() => undefined);
  if (there === undefined) return undefined;
  const remedy = 'move it away, or choose another runs folder';
  const isRun = await lstat(join(folder, manifestName)).then(
    (file) => file.isFile(),
    () => false,
  );
  const found = await readClaims(folder).catch((error: InputError) => error);
  if (found instanceof InputError)
    throw new InputError(
      isRun ? `a damaged run exists already (${found.what})` : 'something else exists already',
      folder,
      remedy,
    );
  const { manifest } = found;
  if (isControlManifest(manifest) || manifest.hash !== hash)
    throw new InputError('another run exists already', folder, remedy);
  return { manifest, isWhole: found.isWhole && (await hasAll(folder, manifest)) };
}

const hasAll = (folder: string, manifest: TrialManifest): Promise<boolean> =>
  readColumns(folder, manifest).then(
    () => true,
    () => false,
  );

const recordOf = async ({ trials, signals, extra }: TrialRun, facts: TrialFacts): Promise<RunRecord> => ({
  facts,
  files: { 'signals.arrow': await signalsToArrow(signals), 'trials.arrow': await trialsToArrow(trials), ...extra },
});

/** The bytes of each column file of a run. */
export type SavedColumns = Readonly<
  Record<(typeof columnFiles)[number], Uint8Array> & Partial<Record<ExtraFile, Uint8Array>>
>;

/**
 * The bytes of a run's columns, checked against the manifest.
 * @throws InputError naming the file that is missing, truncated or changed
 */
export async function readColumns(folder: string, { files }: TrialManifest): Promise<SavedColumns> {
  const saved = [...columnFiles, ...extraFiles].flatMap((name: ColumnFile) => {
    const file = files[name];
    return file === undefined ? [] : [{ name, file }];
  });
  const read = await Promise.all(
    saved.map(async ({ name, file }) => [name, await readSaved(join(folder, name), file)] as const),
  );
  return Object.fromEntries(read) as SavedColumns;
}
