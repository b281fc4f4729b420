import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'electron';

type Words = readonly string[];

export interface FileListeners {
  /** Called with the path of each file that a person opens with the app. */
  readonly onFile: (file: string) => void;
  /** The app was started once more: its window is to be seen. */
  readonly onAgain: () => void;
}

/**
 * Listens for files that a person opens with the app: by the words that it was started with, by starting it once more (Windows, Linux), or by an event
 * (macOS). Call it before Electron is ready: macOS tells the first file then.
 * @param words without Electron and its script
 * @returns false where this process is to end, since the app runs already and has been told
 */
export function listenForFiles(app: App, words: Words, { onFile, onAgain }: FileListeners): boolean {
  // Started from a source tree or by the command line, each has its own window: they may have different folders of runs.
  if (app.isPackaged && !app.requestSingleInstanceLock()) return false;
  app.on('open-file', (event, file) => {
    event.preventDefault();
    onFile(file);
  });
  app.on('second-instance', (_event, [, ...words], folder) => {
    onAgain();
    const file = fileIn(words, folder);
    if (file !== undefined) onFile(file);
  });
  const file = fileIn(words, process.cwd());
  if (file !== undefined) onFile(file);
  return true;
}

/** A path, or the address of a file, as desktops give them, among switches of Electron's. */
function fileIn(words: Words, folder: string): string | undefined {
  const word = words.findLast((one) => !one.startsWith('-'));
  if (word === undefined) return undefined;
  return /^file:\/\//i.test(word) ? fileURLToPath(word) : resolve(folder, word);
}
