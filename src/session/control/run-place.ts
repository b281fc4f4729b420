import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { RunWriter } from '../../storage/run-writer.ts';
import { placeFor } from './run-places.ts';
import type { ControlRun } from './start-run.ts';
import { identityOf, recordOf, type LoadedControlRun } from './control-run.ts';

/**
 * Where a page's session is saved, as often as it is asked to be: in the folder of the saved run that it goes on with, as long as it is that very run, computed alike, within
 * its plan, and nobody else has taken it further; in a folder of its own otherwise. Others may write to the folder between two saves.
 */
export class RunPlace {
  private readonly run: ControlRun;
  private readonly runsFolder: string;
  private readonly loaded: (LoadedControlRun & { readonly folder: string }) | undefined;
  private writer: RunWriter | undefined;
  /** What the folder of the writer is named after, beside the spec. */
  private named:
    | { readonly continues: ControlManifest['continues']; readonly learned: boolean; readonly isOpened: boolean }
    | undefined;
  private saving: Promise<unknown> = Promise.resolve();

  /** @param loaded the saved run that the session began as */
  constructor(run: ControlRun, runsFolder: string, loaded?: LoadedControlRun & { readonly folder: string }) {
    this.run = run;
    this.runsFolder = runsFolder;
    this.loaded = loaded;
  }

  /** Saves where the session stands. @returns the name of the folder */
  save(): Promise<string> {
    const saved = this.saving.then(() => this.saveNow());
    this.saving = saved.catch(() => undefined);
    return saved;
  }

  private async saveNow(): Promise<string> {
    const writer = (await this.sameWriter()) ?? (await this.openedWriter()) ?? (await this.newWriter());
    this.writer = writer;
    try {
      const { continues } = this.named ?? {};
      await writer.save(recordOf({ ...this.run, ...(continues === undefined ? {} : { continues }) }));
    } finally {
      await writer.release();
    }
    return basename(writer.folder);
  }

  private get learned(): boolean {
    return this.run.session.ticksWithoutLearning === 0;
  }

  /** The folder that was saved into last. */
  private async sameWriter(): Promise<RunWriter | undefined> {
    const { writer, named, learned } = this;
    if (
      writer === undefined ||
      named === undefined ||
      named.learned !== learned ||
      (named.isOpened && !this.isWithinPlan)
    )
      return undefined;
    return (await isTaken(writer.takeAgain())) ? undefined : writer;
  }

  /** The folder of the run that was opened. */
  private async openedWriter(): Promise<RunWriter | undefined> {
    const { loaded, learned } = this;
    const isIt =
      loaded !== undefined &&
      this.named === undefined &&
      learned === (loaded.manifest.stepsWithoutLearning === undefined) &&
      this.run.session.backend === loaded.manifest.backend;
    if (!isIt || !this.isWithinPlan || this.run.session.failure !== undefined) return undefined;
    this.named = { continues: this.run.continues, learned, isOpened: true };
    const opening = RunWriter.existing(loaded.folder, loaded.manifest, loaded.episodes);
    return (await isTaken(opening)) ? undefined : opening;
  }

  private newWriter(): Promise<RunWriter> {
    const { loaded, learned, run } = this;
    const continues =
      loaded === undefined ? run.continues : { run: basename(loaded.folder), steps: loaded.manifest.steps };
    this.named = { continues, learned, isOpened: false };
    return placeFor(identityOf({ ...run, ...(continues === undefined ? {} : { continues }) }), this.runsFolder, {
      again: true,
    });
  }

  private get isWithinPlan(): boolean {
    const { steps, spec } = this.run.session;
    return steps <= spec.steps;
  }
}

/** Whether somebody else has the folder, or has taken the run further. */
const isTaken = (opening: Promise<unknown>): Promise<boolean> =>
  opening.then(
    () => false,
    (error: unknown) => {
      if (error instanceof InputError) return true;
      throw error;
    },
  );
