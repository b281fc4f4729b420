import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { InputError } from '../core/errors.ts';
import { connectHost, type HostOptions } from '../host/host-connection.ts';
import { openPageAssets, type PageAssets } from '../host/page-assets.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { cookieOf, refusePage, refuseSocket, socketOrigins, urlOf, type Door, type Refusal } from './access.ts';
import { socketChannel } from './socket-channel.ts';

export interface ServeOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly runsFolder?: string | undefined;
  /** The built page; dist/renderer when absent. */
  readonly assetsFolder?: string | undefined;
  readonly onDefect?: HostOptions['onDefect'];
}

export interface Served {
  /** With the token: whoever has it can use the program, so it is for the person at this machine. */
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** A spec may have a megabyte; its message has little more. */
const maxMessageBytes = 1 << 20;
const maxSockets = 16;

/**
 * Serves the app to browsers on this machine, and to no other.
 * @throws InputError where the port is taken or the page is not built
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer();
  const port = await listen(server, options.port);
  const door: Door = { port, token: randomBytes(24).toString('base64url') };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  try {
    const assets = await openPageAssets(options.assetsFolder, socketOrigins(door));
    server.on('request', (request, response) => void answer(request, response, assets, door, options));
  } catch (error) {
    server.close();
    throw error;
  }
  const host: HostOptions = { runsFolder: options.runsFolder ?? defaultRunsFolder(), ...(options.onDefect === undefined ? {} : { onDefect: options.onDefect }) };
  server.on('upgrade', (request, socket, head) => upgrade(sockets, door, host, { request, socket, head }));
  return { url: `http://127.0.0.1:${port}/?token=${door.token}`, close: () => close(server, sockets) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function portError(error: NodeJS.ErrnoException, port: number): InputError {
  const where = `port ${port}`;
  if (error.code === 'EADDRINUSE') return new InputError('another program uses it already', where, 'choose another port, or 0 for any that is free');
  if (error.code === 'EACCES') return new InputError('this user may not open it', where, 'choose a port above 1023, or 0 for any that is free');
  return new InputError(`it cannot be opened (${error.code})`, where, 'choose another port, or 0 for any that is free');
}

async function answer(request: IncomingMessage, response: ServerResponse, assets: PageAssets, door: Door, options: ServeOptions): Promise<void> {
  const url = urlOf(request);
  const refusal = refusePage(request, url, door);
  if (refusal !== undefined) return refuse(response, refusal);
  try {
    const file = await assets.read((url as URL).pathname);
    if (file === undefined) return refuse(response, { status: 404, text: 'there is no such file' });
    response.writeHead(200, { ...file.headers, 'content-length': file.body.length, 'set-cookie': cookieOf(door) });
    response.end(file.body);
  } catch (error) {
    options.onDefect?.(error);
    response.destroy();
  }
}

function refuse(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', connection: 'close', ...(status === 405 ? { allow: 'GET' } : {}) });
  response.end(`${text}\n`);
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function upgrade(sockets: WebSocketServer, door: Door, host: HostOptions, { request, socket, head }: Upgrade): void {
  socket.on('error', () => socket.destroy());
  const isFull = sockets.clients.size >= maxSockets;
  const refusal = isFull ? { status: 503, text: `${maxSockets} pages are open already` } : refuseSocket(request, urlOf(request), door);
  if (refusal === undefined) {
    sockets.handleUpgrade(request, socket, head, (opened) => connectHost(socketChannel(opened), host));
    return;
  }
  socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n${refusal.text}\n`);
}

function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
