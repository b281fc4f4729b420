import { Helpers, type HelpersOptions } from './helpers/helpers.ts';
import { connectHost, type HostOptions } from './host-connection.ts';
import { portChannel, type HostPort } from './port-channel.ts';

/** Electron's interface for a utility process to receive messages from the main process. */
export interface ParentPort {
  on(event: 'message', listener: (event: { readonly ports: readonly HostPort[] }) => void): unknown;
}

/**
 * Serves every page whose port the main process hands over; a reloaded page has a new one.
 * @param helping where each page gets helpers: none if absent
 */
export function servePorts(parent: ParentPort, options: HostOptions, helping?: HelpersOptions): void {
  parent.on('message', ({ ports }) => {
    for (const port of ports) connectHost(portChannel(port), { ...options, helpers: helping && new Helpers(helping) });
  });
}
