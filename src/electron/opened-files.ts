import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'electron';

type Words = readonly string[];

export interface FileListeners {
  /** Called with the path of each file that a person opens with the app. */
  readonly onFile: (file: string) => void;
  /** The app was started again: its window comes to the front. */
  readonly onAgain: () => void;
}

/**
 * Listens for files that are opened with the app: by command-line arguments, by a second start (Windows, Linux), or by
 * an event (macOS). Must be called before Electron is ready, because macOS sends the first file then.
 * @param words arguments, without Electron and its script
 * @returns false if this process must end, because the app already runs and has been notified
 */
export function listenForFiles(app: App, words: Words, { onFile, onAgain }: FileListeners): boolean {
  // If started from a source tree or by the command line, each process has its own window: the runs folders may differ.
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

/** A path, or a file URL, as desktops pass them, among Electron's own switches. */
function fileIn(words: Words, folder: string): string | undefined {
  const word = words.findLast((one) => !one.startsWith('-'));
  if (word === undefined) return undefined;
  return /^file:\/\//i.test(word) ? fileURLToPath(word) : resolve(folder, word);
}
