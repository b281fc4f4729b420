import type { WebSocket } from 'ws';
import type { Channel, Flow } from '../protocol/channel.ts';
import type { HostMessage } from '../protocol/messages.ts';

/** The host's end of a WebSocket: messages as JSON text, frames as binary. */
export function socketChannel(socket: WebSocket): Channel<HostMessage, unknown> {
  const flow = new SocketFlow(socket);
  // An oversized or invalid frame closes the socket; without a listener it would also end the program.
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

/** Above this backlog a page must read before more is sent to it. The largest answers have about a megabyte. */
const maxWaitingBytes = 4 << 20;

/**
 * The backlog: data sent to a page and not yet received. While it is too large the page is not read from either: its
 * requests wait in its own socket.
 */
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
    // Data sent while the page closes is lost, as intended.
    this.socket.send(data, () => this.taken());
    if (this.isFull) this.socket.pause();
  }

  private taken(): void {
    if (this.isFull || !this.socket.isPaused) return;
    this.socket.resume();
    for (const listener of this.listeners) listener();
  }
}

/** Text that is not JSON is passed on unchanged: the host answers that it is not a message. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
