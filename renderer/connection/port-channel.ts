import type { Channel } from '../../src/protocol/channel.ts';
import type { ClientMessage, HostMessage } from '../../src/protocol/messages.ts';

/** The pipe to the host started by Electron: messages as objects, blocks of trials as byte arrays. */
export function portChannel(port: MessagePort): Channel<ClientMessage, HostMessage> {
  port.start();
  return {
    send: (message) => port.postMessage(message),
    sendFrame: (frame) => port.postMessage(frame),
    onMessage(listener) {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (!(data instanceof Uint8Array)) listener(data as HostMessage);
      });
    },
    onFrame(listener) {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof Uint8Array) listener(data);
      });
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}
