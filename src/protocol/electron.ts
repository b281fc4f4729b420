/** Names of the messages between Electron's main process and the preload script. */
export const askForPort = 'phasic/ask-for-port';
export const portForPage = 'phasic/port';

/** What the preload script exposes to the page as `window.phasic`. */
export interface PhasicBridge {
  /**
   * Asks for a pipe to the host. It arrives as a message event on the page's own window with the data
   * `{ phasic: 'port' }` and the MessagePort in `ports[0]`, so listen before asking.
   */
  readonly askForPort: () => void;
}
