import { InputError } from '../../src/core/errors.ts';
import type {
  BenchNews,
  ErrorLine,
  ExperimentFile,
  HostMessage,
  Progress,
  Replies,
  Request,
} from '../../src/protocol/messages.ts';
import type { HostChannel } from './connect.ts';

interface Waiting {
  // Each waits for the reply to its own request, which the map's type cannot express.
  readonly resolve: (body: never) => void;
  readonly reject: (error: Error) => void;
  readonly onShare: ((share: number) => void) | undefined;
}

/** Options of a long request. */
export interface Asking {
  /** Cancels it: it is then refused, unless it is already done or cannot be stopped. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the progress, from 0 to 1. */
  readonly onShare?: (share: number) => void;
}

export interface ClientListeners {
  readonly onProgress: (progress: Progress) => void;
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onBench: (news: BenchNews) => void;
  readonly onFile: (file: ExperimentFile) => void;
  readonly onFailure: (failure: ErrorLine) => void;
  readonly onClose: () => void;
}

type RequestOf<T extends Request['type']> = Extract<Request, { type: T }>;

/** Sends requests to the host and receives answers; unsolicited messages of the host go to the listeners. */
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

  /** @throws InputError if the host refuses, Error if the connection is closed */
  request<T extends Request['type']>(body: RequestOf<T>, { signal, onShare }: Asking = {}): Promise<Replies[T]> {
    if (this.closed) return Promise.reject(new Error('connection closed'));
    const request = this.next++;
    const giveUp = (): void => void this.request({ type: 'abort', request }).catch(() => undefined);
    signal?.addEventListener('abort', giveUp, { once: true });
    const answer = new Promise<Replies[T]>((resolve, reject) => {
      this.waiting.set(request, { resolve, reject, onShare });
      this.channel.send({ request, body });
    });
    return signal === undefined ? answer : answer.finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** Tells the host that N more blocks can be taken. */
  credit(count: number): void {
    if (!this.closed) this.channel.send({ credit: count });
  }

  private receive(message: HostMessage): void {
    if ('progress' in message) this.listeners.onProgress(message.progress);
    else if ('bench' in message) this.listeners.onBench(message.bench);
    else if ('failure' in message) this.listeners.onFailure(message.failure);
    else if ('file' in message) this.listeners.onFile(message.file);
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
    for (const { reject } of this.waiting.values()) reject(new Error('connection closed'));
    this.waiting.clear();
    this.listeners.onClose();
  }
}
