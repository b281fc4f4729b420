// Entry of a process that computes in a host's place what would make a page's other requests wait. It answers the same
// messages, and ends with the process that has started it.
import { connectHost } from '../host-connection.ts';
import { portChannel, type HostPort } from '../port-channel.ts';
import type { ToHelper } from './helper.ts';

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

const host = connectHost(portChannel(parent), {
  runsFolder,
  benchFolder,
  onDefect: (error) => process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`),
});
process.on('message', (message: ToHelper) => {
  if ('countFrom' in message) host.countFrom(message.countFrom);
});
// Ctrl-C is the server's to answer.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
