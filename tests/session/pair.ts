import type { Channel } from '../../src/protocol/channel.ts';
import type { ClientMessage, HostMessage } from '../../src/protocol/messages.ts';

interface Ends {
  readonly host: Channel<HostMessage, unknown>;
  readonly face: Channel<ClientMessage, HostMessage>;
  /** Sends an arbitrary message to the host. */
  readonly inject: (message: unknown) => void;
}

/** Two ends of a pipe in one process. Messages are copied, as between two processes, and arrive in order. */
export function pair(): Ends {
  const toHost = listeners<unknown>();
  const toFace = listeners<HostMessage>();
  const closing = new Set<() => void>();
  const close = (): void => {
    for (const listener of closing) listener();
  };
  const end = <Out, In>(out: Wire<unknown>, into: Wire<In>): Channel<Out, In> => ({
    send: (message) => out.message(structuredClone(message)),
    sendFrame: (frame) => out.frame(structuredClone(frame)),
    onMessage: (listener) => void into.messages.add(listener),
    onFrame: (listener) => void into.frames.add(listener),
    onClose: (listener) => void closing.add(listener),
    close,
  });
  return {
    host: end<HostMessage, unknown>(toFace as Wire<unknown>, toHost),
    face: end<ClientMessage, HostMessage>(toHost, toFace),
    inject: (message) => toHost.message(message),
  };
}

interface Wire<T> {
  readonly messages: Set<(message: T) => void>;
  readonly frames: Set<(frame: Uint8Array) => void>;
  message(message: T): void;
  frame(frame: Uint8Array): void;
}

function listeners<T>(): Wire<T> {
  const messages = new Set<(message: T) => void>();
  const frames = new Set<(frame: Uint8Array) => void>();
  return {
    messages,
    frames,
    message: (message) => messages.forEach((listener) => listener(message)),
    frame: (frame) => frames.forEach((listener) => listener(frame)),
  };
}
