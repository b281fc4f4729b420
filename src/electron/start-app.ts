import type * as Electron from 'electron';
import { openPageAssets } from '../web/page-assets.ts';
import { linkHost } from './host-link.ts';
import { lockContents, lockSession } from './locks.ts';
import { pageHandler, pageScheme, pageUrl } from './page-scheme.ts';
import { windowOptions } from './window-options.ts';

/** The parts of Electron that the app uses, passed in so that tests can watch them. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'ipcMain' | 'MessageChannelMain' | 'protocol' | 'session' | 'shell' | 'utilityProcess'
>;

export interface AppFiles {
  /** Folder of the built page. */
  readonly page: string;
  readonly preload: string;
  readonly host: string;
}

/** Opens the app. What must be done before Electron is ready is done before this function first waits. */
export async function startApp(electron: ElectronParts, files: AppFiles): Promise<void> {
  const { app, BrowserWindow, protocol, session, shell } = electron;
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, shell));
  app.on('window-all-closed', () => app.quit());
  const [assets] = await Promise.all([openPageAssets(files.page), app.whenReady()]);
  lockSession(session.defaultSession);
  protocol.handle(pageScheme.scheme, pageHandler(assets));
  linkHost(electron, files.host);
  const window = new BrowserWindow(windowOptions(files.preload));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(pageUrl);
}
