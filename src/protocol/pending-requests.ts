import { InputError } from '../core/errors.ts';
import type { HostMessage, Replies, Request } from './messages.ts';

export type Reply = Extract<HostMessage, { readonly reply: number }>;
export type Working = Extract<HostMessage, { readonly working: unknown }>;

interface Waiting {
  readonly resolve: (body: Replies[keyof Replies]) => void;
  readonly reject: (error: Error) => void;
  readonly onShare: ((share: number) => void) | undefined;
}

/** Requests whose replies have not come yet, by their numbers. */
export class PendingRequests {
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  /**
   * Numbers a request, sends it and waits for its reply.
   * @param send called with the number, before this returns
   * @param onShare called with the progress of a long request, from 0 to 1
   * @throws InputError if it is refused
   */
  send<T extends Request['type']>(
    send: (request: number) => void,
    onShare?: (share: number) => void,
  ): Promise<Replies[T]> {
    const request = this.next++;
    return new Promise((resolve, reject) => {
      // The reply with the request's number is of the request's type.
      this.waiting.set(request, { resolve: (body) => resolve(body as Replies[T]), reject, onShare });
      send(request);
    });
  }

  receive(message: Reply | Working): void {
    if ('working' in message) {
      this.waiting.get(message.working.request)?.onShare?.(message.working.share);
      return;
    }
    const waiting = this.waiting.get(message.reply);
    this.waiting.delete(message.reply);
    if (message.ok) waiting?.resolve(message.body);
    else waiting?.reject(new InputError(message.error.what, message.error.where, message.error.remedy));
  }

  /** Refuses all of them: no reply will come. */
  refuseAll(reason: Error): void {
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }
}
