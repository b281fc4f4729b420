import type { WebSocket } from 'ws';
import type { Channel, Flow } from '../protocol/channel.ts';
import type { HostMessage } from '../protocol/messages.ts';

/** The host's end of a WebSocket: messages as JSON text, frames as binary. */
export function socketChannel(socket: WebSocket): Channel<HostMessage, unknown> {
  const flow = new SocketFlow(socket);
  // An oversized or broken frame closes the socket by itself; without a listener it would end the program too.
  socket.on('error', () => socket.terminate());
  return {
    flow,
    send: (message) => flow.send(JSON.stringify(message)),
    sendFrame: (frame) => flow.send(frame),
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        if (!isBinary) listener(parsed((data as Buffer).toString('utf8')));
      });
    },
    onFrame(listener) {
      socket.on('message', (data, isBinary) => {
        if (isBinary) listener(data as Uint8Array);
      });
    },
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  };
}

/** Beyond this a page has to read before more is made for it. The largest answers have about a megabyte. */
const maxWaitingBytes = 4 << 20;

/** What a page was sent and has not taken yet. While it is too much the page is not read from either: its requests wait in its own socket. */
class SocketFlow implements Flow {
  private readonly socket: WebSocket;
  private readonly listeners: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
  }

  get isFull(): boolean {
    return this.socket.bufferedAmount > maxWaitingBytes;
  }

  onRoom(listener: () => void): void {
    this.listeners.push(listener);
  }

  send(data: string | Uint8Array): void {
    // What is sent while the page goes away is lost, as it should be.
    this.socket.send(data, () => this.taken());
    if (this.isFull) this.socket.pause();
  }

  private taken(): void {
    if (this.isFull || !this.socket.isPaused) return;
    this.socket.resume();
    for (const listener of this.listeners) listener();
  }
}

/** Text that is not JSON is passed on as it is: the host answers that it is no message. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
