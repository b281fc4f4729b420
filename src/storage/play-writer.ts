import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { EpisodesFile, episodesName } from './episodes-file.ts';
import { lockFolder, removeDeadLocks, type FolderLock } from './folder-lock.ts';
import { makeFolder } from './make-folder.ts';
import { checkpointPattern, playFormat, playManifestName, readPlayManifest, sha256, type PlayManifest, type PlayRecord } from './play-folder.ts';
import { asideName, removeLeftovers, replaceFile } from './replace-file.ts';

/** Saves one run, time and again, into one folder that no other process writes to meanwhile. */
export class PlayWriter {
  folder: string;
  private episodes: EpisodesFile;
  private lock: FolderLock | undefined;
  /** What it saved last, or found. */
  private last: PlayManifest | undefined;

  private constructor(folder: string, lock: FolderLock, episodes: EpisodesFile, last?: PlayManifest) {
    this.folder = folder;
    this.lock = lock;
    this.episodes = episodes;
    this.last = last;
  }

  /**
   * For a run that has no folder yet; it is made when it is saved first.
   * @param given the lock, where it is held already
   * @throws InputError where another process writes to it, or something is there
   */
  static async fresh(folder: string, given?: FolderLock): Promise<PlayWriter> {
    const lock = given ?? (await lockFolder(folder));
    try {
      await removeLeftovers(dirname(folder));
      await removeDeadLocks(dirname(folder));
      if ((await lstat(folder).catch(() => undefined)) !== undefined) throw new InputError('something is there already', folder, 'move it away, or choose another runs folder');
      return new PlayWriter(folder, lock, new EpisodesFile());
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * For a run that was saved before.
   * @param found its manifest, and `episodes` at the end of those that it counts
   * @param lock where it is held already
   * @throws InputError where another process writes to it, or has since `found` was read
   */
  static async existing(folder: string, found: PlayManifest, episodes: EpisodesFile, lock?: FolderLock): Promise<PlayWriter> {
    const writer = new PlayWriter(folder, lock ?? (await lockFolder(folder)), episodes, found);
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
   * Saves where the run stands. Whatever was saved before is there until the new state is whole: the episodes are appended, then the checkpoint is
   * written beside the old one, and the manifest, which names what counts of both, takes the old one's place.
   * @throws InputError where the folder cannot be written
   */
  async save(record: PlayRecord): Promise<void> {
    try {
      await this.lock?.requireHeld();
      if (this.last === undefined) await this.saveFirst(record);
      else await this.saveInto(this.folder, record);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`the run cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`, this.folder, 'choose a runs folder that you may write to, with room for it');
    }
  }

  /** Saves a run in which learning diverged, whose folder says so in its name from then on. */
  async saveDiverged(record: PlayRecord & { readonly diverged: NonNullable<PlayRecord['diverged']> }): Promise<void> {
    await this.save(record);
    const end = `_diverged-at-step-${record.diverged.step}`;
    if (this.folder.endsWith(end)) return;
    await rename(this.folder, `${this.folder}${end}`);
    this.folder += end;
  }

  /** Lets others write to the folder. */
  async release(): Promise<void> {
    const { lock } = this;
    this.lock = undefined;
    await lock?.release();
  }

  /** @throws InputError where another process writes to the folder, or has written to it since it was released */
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
    const now = await readPlayManifest(this.folder);
    if (now.checkpoint.sha256 !== this.last?.checkpoint.sha256) throw new InputError(`another process has taken the run to step ${now.steps} meanwhile`, this.folder, 'open it again');
  }

  private async saveFirst(record: PlayRecord): Promise<void> {
    const aside = join(dirname(this.folder), asideName());
    try {
      makeFolder(aside);
      await this.saveInto(aside, record);
      await rename(aside, this.folder);
    } catch (error) {
      this.last = undefined;
      this.episodes = new EpisodesFile();
      throw error;
    } finally {
      await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  private async saveInto(folder: string, record: PlayRecord): Promise<void> {
    const { phasic, spec, versions, backend, steps, continues, stepsWithoutLearning, diverged, episodeCount, meanReturn, checkpoint } = record;
    const extent = await this.episodes.append(join(folder, episodesName), record.episodes, episodeCount);
    const file = `checkpoint-${String(diverged?.step ?? steps).padStart(12, '0')}.safetensors`;
    await replaceFile(folder, file, checkpoint);
    const manifest: PlayManifest = {
      format: playFormat,
      phasic,
      spec,
      versions,
      environment: { node: process.version, platform: process.platform, architecture: process.arch },
      backend,
      steps,
      ...(continues === undefined ? {} : { continues }),
      ...(stepsWithoutLearning === 0 ? {} : { stepsWithoutLearning }),
      ...(diverged === undefined ? {} : { diverged }),
      episodes: episodeCount,
      episodesFile: extent,
      meanReturn: Number.isNaN(meanReturn) ? null : meanReturn,
      checkpoint: { file, bytes: checkpoint.length, sha256: sha256(checkpoint) },
    };
    await replaceFile(folder, playManifestName, `${JSON.stringify(manifest, null, 2)}\n`);
    this.last = manifest;
    const old = (await readdir(folder)).filter((name) => checkpointPattern.test(name) && name !== file);
    for (const name of old) await rm(join(folder, name), { force: true });
  }
}
