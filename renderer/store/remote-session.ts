import { InputError } from '../../src/core/errors.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import type { Opened, Progress, Replies, Request } from '../../src/protocol/messages.ts';
import type { Asking } from '../connection/client.ts';
import { asLongWork } from './long-work.ts';

/** Whom a page asks: the client of the connection, or a stand-in in a test. */
export interface Host {
  request<T extends Request['type']>(body: Extract<Request, { type: T }>, asking?: Asking): Promise<Replies[T]>;
}

type Kind = Opened['kind'];
type OpenedOf<K extends Kind> = Extract<Opened, { readonly kind: K }>;
type ProgressOf<K extends Kind> = Extract<Progress, { readonly kind: K }>;
type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>;
/** What is asked of one session. */
type SessionRequest = {
  [T in Request['type']]: RequestOf<T> extends { readonly session: number } ? T : never;
}[Request['type']];

export interface RemoteSessionOptions<K extends Kind> {
  readonly kind: K;
  /** Such as `experiment`. */
  readonly name: string;
  /** The one on screen, if any. */
  readonly opened: () => OpenedOf<K> | undefined;
  /** Shows why something could not be. */
  readonly onRefused: (error: unknown) => void;
}

const places: Readonly<Record<Kind, string>> = { trials: 'Experiments', steps: 'Games' };

/** The session of a kind that is on screen and that the host runs: what experiments and games ask for alike. */
export class RemoteSession<K extends Kind> {
  private readonly host: Host;
  private readonly options: RemoteSessionOptions<K>;

  constructor(host: Host, options: RemoteSessionOptions<K>) {
    this.host = host;
    this.options = options;
  }

  /**
   * Has one opened, beside any that is.
   * @param overtaken gives it up for something newer
   * @throws InputError where the host refuses, or where it is one of the other kind; Stopped where it was given up
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

  /** Closes one that was open; one that has gone by itself is closed. */
  close({ session }: { readonly session: number }): void {
    void this.host.request({ type: 'close', session }).catch(() => undefined);
  }

  /** Whether what the host tells is of the session on screen. */
  isTold(progress: Progress): progress is ProgressOf<K> {
    return progress.kind === this.options.kind && progress.session === this.options.opened()?.session;
  }

  /** @throws InputError where the host refuses, or none is open */
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

  /** The same of what need not be: a refusal is shown, and where none is open nothing is asked. */
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
