import { InputError } from '../../src/core/errors.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import type { Opened, Progress, Replies, Request } from '../../src/protocol/messages.ts';
import type { Asking } from '../connection/client.ts';
import { asLongWork } from './long-work.ts';

/** Where a page sends requests: the client of the connection, or a substitute in a test. */
export interface Host {
  request<T extends Request['type']>(body: Extract<Request, { type: T }>, asking?: Asking): Promise<Replies[T]>;
}

type Kind = Opened['kind'];
type OpenedOf<K extends Kind> = Extract<Opened, { readonly kind: K }>;
type ProgressOf<K extends Kind> = Extract<Progress, { readonly kind: K }>;
type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>;
/** Requests of a session. */
type SessionRequest = {
  [T in Request['type']]: RequestOf<T> extends { readonly session: number } ? T : never;
}[Request['type']];

export interface RemoteSessionOptions<K extends Kind> {
  readonly kind: K;
  /** Such as `experiment`. */
  readonly name: string;
  /** The displayed session, if any. */
  readonly opened: () => OpenedOf<K> | undefined;
  /** Shows why a request failed. */
  readonly onRefused: (error: unknown) => void;
}

const places: Readonly<Record<Kind, string>> = { trials: 'Experiments', steps: 'Games' };

/** The displayed session of a kind, which the host runs: the requests that experiments and games share. */
export class RemoteSession<K extends Kind> {
  private readonly host: Host;
  private readonly options: RemoteSessionOptions<K>;

  constructor(host: Host, options: RemoteSessionOptions<K>) {
    this.host = host;
    this.options = options;
  }

  /**
   * Opens a session, in addition to an open one.
   * @param overtaken cancels it for a newer request
   * @throws InputError if the host refuses, or if the session is of the other kind; Stopped if it was cancelled
   */
  async open(
    what: { readonly spec: PartialSpec } | { readonly run: string },
    overtaken?: AbortSignal,
  ): Promise<OpenedOf<K>> {
    const { kind, name } = this.options;
    const opened: Opened = await asLongWork(
      `Opening the ${name}`,
      (asking) => this.host.request({ type: 'open', ...what }, asking),
      overtaken,
    );
    if (isOf(opened, kind)) return opened;
    this.close(opened);
    throw new InputError(
      `'${opened.spec.world.id}' cannot be opened here`,
      'world',
      `open it under ${places[opened.kind]}`,
    );
  }

  /** Closes a session; one that has ended by itself counts as closed. */
  close({ session }: { readonly session: number }): void {
    void this.host.request({ type: 'close', session }).catch(() => undefined);
  }

  /** Whether a message of the host concerns the displayed session. */
  isTold(progress: Progress): progress is ProgressOf<K> {
    return progress.kind === this.options.kind && progress.session === this.options.opened()?.session;
  }

  /** @throws InputError if the host refuses, or no session is open */
  async request<T extends SessionRequest>(
    type: T,
    what: Omit<RequestOf<T>, 'type' | 'session'>,
    asking?: Asking,
  ): Promise<Replies[T]> {
    const { name, opened } = this.options;
    const session = opened()?.session;
    if (session === undefined) throw new InputError(`no ${name} is open`, 'Phasic', 'choose one first');
    return this.host.request({ ...what, type, session } as unknown as RequestOf<T>, asking);
  }

  /** The same for an optional request: a refusal is displayed, and without an open session nothing is requested. */
  async ask<T extends SessionRequest>(
    type: T,
    what: Omit<RequestOf<T>, 'type' | 'session'>,
  ): Promise<Replies[T] | undefined> {
    if (this.options.opened() === undefined) return undefined;
    try {
      return await this.request(type, what);
    } catch (error) {
      this.options.onRefused(error);
      return undefined;
    }
  }
}

const isOf = <K extends Kind>(opened: Opened, kind: K): opened is OpenedOf<K> => opened.kind === kind;
