import type { Replies, Request, ErrorLine } from '../../src/protocol/messages.ts';
import { Client, type Asking, type ClientListeners } from './client.ts';
import { connect } from './connect.ts';
import { NoAnswer } from './no-answer.ts';

export interface LinkListeners extends Omit<ClientListeners, 'onClose'> {
  /** A host answers, for the first time or again; the state that an earlier one had for this page is lost. */
  readonly onOpen: (isAgain: boolean) => void;
  readonly onLost: () => void;
}

const retryMs = 1000;

/** Connection to the host that reconnects. */
export class HostLink {
  private client: Client | undefined;
  private readonly listeners: LinkListeners;
  private readonly find: typeof connect;
  private wasOpen = false;

  /** @param find how to connect to a host, if not as in a real page */
  constructor(listeners: LinkListeners, find: typeof connect = connect) {
    this.listeners = listeners;
    this.find = find;
  }

  async start(): Promise<void> {
    try {
      const channel = await this.find();
      const { onProgress, onFrame, onBench, onFile, onFailure } = this.listeners;
      this.client = new Client(channel, {
        onProgress,
        onFrame,
        onBench,
        onFile,
        onFailure,
        onClose: () => this.lose(),
      });
      const isAgain = this.wasOpen;
      this.wasOpen = true;
      this.listeners.onOpen(isAgain);
    } catch (error) {
      if (error instanceof NoAnswer) this.lose();
      // A defect would recur: it is shown, and not retried silently.
      else this.listeners.onFailure(defectLine(error));
    }
  }

  request<T extends Request['type']>(body: Extract<Request, { type: T }>, asking?: Asking): Promise<Replies[T]> {
    return this.client === undefined
      ? Promise.reject(new Error('Phasic does not answer yet'))
      : this.client.request(body, asking);
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

function defectLine(error: unknown): ErrorLine {
  return {
    what: `the page cannot connect to Phasic: ${error instanceof Error ? error.message : String(error)}`,
    where: 'connection',
    remedy: 'reload the page; if it happens again, please report it',
  };
}
