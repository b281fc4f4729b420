import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import module from 'node:module';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { InputError } from '../core/errors.ts';

/** A page's request for its socket, as passed to its host. */
export interface HandedUpgrade {
  readonly headers: IncomingMessage['headers'];
  /** Bytes that the page had sent after its request, in base64. */
  readonly head: string;
}

/** Messages to a page's host. The socket comes with the first message, and belongs to the host from the second on. */
export type ToPageHost = { readonly upgrade: HandedUpgrade } | { readonly begin: true };

/** Messages from a page's host. */
export type FromPageHost =
  /** An error that is not due to input. */
  | { readonly defect: string }
  /** Its page has agreed to own parts: a host that was started before does not have them. */
  | { readonly renew: true };

export interface PageHostsOptions {
  /** The built program of a page's host. */
  readonly file: string;
  readonly runsFolder: string;
  /** Called when a host fails, and with the failures it reports. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * A host for the next page, or for a reload of this one, is started this long after a new page (milliseconds), when it
 * has shown its first figure.
 */
const spareAfterMs = 3000;
/** A host that has been told to end may finish writing for this long (milliseconds). */
const endWithinMs = 3000;

/**
 * Hosts in separate processes, one per page, each with its page's socket: one page's requests do not delay another
 * page, and a closed page frees all of its memory.
 */
export class PageHosts {
  private readonly options: PageHostsOptions;
  /** Started, and without a page so far. */
  private spare: ChildProcess | undefined;
  private readonly taken = new Set<ChildProcess>();
  private isClosing = false;

  /** @throws InputError if the program of a host is not built */
  constructor(options: PageHostsOptions) {
    if (!existsSync(options.file)) throw new InputError('the host is not built', options.file, 'run npm run build');
    this.options = options;
  }

  /** Ids of the processes that serve a page. */
  get serving(): readonly number[] {
    return [...this.taken].flatMap(({ pid }) => pid ?? []);
  }

  /** Id of the one that waits for a page. */
  get waiting(): number | undefined {
    return this.spare?.pid;
  }

  /** Starts a host in advance for the next page, so that the page need not wait for it. */
  prepare(): void {
    if (!this.isClosing) this.spare ??= this.start();
  }

  /** Assigns an admitted page a host, which answers its request for a socket. */
  handOver({ headers }: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!(socket instanceof Socket)) throw new Error('only a network socket can be handed to another process');
    const host = this.spare ?? this.start();
    this.spare = undefined;
    this.taken.add(host);
    setTimeout(() => this.prepare(), spareAfterMs).unref();
    const failed = (error: Error | null): void => {
      if (error !== null) socket.destroy();
    };
    const upgrade: ToPageHost = { upgrade: { headers, head: head.toString('base64') } };
    host.send(upgrade, socket, {}, failed);
    // Sent once the host has the socket and it is closed here: from the answer on, all messages of the page reach the
    // host.
    host.send({ begin: true } satisfies ToPageHost, failed);
  }

  /** Ends all hosts. */
  async close(): Promise<void> {
    this.isClosing = true;
    const hosts = [...this.taken, ...(this.spare === undefined ? [] : [this.spare])];
    await Promise.all(hosts.map(ended));
  }

  private renew(): void {
    const old = this.spare;
    this.spare = undefined;
    if (old !== undefined) void ended(old);
    this.prepare();
  }

  private start(): ChildProcess {
    const { file, runsFolder, onDefect } = this.options;
    // Standard output is only for the address of the page.
    const host = fork(file, [runsFolder], {
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, ...compiled() },
    });
    host.on('message', (message: FromPageHost) => {
      if ('renew' in message) this.renew();
      else onDefect(new Error(message.defect));
    });
    host.on('error', onDefect);
    host.once('exit', (code, signal) => {
      this.taken.delete(host);
      if (this.spare === host) this.spare = undefined;
      if (code !== 0 && !this.isClosing)
        onDefect(new Error(`the host of a page has ended (${signal ?? `code ${code}`}); the page starts another one`));
    });
    return host;
  }
}

/** The hosts also use the compile cache of this process (Node 22 and newer). */
function compiled(): NodeJS.ProcessEnv {
  const folder = (module as { getCompileCacheDir?: () => string | undefined }).getCompileCacheDir?.();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

async function ended(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const exit = once(host, 'exit');
  if (host.connected) host.disconnect();
  const timer = setTimeout(() => host.kill('SIGKILL'), endWithinMs);
  await exit;
  clearTimeout(timer);
}
