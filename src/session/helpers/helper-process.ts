// Entry of a process that does the long computations of a host, so that a page's other requests need not wait. It
// answers the same messages, and ends with its parent process.
import { connectHost } from '../host-connection.ts';
import { portChannel, type HostPort } from '../port-channel.ts';
import type { ToHelper } from './helper.ts';
import { loadAll } from '../../engine/registry.ts';
import { ownParts } from '../../own-parts/load.ts';

const [runsFolder, benchFolder] = process.argv.slice(2);
if (runsFolder === undefined || benchFolder === undefined || process.send === undefined)
  throw new Error('this file is started by a host, not by itself');

const parent: HostPort = {
  postMessage: (message) => void (process.connected && process.send?.(message)),
  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
    if (event === 'message') process.on('message', (data: ToHelper) => 'countFrom' in data || listener({ data }));
  },
  start: () => undefined,
  close: () => process.exit(),
};

const folders = {
  runsFolder,
  benchFolder,
  onDefect: (error: unknown) => process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`),
};
// What is broken was told by the process that the user started.
void loadAll().then(ownParts).then(listen);

function listen(): void {
  const host = connectHost(portChannel(parent), folders);
  process.on('message', (message: ToHelper) => {
    if ('countFrom' in message) host.countFrom(message.countFrom);
  });
  // The server handles Ctrl-C.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
}
