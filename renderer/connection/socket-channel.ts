import type { Channel } from '../../src/protocol/channel.ts';
import type { ClientMessage, HostMessage } from '../../src/protocol/messages.ts';
import { NoAnswer } from './no-answer.ts';

/** The pipe to a host that serves this page: JSON as text, blocks of trials as binary. Resolves once it is open. */
export function socketChannel(url: string): Promise<Channel<ClientMessage, HostMessage>> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const channel: Channel<ClientMessage, HostMessage> = {
    send: (message) => socket.send(JSON.stringify(message)),
    sendFrame: (frame) => socket.send(frame.slice()),
    onMessage(listener) {
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string') listener(JSON.parse(data) as HostMessage);
      });
    },
    onFrame(listener) {
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof ArrayBuffer) listener(new Uint8Array(data));
      });
    },
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(channel), { once: true });
    socket.addEventListener('error', () => reject(new NoAnswer('lost connection to Phasic')), { once: true });
  });
}
