import { InputError } from '../../src/core/errors.ts';
import { stuckLine, usualPatience } from '../../src/recorded/patience.ts';
import type { ReplyMessage, RequestMessage, RequestName, Requests } from './protocol.ts';

/** The page's side of a worker that reads one recording. */
export class DataWorker {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, { resolve: (reply: unknown) => void; reject: (error: Error) => void }>();
  private last = 0;
  /** What the worker reads, for messages. */
  private readonly shown: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Why nothing more arrives. */
  private ended: InputError | undefined;

  constructor(shown: string) {
    this.shown = shown;
    this.worker.addEventListener('message', (event: MessageEvent<ReplyMessage>) => {
      const { data } = event;
      if ('reading' in data) return this.hear(data.reading);
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('error' in data) waiting?.reject(new InputError(data.error.what, data.error.where, data.error.remedy));
      else waiting?.resolve(data.reply);
    });
    this.worker.addEventListener('error', () => {
      this.end(new InputError('reading it failed', 'file', 'check that the file is whole; the app goes on without it'));
    });
  }

  /** @throws InputError for a file that cannot be read, and if the worker was stopped */
  request<N extends RequestName>(name: N, of: Requests[N]['of']): Promise<Requests[N]['reply']> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (reply: unknown) => void, reject });
      this.worker.postMessage({ id, name, of } satisfies RequestMessage<N>, { transfer: [] });
    });
  }

  /** Nothing that was requested arrives any more. */
  stop(): void {
    this.end(new InputError('it was closed', 'data', 'open it again'));
  }

  /** While it reads, it must get further. */
  private hear(reading: 'begins' | 'ends' | 'further'): void {
    clearTimeout(this.timer);
    if (reading !== 'ends')
      this.timer = setTimeout(() => this.end(stuckLine(this.shown, usualPatience)), usualPatience * 1000);
  }

  private end(error: InputError): void {
    this.ended = error;
    clearTimeout(this.timer);
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
