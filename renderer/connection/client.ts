import type {
  BenchNews,
  ErrorLine,
  ExperimentFile,
  HostMessage,
  Progress,
  Replies,
  Request,
} from '../../src/protocol/messages.ts';
import { PendingRequests } from '../../src/protocol/pending-requests.ts';
import type { HostChannel } from './connect.ts';

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
  private readonly pending = new PendingRequests();
  private readonly listeners: ClientListeners;
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
    const replied = new AbortController();
    const answer = this.pending.send<T>((request) => {
      const giveUp = (): void => void this.request({ type: 'abort', request }).catch(() => undefined);
      signal?.addEventListener('abort', giveUp, { once: true, signal: replied.signal });
      this.channel.send({ request, body });
    }, onShare);
    return signal === undefined ? answer : answer.finally(() => replied.abort());
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
    else this.pending.receive(message);
  }

  private end(): void {
    this.closed = true;
    this.pending.refuseAll(new Error('connection closed'));
    this.listeners.onClose();
  }
}
