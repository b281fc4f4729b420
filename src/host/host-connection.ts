import { InputError } from '../core/errors.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { parsePartialSpec, trialDefaults, type TrialSpec } from '../contracts/spec.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { catalogue } from '../engine/catalogue.ts';
import { fusedNetworks } from '../networks/fused/fused-networks.ts';
import type { Channel } from '../protocol/channel.ts';
import { parseClientMessage, type BenchCellLine, type ErrorLine, type HostMessage, type Opened, type PlayOpened, type Replies, type Request } from '../protocol/messages.ts';
import { isSteppedManifest } from '../storage/manifest.ts';
import { listRuns } from '../storage/run-folder.ts';
import { compareSpecs, comparisonData } from './arms.ts';
import { BenchSession } from './bench/bench-session.ts';
import { defaultBenchFolder } from './bench/bench-store.ts';
import type { BenchOptions } from './bench/run-bench.ts';
import { Credits } from './credits.ts';
import { doctor } from './doctor/doctor.ts';
import { Delegate, type Asked } from './helpers/delegate.ts';
import type { Helpers } from './helpers/helpers.ts';
import { HostSession } from './host-session.ts';
import type { PlayHostSession } from './play/play-host-session.ts';
import { maxPlays, Plays, thumbnails } from './play/plays.ts';
import { networksFor } from './networks.ts';
import { Reporter } from './reporter.ts';
import { nodeScheduler, type Scheduler } from './scheduler.ts';
import { isLong, requireRoom } from './size/session-size.ts';

export interface HostOptions {
  /** Where `save` writes and `runs` reads. */
  readonly runsFolder: string;
  /** Where the cells of the matrix are kept; the default one when absent. */
  readonly benchFolder?: string | undefined;
  /** What the bench runs, where it is not all of it. */
  readonly benchOptions?: Partial<BenchOptions> | undefined;
  readonly scheduler?: Scheduler;
  /** Processes for what takes long; where there are none, everything is computed here. */
  readonly helpers?: Helpers | undefined;
  /** Told of errors that are no one's input: defects of this program. */
  readonly onDefect?: (error: unknown) => void;
}

/** Requests of a page that are worked on at a time, and that wait for these. */
const maxInWork = 32;
const maxWaiting = 256;
/** Each holds its signals in memory; a page shows one or two. */
const maxSessions = 8;

type Handlers = { readonly [T in Request['type']]: (body: Extract<Request, { type: T }>, asked: Asked) => Replies[T] | Promise<Replies[T]> };

interface OpenSession {
  readonly session: HostSession;
  readonly reporter: Reporter;
}

/** Serves one face until its channel closes: answers every request of the protocol and sends what its sessions show. */
export function connectHost(channel: Channel<HostMessage, unknown>, options: HostOptions): HostConnection {
  return new HostConnection(channel, options);
}

export class HostConnection {
  private readonly channel: Channel<HostMessage, unknown>;
  private readonly options: HostOptions;
  private readonly scheduler: Scheduler;
  private readonly credits = new Credits();
  private readonly sessions = new Map<number, OpenSession>();
  private readonly bench: BenchSession;
  private readonly plays: Plays;
  private readonly delegate: Delegate | undefined;
  private nextSession = 1;
  private nextPlay = 1;
  private closed = false;
  private readonly inWork = new Set<Promise<void>>();
  private readonly waiting: unknown[] = [];
  private ending: Promise<void> | undefined;

  private readonly handlers: Handlers = {
    catalogue: () => catalogue(),
    doctor: (body, asked) => this.delegate?.once(body, asked) ?? doctor(),
    abort: ({ request }) => {
      this.delegate?.abort(request);
      return null;
    },
    open: (body, asked) => this.open(body, asked),
    close: ({ session }) => this.closeSession(session),
    run: ({ session, trialsPerSecond }) => this.order(session, (one) => one.run(trialsPerSecond)),
    pause: ({ session }) => this.order(session, (one) => one.pause()),
    step: ({ session }) => this.order(session, (one) => one.step()),
    seek: ({ session, trialsDone }) => this.order(session, (one) => one.seek(trialsDone)),
    raster: ({ session, condition }) => this.find(session).raster(condition),
    units: ({ session, group, condition }) => this.find(session).units(group, condition),
    export: (body, asked) => this.export(body, asked),
    save: ({ session }) => this.find(session).save(this.options.runsFolder),
    runs: () => this.runs(),
    compare: (body, asked) => this.compare(body, asked),
    bench: (body) => this.delegate?.askBench(body) ?? this.bench.matrix(),
    'bench-cell': (body) => this.delegate?.askBench(body) ?? this.bench.cell(body),
    'bench-run': (body) => {
      if (this.delegate !== undefined) return this.delegate.askBench(body);
      this.bench.run();
      return null;
    },
    'bench-stop': (body) => {
      if (this.delegate !== undefined) return this.delegate.askBench(body);
      this.bench.stop();
      return null;
    },
    'play-open': (body, asked) => this.openPlay(body, asked),
    'play-close': ({ play }) => this.plays.close(play),
    'play-run': ({ play, stepsPerSecond }) => this.orderPlay(play, (one) => one.start(stepsPerSecond)),
    'play-pause': ({ play }) => this.orderPlay(play, (one) => one.pause()),
    'play-step': ({ play }) => this.orderPlay(play, (one) => one.step()),
    'play-learn': ({ play, learns }) => this.orderPlay(play, (one) => one.learn(learns)),
    'play-act': ({ play, action }) => this.orderPlay(play, (one) => one.act(action)),
    'play-figures': ({ play, event }) => this.plays.find(play).figures(event),
    'play-export': ({ play, what, event }) => this.plays.find(play).export(what, event),
    'play-save': ({ play }) => this.plays.save(play),
    'play-runs': () => this.plays.runs(),
    'play-thumbnails': () => {
      // Whoever looks at the worlds opens one next.
      this.delegate?.prepare();
      return thumbnails();
    },
  };

