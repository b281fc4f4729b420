import { Helpers, type HelpersOptions } from './helpers/helpers.ts';
import { connectHost, type HostOptions } from './host-connection.ts';
import { portChannel, type HostPort } from './port-channel.ts';

/** What Electron gives a utility process to hear from the main process. */
export interface ParentPort {
  on(event: 'message', listener: (event: { readonly ports: readonly HostPort[] }) => void): unknown;
}

/**
 * Serves every page whose port the main process hands over; a page that is reloaded comes with a new one.
 * @param helping where each page has helpers: none when absent
 */
export function servePorts(parent: ParentPort, options: HostOptions, helping?: HelpersOptions): void {
  parent.on('message', ({ ports }) => {
    for (const port of ports) connectHost(portChannel(port), { ...options, helpers: helping && new Helpers(helping) });
  });
}
