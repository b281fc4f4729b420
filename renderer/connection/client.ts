import { InputError } from '../../src/core/errors.ts';
import type { BenchNews, ErrorLine, HostMessage, Progress, Replies, Request } from '../../src/protocol/messages.ts';
import type { HostChannel } from './connect.ts';

interface Waiting {
  // Each waits for the reply of its own request, which the map cannot know.
  readonly resolve: (body: never) => void;
  readonly reject: (error: Error) => void;
  readonly onShare: ((share: number) => void) | undefined;
}

/** What may be wanted of a request that takes long. */
export interface Asking {
  /** Gives it up: it is then refused, unless it was done already or cannot be stopped. */
  readonly signal?: AbortSignal | undefined;
  /** Told how much of it is done, from 0 to 1. */
  readonly onShare?: (share: number) => void;
}

export interface ClientListeners {
  readonly onProgress: (progress: Progress) => void;
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onBench: (news: BenchNews) => void;
  readonly onFailure: (failure: ErrorLine) => void;
  readonly onClose: () => void;
}

type RequestOf<T extends Request['type']> = Extract<Request, { type: T }>;

/** Asks the host and gets answers; what the host says unasked goes to the listeners. */
export class Client {
  private readonly channel: HostChannel;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners: ClientListeners;
  private next = 1;
  private closed = false;

  constructor(channel: HostChannel, listeners: ClientListeners) {
    this.channel = channel;
    this.listeners = listeners;
    channel.onMessage((message) => this.receive(message));
    channel.onFrame((frame) => listeners.onFrame(frame));
    channel.onClose(() => this.end());
  }

  /** @throws InputError when the host refuses, Error when it is gone */
  request<T extends Request['type']>(body: RequestOf<T>, { signal, onShare }: Asking = {}): Promise<Replies[T]> {
    if (this.closed) return Promise.reject(new Error('the program is gone'));
    const request = this.next++;
    const giveUp = (): void => void this.request({ type: 'abort', request }).catch(() => undefined);
    signal?.addEventListener('abort', giveUp, { once: true });
    const answer = new Promise<Replies[T]>((resolve, reject) => {
      this.waiting.set(request, { resolve, reject, onShare });
      this.channel.send({ request, body });
    });
    return signal === undefined ? answer : answer.finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** Tells the host that so many more blocks can be taken. */
  credit(count: number): void {
    if (!this.closed) this.channel.send({ credit: count });
  }

  private receive(message: HostMessage): void {
    if ('progress' in message) this.listeners.onProgress(message.progress);
    else if ('bench' in message) this.listeners.onBench(message.bench);
    else if ('failure' in message) this.listeners.onFailure(message.failure);
    else if ('working' in message) this.waiting.get(message.working.request)?.onShare?.(message.working.share);
    else this.settle(message);
  }

  private settle(message: Extract<HostMessage, { reply: number }>): void {
    const waiting = this.waiting.get(message.reply);
    this.waiting.delete(message.reply);
    if (message.ok) waiting?.resolve(message.body as never);
    else waiting?.reject(new InputError(message.error.what, message.error.where, message.error.remedy));
  }

  private end(): void {
    this.closed = true;
    for (const { reject } of this.waiting.values()) reject(new Error('the program is gone'));
    this.waiting.clear();
    this.listeners.onClose();
  }
}
