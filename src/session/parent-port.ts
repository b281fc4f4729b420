import { Helpers, type HelpersOptions } from './helpers/helpers.ts';
import { connectHost, type HostConnection, type HostOptions } from './host-connection.ts';
import { portChannel, type HostPort } from './port-channel.ts';

/** A message of the main process: a file that a person opened, shown in the page whose port comes along or came last. */
export type ToHost = { readonly file: string } | null;

/** Electron's interface for a utility process to receive messages from the main process. */
export interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: ToHost; readonly ports: readonly HostPort[] }) => void,
  ): unknown;
}

/**
 * Serves every page whose port the main process hands over; a reloaded page has a new one.
 * @param helping where each page gets helpers: none if absent
 */
export function servePorts(parent: ParentPort, options: HostOptions, helping?: HelpersOptions): void {
  let latest: HostConnection | undefined;
  parent.on('message', ({ data, ports }) => {
    for (const port of ports)
      latest = connectHost(portChannel(port), { ...options, helpers: helping && new Helpers(helping) });
    if (data !== null) void latest?.showFile(data.file);
  });
}
