import type { BrowserWindowConstructorOptions } from 'electron';

/** The window, without access to the machine: the page only has what the preload script exposes. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Phasic',
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 480,
    autoHideMenuBar: true,
    // Displayed once there is content, so that no white window flashes up.
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}
