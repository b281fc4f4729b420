import type * as Electron from 'electron';
import type { BrowserWindow } from 'electron';
import { openPageAssets } from '../web/page-assets.ts';
import { linkHost } from './host-link.ts';
import { listenForFiles } from './opened-files.ts';
import { lockContents, lockSession } from './locks.ts';
import { fromFiles, fromServer, pageScheme, pageUrl } from './page-scheme.ts';
import { windowOptions } from './window-options.ts';

/** The parts of Electron that the app uses, passed in so that tests can watch them. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'ipcMain' | 'MessageChannelMain' | 'protocol' | 'session' | 'shell' | 'utilityProcess'
>;

export interface AppFiles {
  /** Folder of the built page. */
  readonly page: string;
  /** Address of the development server of the page. */
  readonly pageServer?: string | undefined;
  readonly preload: string;
  readonly host: string;
}

/**
 * Opens the app. Everything that must be done before Electron is ready is done before this function first waits.
 * @param words command-line arguments, without Electron and its script; they may name a file to open
 */
export async function startApp(electron: ElectronParts, files: AppFiles, words: readonly string[]): Promise<void> {
  const { app, BrowserWindow, protocol, session, shell } = electron;
  const windows: BrowserWindow[] = [];
  const host = linkHost(electron, files.host);
  const isFirst = listenForFiles(app, words, {
    onFile: (file) => host.show(file),
    onAgain: () => windows.forEach(comeForward),
  });
  if (!isFirst) return app.quit();
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, shell));
  app.on('window-all-closed', () => app.quit());
  const { page, pageServer } = files;
  const [answer] = await Promise.all([
    pageServer === undefined ? openPageAssets(page).then(fromFiles) : fromServer(pageServer),
    app.whenReady(),
  ]);
  lockSession(session.defaultSession);
  protocol.handle(pageScheme.scheme, answer);
  const window = new BrowserWindow(windowOptions(files.preload));
  windows.push(window);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(pageUrl);
}

function comeForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
