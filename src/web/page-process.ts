// Entry of the process that serves one page: it receives the page's socket, and ends with it.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebSocketServer, type WebSocket } from 'ws';
import { catalogue } from '../engine/catalogue.ts';
import { defaultBenchFolder } from '../jobs/bench/bench-store.ts';
import { Helpers } from '../session/helpers/helpers.ts';
import { connectHost, type HostConnection } from '../session/host-connection.ts';
import type { FromPageHost, HandedUpgrade, ToPageHost } from './page-hosts.ts';
import { socketChannel } from './socket-channel.ts';
import { defaultConsentFile } from '../own-parts/consent.ts';
import { PartsDesk } from '../own-parts/desk.ts';
import { loadAll } from '../engine/registry.ts';
import { ownParts } from '../own-parts/load.ts';
import { consentVariable } from '../own-parts/parts-variable.ts';
import { isThisMachine } from './access.ts';

/** A spec may have a megabyte; its message is little larger. */
const maxMessageBytes = 1 << 20;

const consentFile = defaultConsentFile();
// For the processes and threads of this one too.
process.env[consentVariable] = consentFile;
const [runsFolder] = process.argv.slice(2);
if (runsFolder === undefined || process.send === undefined)
  throw new Error('this file is started by phasic serve, not by itself');

const folders = { runsFolder, benchFolder: defaultBenchFolder() };
// Built next to this file.
const file = fileURLToPath(new URL('helper-process.cjs', import.meta.url));
const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
let page: { readonly upgrade: HandedUpgrade; readonly socket: Duplex } | undefined;

// What is broken in a folder that the user named was told by the process that they started.
void loadAll().then(ownParts).then(listen);

function listen(): void {
  process.on('message', (message: ToPageHost, socket?: Duplex) => {
    if (!('upgrade' in message)) begin();
    // The page may have closed before its socket arrives.
    else if (socket === undefined) process.exit();
    else page = { upgrade: message.upgrade, socket };
  });
  // The server handles Ctrl-C; it then closes its hosts.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => (page === undefined ? process.exit() : page.socket.destroy()));
  // The page's first request, answered while the page is still loading.
  catalogue();
}

function begin(): void {
  if (page === undefined) return;
  const { upgrade, socket } = page;
  // Read now: a closed socket has none.
  const { remoteAddress } = socket as Socket;
  let host: HostConnection | undefined;
  socket.on('close', () => void end(host));
  const request = { method: 'GET', headers: upgrade.headers } as IncomingMessage;
  sockets.handleUpgrade(request, socket, Buffer.from(upgrade.head, 'base64'), (opened) => {
    host = connectHost(socketChannel(opened), {
      ...folders,
      helpers: new Helpers({ ...folders, file }),
      // The page's own address was checked by the process that handed it over.
      partsDesk: isThisMachine(remoteAddress) ? new PartsDesk(consentFile, () => startAgain(opened)) : undefined,
      onDefect: tell,
    });
  });
}

/** The page connects again, to a process that has the parts that it agreed to. */
function startAgain(page: WebSocket): void {
  const renewed: FromPageHost = { renew: true };
  process.send?.(renewed, () => page.close());
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
