import { fork, type ChildProcess } from 'node:child_process';
import { InputError } from '../../core/errors.ts';
import { asNode } from '../../install/own-command.ts';
import type { HostMessage, Replies, Request } from '../../protocol/messages.ts';
import { PendingRequests, type Reply, type Working } from '../../protocol/pending-requests.ts';

/** Messages to a helper: those of a page, and the first number for the sessions it opens next. */
export type ToHelper =
  | { readonly request: number; readonly body: Request }
  | { readonly credit: number }
  | { readonly countFrom: number };

/** The client of a helper. */
export interface HelperOwner {
  /** Its unsolicited messages. */
  onMessage(message: Exclude<HostMessage, Reply | Working>): void;
  onFrame(frame: Uint8Array): void;
  /** It has ended without being told to. */
  onDeath(error: InputError): void;
}

/**
 * A process that answers a page's requests in the host's place, so that long work blocks no other request and can be
 * cancelled.
 */
export class Helper {
  owner: HelperOwner | undefined;
  private readonly child: ChildProcess;
  private readonly pending = new PendingRequests();
  private readonly whenEnded: () => void;
  private ending: InputError | undefined;

  /**
   * @param file the built program
   * @param folders of runs and of the bench
   * @param whenEnded called when the process has ended, for whatever reason
   */
  constructor(file: string, folders: readonly string[], whenEnded: () => void) {
    // Output of Node and libraries goes to this process's output.
    const env = { ...process.env, ...asNode };
    this.child = fork(file, folders, { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced', env });
    this.whenEnded = whenEnded;
    this.child.on('message', (message) => this.receive(message as HostMessage | Uint8Array));
    this.child.on('error', (error) => this.ended(error.message));
    this.child.once('exit', (code, signal) => this.ended(signal ?? `code ${code}`));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it has ended, or is ending. */
  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /**
   * @param onShare called with the progress, from 0 to 1
   * @throws InputError if it refuses, or ends before it is done
   */
  request<T extends Request['type']>(
    body: Extract<Request, { type: T }>,
    onShare?: (share: number) => void,
  ): Promise<Replies[T]> {
    if (this.ending !== undefined) return Promise.reject(this.ending);
    return this.pending.send<T>((request) => this.tell({ request, body }), onShare);
  }

  credit(count: number): void {
    this.tell({ credit: count });
  }

  /** Sets the number of the next session it opens, unique among the page's helpers. */
  countFrom(number: number): void {
    this.tell({ countFrom: number });
  }

  /** Ends the process, whatever it is doing. @param reason the answer to its pending requests */
  end(reason: InputError = new InputError('the page has closed it', 'host', 'open it again')): void {
    if (this.ending !== undefined) return;
    this.ending = reason;
    this.child.kill('SIGKILL');
  }

  private tell(message: ToHelper): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private receive(message: HostMessage | Uint8Array): void {
    if (this.ending !== undefined) return;
    if (message instanceof Uint8Array) this.owner?.onFrame(message);
    else if ('reply' in message || 'working' in message) this.pending.receive(message);
    else this.owner?.onMessage(message);
  }

  private ended(how: string): void {
    const isDeath = this.ending === undefined;
    this.ending ??= new InputError(
      `the process that computed it has ended (${how})`,
      'host',
      'it may have been too large for this machine: try again with fewer trials, or a smaller network',
    );
    this.pending.refuseAll(this.ending);
    this.whenEnded();
    if (isDeath) this.owner?.onDeath(this.ending);
  }
}
