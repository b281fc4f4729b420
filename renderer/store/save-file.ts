import { download, type SavedFile } from '../plots/download.ts';
import { appState } from './app-state.ts';
import { lineOf } from './experiment.ts';
import { Stopped } from './long-work.ts';

/** Offers a file, and says which one, or why there is none. */
export async function saveFile(fileOf: () => SavedFile | Promise<SavedFile>): Promise<void> {
  await saying(async () => `saved ${download(await fileOf()).join(' and ')}`);
}

/** Says what was saved, or why nothing was. @param save gives the sentence, if there is one */
export async function saying(save: () => Promise<string | undefined>): Promise<void> {
  try {
    const notice = await save();
    if (notice !== undefined) appState.set({ notice });
  } catch (error) {
    appState.set(error instanceof Stopped ? { notice: 'Stopped. Nothing was saved.' } : { error: lineOf(error) });
  }
}
