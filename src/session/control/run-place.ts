import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { RunWriter } from '../../storage/run-writer.ts';
import { placeFor } from './run-places.ts';
import type { ControlRun } from './start-run.ts';
import { identityOf, recordOf, type LoadedControlRun } from './control-run.ts';

/**
 * Where a page's session is saved, on each request: in the folder of the saved run that it continues, as long as it is
 * the same run with the same backend, within its plan, and nobody else has continued it; otherwise in a new folder.
 * Others may write to the folder between two saves.
 */
export class RunPlace {
  private readonly run: ControlRun;
  private readonly runsFolder: string;
  private readonly loaded: (LoadedControlRun & { readonly folder: string }) | undefined;
  private writer: RunWriter | undefined;
  /** The part of the folder's name in addition to the spec. */
  private named:
    | { readonly continues: ControlManifest['continues']; readonly learned: boolean; readonly isOpened: boolean }
    | undefined;
  private saving: Promise<unknown> = Promise.resolve();

  /** @param loaded the saved run that the session started from */
  constructor(run: ControlRun, runsFolder: string, loaded?: LoadedControlRun & { readonly folder: string }) {
    this.run = run;
    this.runsFolder = runsFolder;
    this.loaded = loaded;
  }

  /** Saves the current state. @returns the name of the folder */
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

  /** The folder of the last save. */
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

  /** The folder of the opened run. */
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

/** Whether another process holds the folder, or has continued the run. */
const isTaken = (opening: Promise<unknown>): Promise<boolean> =>
  opening.then(
    () => false,
    (error: unknown) => {
      if (error instanceof InputError) return true;
      throw error;
    },
  );