  constructor(channel: Channel<HostMessage, unknown>, options: HostOptions) {
    this.channel = channel;
    this.options = options;
    this.scheduler = options.scheduler ?? nodeScheduler;
    const listeners = {
      onCell: (cell: BenchCellLine) => this.send({ bench: { cell, running: true } }),
      onEnd: (error?: unknown) => {
        this.send({ bench: { running: false } });
        if (error !== undefined) this.send({ failure: this.errorLine(error) });
      },
      onFlaw: (flaw: InputError) => this.send({ failure: this.errorLine(flaw) }),
    };
    this.bench = new BenchSession(options.benchFolder ?? defaultBenchFolder(), listeners, options.benchOptions);
    this.plays = new Plays({
      runsFolder: options.runsFolder,
      send: (message) => this.send(message),
      credits: this.credits,
      scheduler: this.scheduler,
      onError: (error) => this.send({ failure: this.errorLine(error) }),
    });
    const { helpers } = options;
    this.delegate = helpers && new Delegate({ helpers, credits: this.credits, send: (message) => this.send(message), sendFrame: (frame) => this.closed || channel.sendFrame(frame) });
    channel.onMessage((message) => this.take(message));
    channel.onFrame(() => this.take('a binary frame'));
    channel.flow?.onRoom(() => this.beginWaiting());
    channel.onClose(() => this.close());
  }

  /** Ends all sessions. Called by itself when the channel closes. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
    this.bench.stop();
    for (const { session } of this.sessions.values()) session.close();
    this.sessions.clear();
    this.plays.closeAll();
    this.ending = this.delegate?.close();
  }

  /** What is opened next has this number: another process counts them. */
  countFrom(number: number): void {
    this.nextSession = number;
    this.nextPlay = number;
  }

  /** Resolves when every request that came has been answered, and, once it is closed, when nothing works for it any more. */
  async settled(): Promise<void> {
    await Promise.all(this.inWork);
    await this.ending;
  }

  // What a page may send is bounded by what it takes: a request is answered only while it reads its answers, and only so many at a time.
  private take(message: unknown): void {
    if (isUrgent(message)) this.begin(message);
    else if (this.waiting.length < maxWaiting) this.waiting.push(message);
    else this.refuse(requestNumber(message), new InputError(`${maxWaiting} requests wait to be answered already`, 'message', 'wait for their answers'));
    this.beginWaiting();
  }

  private beginWaiting(): void {
    while (this.waiting.length > 0 && this.inWork.size < maxInWork && this.channel.flow?.isFull !== true) this.begin(this.waiting.shift());
  }

  private begin(message: unknown): void {
    const work = this.receive(message).finally(() => {
      this.inWork.delete(work);
      this.beginWaiting();
    });
    this.inWork.add(work);
  }

  private async receive(given: unknown): Promise<void> {
    const request = requestNumber(given);
    try {
      const message = parseClientMessage(given);
      if ('credit' in message) this.credit(message.credit);
      else this.send({ reply: message.request, ok: true, body: await this.answer(message.body, message) });
    } catch (error) {
      this.refuse(request, error);
    }
  }

  private refuse(request: number | undefined, error: unknown): void {
    const line = this.errorLine(error);
    this.send(request === undefined ? { failure: line } : { reply: request, ok: false, error: line });
  }

  private answer<T extends Request['type']>(body: Extract<Request, { type: T }>, asked: Asked): Replies[T] | Promise<Replies[T]> {
    return (this.delegate?.held(body) as Promise<Replies[T]> | undefined) ?? this.handlers[body.type](body, asked);
  }

  private credit(count: number): void {
    this.credits.add(count);
    for (const { reporter } of this.sessions.values()) reporter.sendTrials();
    this.delegate?.repay();
  }

