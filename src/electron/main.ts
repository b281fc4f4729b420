// Entry of Electron's main process: as little as possible, everything else can be tested without Electron.
import { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, session, shell, utilityProcess } from 'electron';
import { builtFile, outsideArchive } from '../install/package-root.ts';
import { startApp } from './start-app.ts';

const files = {
  page: builtFile('renderer'),
  // Set by `electron-vite dev`.
  pageServer: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'],
  preload: builtFile('node', 'preload.cjs'),
  host: outsideArchive(builtFile('node', 'host-process.cjs')),
};
const electron = { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, session, shell, utilityProcess };

startApp(electron, files, process.argv.slice(app.isPackaged ? 1 : 2)).catch((error: unknown) => {
  process.stderr.write(`phasic: ${error instanceof Error ? error.message : String(error)}\n`);
  app.exit(1);
});
