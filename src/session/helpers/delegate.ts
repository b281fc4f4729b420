import { InputError } from '../../core/errors.ts';
import { isFrame } from '../../protocol/is-frame.ts';
import { type Exported, type HostMessage, type Opened, type Replies, type Request } from '../../protocol/messages.ts';
import type { Credits } from '../credits.ts';
import type { Helper } from './helper.ts';
import type { Helpers } from './helpers.ts';

export interface DelegateOptions {
  readonly helpers: Helpers;
  readonly credits: Credits;
  readonly send: (message: HostMessage) => void;
  readonly sendFrame: (frame: Uint8Array) => void;
  /** Called for each session that is closed, or has ended with its helper. */
  readonly onGone: (session: number) => void;
}

/** The page's number of a request. */
export interface Asked {
  readonly request: number;
}

type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>;
type BenchRequest = 'bench' | 'bench-run' | 'bench-stop' | 'bench-cell';

/** Distributes a page's work to helpers: which helper holds what, and their answers to the page. */
export class Delegate {
  private readonly options: DelegateOptions;
  /** The helper that runs each session, by session number. */
  private readonly holders = new Map<number, Helper>();
  /** Stoppable requests, by the page's number of the request: the helper holds nothing else. */
  private readonly inWork = new Map<number, Helper>();
  private readonly saving = new Map<Helper, Promise<unknown>>();
  /** Helpers that have sent frames without the page's credit, one entry per frame. */
  private readonly owed: Helper[] = [];
  private bench: Helper | undefined;
  private benchRequests = 0;
  private benchRuns = false;

  constructor(options: DelegateOptions) {
    this.options = options;
  }

  /** Prepares a helper for the next request. */
  prepare(): void {
    this.options.helpers.prepare();
  }

  async open(session: number, body: RequestOf<'open'>, asked: Asked): Promise<Opened> {
    const helper = this.take();
    helper.countFrom(session);
    this.holders.set(session, helper);
    try {
      return await this.work(helper, body, asked);
    } catch (error) {
      this.holders.delete(session);
      this.options.helpers.release(helper);
      throw error;
    }
  }

  /** A request that leaves nothing open. */
  async once<T extends 'compare' | 'doctor' | 'sense'>(body: RequestOf<T>, asked: Asked): Promise<Replies[T]> {
    const helper = this.take();
    try {
      return await this.work(helper, body, asked);
    } finally {
      this.options.helpers.release(helper);
    }
  }

  /** The export of a session that this process runs: the helper runs the session to the same point. */
  async exportOf(spec: unknown, trialsDone: number, what: Exported, asked: Asked): Promise<Replies['export']> {
    const helper = this.take();
    // It reports the progress of its own session, which no page has requested.
    helper.owner = undefined;
    try {
      const { session } = await this.work(helper, { type: 'open', spec }, asked);
      await this.work(helper, { type: 'seek', session, trialsDone }, asked);
      const exported = await this.work(helper, { type: 'export', session, what }, asked);
      await helper.request({ type: 'close', session });
      return exported;
    } catch (error) {
      // What is open in the helper would stay open.
      helper.end();
      throw error;
    } finally {
      this.options.helpers.release(helper);
    }
  }

  /** The matrix is computed by one helper; while it runs, the same one is asked. */
  async askBench<T extends BenchRequest>(body: RequestOf<T>): Promise<Replies[T]> {
    this.bench ??= this.take();
    this.benchRequests += 1;
    if ((body as Request).type === 'bench-run') this.benchRuns = true;
    try {
      return await this.bench.request(body);
    } finally {
      this.benchRequests -= 1;
      this.restBench();
    }
  }

  /** The answer of the helper that holds the session of a request; undefined if none does. */
  held(body: Request): Promise<Replies[keyof Replies]> | undefined {
    if (!('session' in body)) return undefined;
    const helper = this.holders.get(body.session);
    if (helper === undefined) return undefined;
    const isClosing = body.type === 'close';
    if (isClosing) this.forget(body.session);
    const answer: Promise<Replies[keyof Replies]> = helper.request(body);
    if (body.type === 'save') this.save(helper, answer);
    return isClosing ? answer.finally(() => this.options.helpers.release(helper)) : answer;
  }

  /** Cancels a request, with everything that its helper holds. */
  abort(request: number): void {
    this.inWork.get(request)?.end(new InputError('stopped before it was done', 'host', 'ask for it again'));
  }

  /** The page can take more frames: helpers that have sent ahead get their credit first. */
  repay(): void {
    while (this.owed.length > 0 && this.options.credits.take()) this.owed.shift()?.credit(1);
  }

  /** The page has closed. Saves in progress are finished, everything else is ended. */
  async close(): Promise<void> {
    const { saving, options } = this;
    for (const helper of new Set([...this.holders.values(), ...this.inWork.values()]))
      if (!saving.has(helper)) helper.end();
    await Promise.all(saving.values());
    options.helpers.endAll();
  }

  private forget(session: number): void {
    this.holders.delete(session);
    this.options.onGone(session);
  }

  private save(helper: Helper, answer: Promise<unknown>): void {
    const saved = answer
      .catch(() => undefined)
      .finally(() => this.saving.get(helper) === saved && this.saving.delete(helper));
    this.saving.set(helper, saved);
  }

  private take(): Helper {
    const helper = this.options.helpers.take();
    helper.owner = {
      onMessage: (message) => this.pass(helper, message),
      onFrame: (frame) => {
        this.options.sendFrame(frame);
        this.owe(helper);
      },
      onDeath: (error) => this.bury(helper, error),
    };
    return helper;
  }

  private async work<T extends Request['type']>(
    helper: Helper,
    body: RequestOf<T>,
    { request }: Asked,
  ): Promise<Replies[T]> {
    this.inWork.set(request, helper);
    try {
      return await helper.request(body, (share) => this.options.send({ working: { request, share } }));
    } finally {
      this.inWork.delete(request);
    }
  }

  private pass(helper: Helper, message: Parameters<NonNullable<Helper['owner']>['onMessage']>[0]): void {
    this.options.send(message);
    // While it runs it sends only within its credit; when it stops, it must report whatever the page can take.
    if ('progress' in message && isFrame(message.progress)) this.owe(helper);
    if (!('bench' in message)) return;
    this.benchRuns = message.bench.running;
    this.restBench();
  }

  private owe(helper: Helper): void {
    this.owed.push(helper);
    this.repay();
  }

  private restBench(): void {
    if (this.bench === undefined || this.benchRuns || this.benchRequests > 0) return;
    this.options.helpers.release(this.bench);
    this.bench = undefined;
  }

  /** Reports what was lost with a helper that has died. */
  private bury(helper: Helper, { what, remedy }: InputError): void {
    for (const [session, holder] of this.holders) {
      if (holder !== helper) continue;
      this.forget(session);
      this.options.send({ failure: { what, where: `session ${session}`, remedy }, session });
    }
    if (helper !== this.bench) return;
    this.bench = undefined;
    if (this.benchRuns) this.options.send({ bench: { running: false } });
    this.benchRuns = false;
    this.options.send({ failure: { what, where: 'bench', remedy } });
  }
}
