import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { EpisodesFile, type EpisodeRows } from './episodes-file.ts';
import { heldAbove, lockFolder, removeDeadLocks, type FolderLock } from './folder-lock.ts';
import { makeFolder } from './make-folder.ts';
import {
  checkpointPattern,
  episodesName,
  manifestOf,
  manifestText,
  readManifest,
  type Manifest,
  type ControlFacts,
  type TrialFacts,
} from './manifest.ts';
import { manifestName } from './manifest-name.ts';
import { asideName, removeLeftovers, replaceFile } from './replace-file.ts';
import { savedFile, type SavedFile } from './run-files.ts';
import { endingOf } from './run-names.ts';

/** The content of a run folder. */
export interface RunRecord {
  readonly facts: TrialFacts | ControlFacts;
  /** The files that are replaced as a whole, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The table of episodes, which only grows, and the number that had ended: a run may continue during writing. */
  readonly episodes?: { readonly rows: EpisodeRows; readonly count: number };
}

/** Saves one run into its folder, once or repeatedly, while no other process writes to it. */
export class RunWriter {
  folder: string;
  private table: EpisodesFile;
  private lock: FolderLock | undefined;
  /** The last saved, or found, manifest. */
  private last: Manifest | undefined;

  private constructor(folder: string, lock: FolderLock, table: EpisodesFile, last?: Manifest) {
    this.folder = folder;
    this.lock = lock;
    this.table = table;
    this.last = last;
  }

  /**
   * For a run without a folder; it is created at the first save.
   * @param given the lock, if it is already held
   * @throws InputError if another process writes to it, or something exists there
   */
  static async fresh(folder: string, given?: FolderLock): Promise<RunWriter> {
    const lock = given ?? (await lockFolder(folder));
    try {
      await removeLeftovers(dirname(folder));
      await removeDeadLocks(dirname(folder));
      if ((await lstat(folder).catch(() => undefined)) !== undefined)
        throw new InputError('something exists there already', folder, 'move it away, or choose another runs folder');
      return new RunWriter(folder, lock, new EpisodesFile());
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * For a saved run that continues.
   * @param found its manifest, and `table` at the end of the episodes that it counts
   * @param lock if it is already held
   * @throws InputError if another process writes to it, or has since `found` was read
   */
  static async existing(folder: string, found: Manifest, table: EpisodesFile, lock?: FolderLock): Promise<RunWriter> {
    const writer = new RunWriter(folder, lock ?? (await lockFolder(folder)), table, found);
    try {
      await writer.requireUnchanged();
      await removeLeftovers(folder);
      return writer;
    } catch (error) {
      await writer.release();
      throw error;
    }
  }

  /**
   * For a finished run. It needs no lock: its folder is named after its content, so that every writer writes the same.
   * @param found the manifest of an existing one
   */
  static finished(folder: string, found?: Manifest): RunWriter {
    return new RunWriter(folder, heldAbove, new EpisodesFile(), found);
  }

  /**
   * Saves the current state of the run. The previous state stays until the new one is complete: a new folder is created
   * under a temporary name and then renamed; in an existing one the episodes are appended and files replaced, and the
   * manifest, which names their valid parts, comes last. Afterwards the folder is renamed if learning diverged.
   * @returns the files that were missing or different
   * @throws InputError if the folder cannot be written
   */
  async save(record: RunRecord): Promise<readonly string[]> {
    try {
      await this.lock?.requireHeld();
      const changed = this.last === undefined ? await this.saveFirst(record) : await this.saveInto(this.folder, record);
      const ending = endingOf(record.facts);
      if (!this.folder.endsWith(ending)) {
        await rename(this.folder, `${this.folder}${ending}`);
        this.folder += ending;
      }
      return changed;
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(
        `the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
        this.folder,
        'choose a runs folder that you may write to, with room for it',
      );
    }
  }

  /** Lets other processes write to the folder. */
  async release(): Promise<void> {
    const { lock } = this;
    this.lock = undefined;
    await lock?.release();
  }

  /** @throws InputError if another process writes to the folder, or has written to it since it was released */
  async takeAgain(): Promise<void> {
    this.lock = await lockFolder(this.folder);
    try {
      await this.requireUnchanged();
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  private async requireUnchanged(): Promise<void> {
    const now = await readManifest(this.folder);
    if (now.sha256 !== this.last?.sha256)
      throw new InputError(
        `another process has taken the run to step ${now.steps} meanwhile`,
        this.folder,
        'open it again',
      );
  }

  private async saveFirst(record: RunRecord): Promise<readonly string[]> {
    const aside = join(dirname(this.folder), asideName());
    try {
      makeFolder(aside);
      const changed = await this.saveInto(aside, record);
      await rename(aside, this.folder);
      return changed;
    } catch (error) {
      this.last = undefined;
      this.table = new EpisodesFile();
      throw error;
    } finally {
      // What cannot be removed could not be created either, and that has been reported.
      await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  private async saveInto(folder: string, { facts, files, episodes }: RunRecord): Promise<readonly string[]> {
    const saved: Record<string, SavedFile> =
      episodes === undefined
        ? {}
        : { [episodesName]: await this.table.append(join(folder, episodesName), episodes.rows, episodes.count) };
    const changed: string[] = [];
    for (const [name, bytes] of Object.entries(files)) {
      saved[name] = savedFile(bytes);
      if (await hasBytes(join(folder, name), bytes)) continue;
      await replaceFile(folder, name, bytes);
      changed.push(name);
    }
    const manifest = manifestOf(facts, saved);
    await replaceFile(folder, manifestName, manifestText(manifest));
    this.last = manifest;
    const old = (await readdir(folder)).filter((name) => checkpointPattern.test(name) && !(name in saved));
    for (const name of old) await rm(join(folder, name), { force: true });
    return changed;
  }
}

async function hasBytes(file: string, bytes: Uint8Array): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== bytes.length) return false;
  return readFile(file).then(
    (there) => there.equals(bytes),
    () => false,
  );
}
