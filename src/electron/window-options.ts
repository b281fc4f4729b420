import type { BrowserWindowConstructorOptions } from 'electron';

/** The window, with every door to the machine shut: the page has what the preload script gives it, and nothing else. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Phasic',
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 480,
    autoHideMenuBar: true,
    // Shown when there is something to see, so that no white window flashes up.
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
