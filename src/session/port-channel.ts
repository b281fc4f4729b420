import type { Channel } from '../protocol/channel.ts';
import type { HostMessage } from '../protocol/messages.ts';

/**
 * The host's end of a port: the interface common to Electron's MessagePortMain and Node's MessagePort (through a small
 * shim).
 */
export interface HostPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * Messages as objects, frames as byte arrays. Both are copied: a buffer in a transfer list arrives empty in another
 * Electron process (electron#34905, #37565).
 */
export function portChannel(port: HostPort): Channel<HostMessage, unknown> {
  return {
    send: (message) => port.postMessage(message),
    sendFrame: (frame) => port.postMessage(frame),
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (!(data instanceof Uint8Array)) listener(data);
      });
      port.start();
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (data instanceof Uint8Array) listener(data);
      });
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
