import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import module from 'node:module';
import type { Duplex } from 'node:stream';
import { InputError } from '../core/errors.ts';

/** A page's request for its socket, as its host is sent it. */
export interface HandedUpgrade {
  readonly headers: IncomingMessage['headers'];
  /** What the page had sent behind its request, in base64. */
  readonly head: string;
}

/** What a page's host is told. The socket comes with the first message, and is the host's alone from the second on. */
export type ToPageHost = { readonly upgrade: HandedUpgrade } | { readonly begin: true };

/** What a page's host tells. */
export interface FromPageHost {
  /** An error that is no one's input. */
  readonly defect: string;
}

export interface PageHostsOptions {
  /** The built program of a page's host. */
  readonly file: string;
  readonly runsFolder: string;
  /** Told of a host that fails, and of what it says has failed in it. */
  readonly onDefect: (error: unknown) => void;
}

/** A host for the next page, or for this one when it is reloaded, is started when the page that has just come has shown its first figure (milliseconds). */
const spareAfterMs = 3000;
/** A host that has been told to end may finish what it is writing, for this long (milliseconds). */
const endWithinMs = 3000;

/**
 * Hosts in processes of their own, one a page, each with its page's socket: what one page asks for makes no other page wait,
 * and a page that closes gives back all its memory.
 */
export class PageHosts {
  private readonly options: PageHostsOptions;
  /** Started, and without a page as yet. */
  private spare: ChildProcess | undefined;
  private readonly taken = new Set<ChildProcess>();
  private isClosing = false;

  /** @throws InputError where the program of a host is not built */
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

  /** Starts a host for a page that is about to come, so that the page need not wait for it. */
  prepare(): void {
    if (!this.isClosing) this.spare ??= this.start();
  }

  /** Gives a page that may have one a host, which answers its request for a socket. */
  handOver({ headers }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = this.spare ?? this.start();
    this.spare = undefined;
    this.taken.add(host);
    setTimeout(() => this.prepare(), spareAfterMs).unref();
    const failed = (error: Error | null): void => {
      if (error !== null) socket.destroy();
    };
    const upgrade: ToPageHost = { upgrade: { headers, head: head.toString('base64') } };
    host.send(upgrade, socket as never, {}, failed);
    // Sent once the host has the socket and it is closed here: from the answer on, all that the page says reaches the host.
    host.send({ begin: true } satisfies ToPageHost, failed);
  }

  /** Ends all hosts. */
  async close(): Promise<void> {
    this.isClosing = true;
    const hosts = [...this.taken, ...(this.spare === undefined ? [] : [this.spare])];
    await Promise.all(hosts.map(ended));
  }

  private start(): ChildProcess {
    const { file, runsFolder, onDefect } = this.options;
    // Standard output is for the address of the page alone.
    const host = fork(file, [runsFolder], {
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, ...compiled() },
    });
    host.on('message', ({ defect }: FromPageHost) => onDefect(new Error(defect)));
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

/** Compiled code that this process keeps is used by the hosts too (Node 22 and newer). */
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
