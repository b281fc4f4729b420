import type { WebSocket } from 'ws';
import type { Channel } from '../protocol/channel.ts';
import type { HostMessage } from '../protocol/messages.ts';

/** The host's end of a WebSocket: messages as JSON text, frames as binary. */
export function socketChannel(socket: WebSocket): Channel<HostMessage, unknown> {
  // An oversized or broken frame closes the socket by itself; without a listener it would end the program too.
  socket.on('error', () => socket.terminate());
  return {
    send: (message) => socket.send(JSON.stringify(message), ignoreClosed),
    sendFrame: (frame) => socket.send(frame, ignoreClosed),
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

// What is sent while the page goes away is lost, as it should be.
const ignoreClosed = (): void => undefined;

/** Text that is not JSON is passed on as it is: the host answers that it is no message. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
