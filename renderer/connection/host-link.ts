import type { BenchNews, PlayNews, Progress, Replies, Request, ErrorLine } from '../../src/protocol/messages.ts';
import { Client } from './client.ts';
import { connect } from './connect.ts';

export interface LinkListeners {
  /** A host answers, for the first time or again; what it knew of this page is gone. */
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onBench: (news: BenchNews) => void;
  readonly onPlay: (news: PlayNews) => void;
  readonly onFailure: (failure: ErrorLine) => void;
}

const retryMs = 1000;

/** The way to the host, found again when it was lost. */
export class HostLink {
  private client: Client | undefined;
  private readonly listeners: LinkListeners;

  constructor(listeners: LinkListeners) {
    this.listeners = listeners;
  }

  async start(): Promise<void> {
    try {
      const channel = await connect();
      const { onProgress, onFrame, onBench, onPlay, onFailure } = this.listeners;
      this.client = new Client(channel, { onProgress, onFrame, onBench, onPlay, onFailure, onClose: () => this.lose() });
      this.listeners.onOpen();
    } catch {
      this.lose();
    }
  }

  request<T extends Request['type']>(body: Extract<Request, { type: T }>): Promise<Replies[T]> {
    return this.client === undefined ? Promise.reject(new Error('the program does not answer yet')) : this.client.request(body);
  }

  credit(count: number): void {
    this.client?.credit(count);
  }

  private lose(): void {
    this.client = undefined;
    this.listeners.onLost();
    setTimeout(() => void this.start(), retryMs);
  }
}
