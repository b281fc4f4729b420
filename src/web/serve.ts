import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { InputError } from '../core/errors.ts';
import { builtFile } from '../install/package-root.ts';
import { openPageAssets, type PageAssets } from './page-assets.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { cookieOf, refusePage, refuseSocket, socketOrigins, urlOf, type Door, type Refusal } from './access.ts';
import { PageHosts } from './page-hosts.ts';

export interface ServeOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly runsFolder?: string | undefined;
  /** The built page; dist/renderer if absent. */
  readonly assetsFolder?: string | undefined;
  /** The built program of a page's host; dist/node/page-process.cjs if absent. */
  readonly hostFile?: string | undefined;
  /** Called for errors that are not due to input: defects of this program. */
  readonly onDefect?: (error: unknown) => void;
}

export interface Served {
  /** With the token: whoever has it can use the program, so it is only for the person at this machine. */
  readonly url: string;
  /** The processes behind the open pages, and the one for the next. */
  readonly hosts: Pick<PageHosts, 'serving' | 'waiting'>;
  /** Ends all connections. */
  close(): Promise<void>;
}

const maxPages = 16;

/**
 * Serves the app to browsers on this machine only.
 * @throws InputError if the port is in use or the page is not built
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer();
  const port = await listen(server, options.port);
  const door: Door = { port, token: randomBytes(24).toString('base64url') };
  const {
    runsFolder = defaultRunsFolder(),
    hostFile: file = builtFile('node', 'page-process.cjs'),
    onDefect = ignore,
  } = options;
  try {
    const assets = await openPageAssets(options.assetsFolder, socketOrigins(door));
    const hosts = new PageHosts({ file, runsFolder, onDefect });
    server.on('request', (request, response) => void answer(request, response, { assets, door, hosts, onDefect }));
    server.on('upgrade', (request, socket, head) => upgrade(hosts, door, { request, socket, head }));
    hosts.prepare();
    return { url: `http://127.0.0.1:${port}/?token=${door.token}`, hosts, close: () => close(server, hosts) };
  } catch (error) {
    server.close();
    throw error;
  }
}

const ignore = (): void => undefined;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function portError(error: NodeJS.ErrnoException, port: number): InputError {
  const where = `port ${port}`;
  if (error.code === 'EADDRINUSE')
    return new InputError('another program uses it already', where, 'choose another port, or 0 for any free port');
  if (error.code === 'EACCES')
    return new InputError('this user may not open it', where, 'choose a port above 1023, or 0 for any free port');
  return new InputError(`it cannot be opened (${error.code})`, where, 'choose another port, or 0 for any free port');
}

interface Site {
  readonly assets: PageAssets;
  readonly door: Door;
  readonly hosts: PageHosts;
  readonly onDefect: (error: unknown) => void;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { assets, door, hosts, onDefect }: Site,
): Promise<void> {
  const url = urlOf(request);
  const refusal = refusePage(request, url, door);
  if (refusal !== undefined) return refuse(response, refusal);
  try {
    const { pathname } = url as URL;
    const file = await assets.read(pathname, request.headers['accept-encoding']);
    if (file === undefined) return refuse(response, { status: 404, text: 'there is no such file' });
    response.writeHead(200, {
      ...file.headers,
      'content-length': file.body.length,
      // A cache keeps no token.
      ...(file.isKept ? {} : { 'set-cookie': cookieOf(door) }),
    });
    response.end(file.body);
    // The page requests its host once it has loaded its scripts.
    if (pathname === '/') hosts.prepare();
  } catch (error) {
    onDefect(error);
    response.destroy();
  }
}

function refuse(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...(status === 405 ? { allow: 'GET' } : {}),
  });
  response.end(`${text}\n`);
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function upgrade(hosts: PageHosts, door: Door, { request, socket, head }: Upgrade): void {
  socket.on('error', () => socket.destroy());
  const isFull = hosts.serving.length >= maxPages;
  const refusal = isFull
    ? { status: 503, text: `${maxPages} pages are open already` }
    : refuseSocket(request, urlOf(request), door);
  if (refusal === undefined) hosts.handOver(request, socket, head);
  else
    socket.end(
      `HTTP/1.1 ${refusal.status} Refused\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n${refusal.text}\n`,
    );
}

// Does not wait for the server's close event: it does not come if a process that received a socket has ended before.
async function close(server: Server, hosts: PageHosts): Promise<void> {
  server.close();
  server.closeAllConnections();
  await hosts.close();
}
