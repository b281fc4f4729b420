import type { OpenedFile } from '../data/protocol.ts';
import { appState } from './app-state.ts';
import { lineOf } from './experiment.ts';

/** Hands over chosen or dropped files; what hinders that is told. */
export async function gathered(
  gather: () => readonly OpenedFile[] | Promise<readonly OpenedFile[]>,
  use: (files: readonly OpenedFile[]) => Promise<void>,
): Promise<void> {
  let files: readonly OpenedFile[];
  try {
    files = await gather();
  } catch (error) {
    appState.set({ error: lineOf(error) });
    return;
  }
  await use(files);
}