  // At once where nothing has to be loaded: what a page asks of the session may be on its way already.
  private open(body: Extract<Request, { type: 'open' }>, asked: Asked): Opened | Promise<Opened> {
    const spec = completeTrialSpec(parsePartialSpec(body.spec, 'spec'));
    requireRoom([spec]);
    if (spec.backend === trialDefaults.backend) return this.openWith(spec, fusedNetworks, asked);
    return networksFor(spec.backend).then((networks) => this.openWith(spec, networks, asked));
  }

  private openWith(spec: TrialSpec, networks: NetworkMaker, asked: Asked): Opened | Promise<Opened> {
    if (this.sessions.size + (this.delegate?.count('session') ?? 0) >= maxSessions) throw new InputError(`${maxSessions} sessions are open already`, 'open', 'close one of them');
    if (this.delegate !== undefined && isLong(spec)) return this.delegate.open(this.nextSession++, { type: 'open', spec }, asked);
    const session: HostSession = new HostSession(this.nextSession++, spec, networks, this.scheduler, {
      onSlice: () => this.tell(session, () => reporter.running()),
      onStop: () => this.tell(session, () => reporter.stopped()),
      onError: ({ id }, error) => this.send({ failure: this.errorLine(error), session: id }),
    });
    const reporter = new Reporter(session, this.channel, this.credits, this.scheduler);
    this.sessions.set(session.id, { session, reporter });
    return session.opened();
  }

  private compare({ specs: given }: Extract<Request, { type: 'compare' }>, asked: Asked): ComparisonData | Promise<ComparisonData> {
    const specs = given.map((spec) => completeTrialSpec(parsePartialSpec(spec, 'spec')));
    requireRoom(specs);
    if (this.delegate !== undefined) return this.delegate.once({ type: 'compare', specs: [...specs] }, asked);
    return comparisonData(compareSpecs(specs, undefined, (share) => this.send({ working: { request: asked.request, share } })));
  }

  // A picture is drawn with a library that takes long to load, and longer than a session of this process takes to run.
  private export({ session: id, format }: Extract<Request, { type: 'export' }>, asked: Asked): Promise<Replies['export']> {
    const session = this.find(id);
    if (this.delegate === undefined || format !== 'svg') return session.export(format);
    const { spec, trialsDone } = session.standing();
    return this.delegate.exportOf(spec, trialsDone, format, asked);
  }

  private openPlay(body: Extract<Request, { type: 'play-open' }>, asked: Asked): Promise<PlayOpened> {
    if (this.delegate === undefined) return this.plays.start(this.nextPlay++, body);
    if (this.delegate.count('play') >= maxPlays) throw new InputError(`${maxPlays} worlds are open already`, 'play-open', 'close one of them');
    return this.delegate.openPlay(this.nextPlay++, body, asked);
  }

  // Called from timers, where an error would end the whole program.
  private tell(session: HostSession, say: () => void): void {
    try {
      say();
    } catch (error) {
      session.close();
      this.send({ failure: this.errorLine(error), session: session.id });
    }
  }

  private async order(id: number, give: (session: HostSession) => void | Promise<void>): Promise<null> {
    await give(this.find(id));
    return null;
  }

  private orderPlay(id: number, give: (play: PlayHostSession) => void): null {
    give(this.plays.find(id));
    return null;
  }

  private closeSession(id: number): null {
    this.find(id).close();
    this.sessions.delete(id);
    return null;
  }

  private find(id: number): HostSession {
    const open = this.sessions.get(id);
    if (open === undefined) throw new InputError(`there is no session ${id}`, 'session', 'open the experiment again');
    return open.session;
  }

  private async runs(): Promise<Replies['runs']> {
    const { runs, damaged } = await listRuns(this.options.runsFolder);
    for (const error of damaged) this.send({ failure: this.errorLine(error) });
    return runs.flatMap(({ run, manifest }) => {
      if (isSteppedManifest(manifest)) return [];
      const { spec, hash, ended, trials } = manifest;
      try {
        return [{ run, spec: completeTrialSpec(spec), hash, ...(ended === undefined ? {} : { ended: { why: ended.why, planned: ended.planned, trials } }) }];
      } catch (error) {
        this.send({ failure: this.errorLine(error) });
        return [];
      }
    });
  }

  private send(message: HostMessage): void {
    if (!this.closed) this.channel.send(message);
  }

  private errorLine(error: unknown): ErrorLine {
    if (error instanceof InputError) return { what: error.what, where: error.where, remedy: error.remedy };
    this.options.onDefect?.(error);
    return { what: `this is a defect of the program: ${error instanceof Error ? error.message : String(error)}`, where: 'host', remedy: 'please report it with what you did before' };
  }
}

/** The number of a request, even of one that is not right, so that its answer finds its way. */
function requestNumber(given: unknown): number | undefined {
  const number = (given as { request?: unknown } | null)?.request;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** What makes room, and has no answer or a short one. */
function isUrgent(given: unknown): boolean {
  const message = given as { credit?: unknown; body?: { type?: unknown } | null } | null;
  return message?.credit !== undefined || message?.body?.type === 'abort';
}
