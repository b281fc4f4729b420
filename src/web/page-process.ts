// Entry of the process that serves one page: it receives the page's socket, and ends with it.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { catalogue } from '../engine/catalogue.ts';
import { defaultBenchFolder } from '../jobs/bench/bench-store.ts';
import { Helpers } from '../session/helpers/helpers.ts';
import { connectHost, type HostConnection } from '../session/host-connection.ts';
import type { FromPageHost, HandedUpgrade, ToPageHost } from './page-hosts.ts';
import { socketChannel } from './socket-channel.ts';
import { ownParts } from '../own-parts/load.ts';

/** A spec may have a megabyte; its message is little larger. */
const maxMessageBytes = 1 << 20;

// What is broken was told by the process that the user started.
await ownParts();

const [runsFolder] = process.argv.slice(2);
if (runsFolder === undefined || process.send === undefined)
  throw new Error('this file is started by phasic serve, not by itself');

const folders = { runsFolder, benchFolder: defaultBenchFolder() };
// Built next to this file.
const file = fileURLToPath(new URL('helper-process.js', import.meta.url));
const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
let page: { readonly upgrade: HandedUpgrade; readonly socket: Duplex } | undefined;

process.on('message', (message: ToPageHost, socket?: Duplex) => {
  if (!('upgrade' in message)) begin();
  // The page may have closed before its socket arrives.
  else if (socket === undefined) process.exit();
  else page = { upgrade: message.upgrade, socket };
});
// The server handles Ctrl-C; it then closes its hosts.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => (page === undefined ? process.exit() : page.socket.destroy()));

function begin(): void {
  if (page === undefined) return;
  const { upgrade, socket } = page;
  let host: HostConnection | undefined;
  socket.on('close', () => void end(host));
  const request = { method: 'GET', headers: upgrade.headers } as IncomingMessage;
  sockets.handleUpgrade(request, socket, Buffer.from(upgrade.head, 'base64'), (opened) => {
    host = connectHost(socketChannel(opened), {
      ...folders,
      helpers: new Helpers({ ...folders, file }),
      onDefect: tell,
    });
  });
}

/** A save in progress is finished. */
async function end(host: HostConnection | undefined): Promise<void> {
  await host?.settled();
  process.exit();
}

function tell(error: unknown): void {
  const told: FromPageHost = { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  if (process.connected) process.send?.(told);
}

// The page's first request, answered while the page is still loading.
catalogue();
