import { InputError } from '../core/errors.ts';
import { parsePartialSpec } from '../contracts/spec.ts';
import { catalogue } from '../engine/catalogue.ts';
import { completeSpec } from '../engine/experiment.ts';
import type { Channel } from '../protocol/channel.ts';
import { parseClientMessage, type BenchCellLine, type ErrorLine, type HostMessage, type Opened, type Replies, type Request } from '../protocol/messages.ts';
import { listRuns } from '../storage/run-folder.ts';
import { compareSpecs, comparisonData } from './arms.ts';
import { BenchSession } from './bench/bench-session.ts';
import { defaultBenchFolder } from './bench/bench-store.ts';
import type { BenchOptions } from './bench/run-bench.ts';
import { Credits } from './credits.ts';
import { doctor } from './doctor/doctor.ts';
import { HostSession } from './host-session.ts';
import type { PlayHostSession } from './play/play-host-session.ts';
import { Plays, thumbnails } from './play/plays.ts';
import { Reporter } from './reporter.ts';
import { nodeScheduler, type Scheduler } from './scheduler.ts';

export interface HostOptions {
  /** Where `save` writes and `runs` reads. */
  readonly runsFolder: string;
  /** Where the cells of the matrix are kept; the default one when absent. */
  readonly benchFolder?: string | undefined;
  /** What the bench runs, where it is not all of it. */
  readonly benchOptions?: Partial<BenchOptions> | undefined;
  readonly scheduler?: Scheduler;
  /** Told of errors that are no one's input: defects of this program. */
  readonly onDefect?: (error: unknown) => void;
}

/** Each holds its signals in memory; a page shows one or two. */
const maxSessions = 8;

type Handlers = { readonly [T in Request['type']]: (request: Extract<Request, { type: T }>) => Replies[T] | Promise<Replies[T]> };

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
  private nextSession = 1;
  private closed = false;
  private readonly inWork = new Set<Promise<void>>();

  private readonly handlers: Handlers = {
    catalogue: () => catalogue(),
    doctor: () => doctor(),
    open: ({ spec }) => this.open(spec),
    close: ({ session }) => this.closeSession(session),
    run: ({ session, trialsPerSecond }) => this.order(session, (one) => one.run(trialsPerSecond)),
    pause: ({ session }) => this.order(session, (one) => one.pause()),
    step: ({ session }) => this.order(session, (one) => one.step()),
    seek: ({ session, trialsDone }) => this.order(session, (one) => one.seek(trialsDone)),
    raster: ({ session, condition }) => this.find(session).raster(condition),
    export: ({ session, format }) => this.find(session).export(format),
    save: ({ session }) => this.find(session).save(this.options.runsFolder),
    runs: () => this.runs(),
    compare: ({ specs }) => comparisonData(compareSpecs(specs.map((spec) => completeSpec(parsePartialSpec(spec, 'spec'))))),
    bench: () => this.bench.matrix(),
    'bench-run': () => {
      this.bench.run();
      return null;
    },
    'bench-stop': () => {
      this.bench.stop();
      return null;
    },
    'play-open': (given) => this.plays.start(given),
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
    'play-thumbnails': () => thumbnails(),
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
    };
    this.bench = new BenchSession(options.benchFolder ?? defaultBenchFolder(), listeners, options.benchOptions);
    this.plays = new Plays({
      runsFolder: options.runsFolder,
      send: (message) => this.send(message),
      credits: this.credits,
      scheduler: this.scheduler,
      onError: (error) => this.send({ failure: this.errorLine(error) }),
    });
    channel.onMessage((message) => this.take(message));
    channel.onFrame(() => this.take('a binary frame'));
    channel.onClose(() => this.close());
  }

  /** Ends all sessions. Called by itself when the channel closes. */
  close(): void {
    this.closed = true;
    this.bench.stop();
    for (const { session } of this.sessions.values()) session.close();
    this.sessions.clear();
    this.plays.closeAll();
  }

  /** Resolves when every request that came has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.inWork);
  }

  private take(message: unknown): void {
    const work = this.receive(message).finally(() => this.inWork.delete(work));
    this.inWork.add(work);
  }

  private async receive(given: unknown): Promise<void> {
    const request = requestNumber(given);
    try {
      const message = parseClientMessage(given);
      if ('credit' in message) this.credit(message.credit);
      else this.send({ reply: message.request, ok: true, body: await this.answer(message.body) });
    } catch (error) {
      const line = this.errorLine(error);
      this.send(request === undefined ? { failure: line } : { reply: request, ok: false, error: line });
    }
  }

  private answer<T extends Request['type']>(body: Extract<Request, { type: T }>): Replies[T] | Promise<Replies[T]> {
    return this.handlers[body.type](body);
  }

  private credit(count: number): void {
    this.credits.add(count);
    for (const { reporter } of this.sessions.values()) reporter.sendTrials();
  }

  private open(given: unknown): Opened {
    if (this.sessions.size >= maxSessions) throw new InputError(`${maxSessions} sessions are open already`, 'open', 'close one of them');
    const spec = completeSpec(parsePartialSpec(given, 'spec'));
    const session: HostSession = new HostSession(this.nextSession++, spec, this.scheduler, {
      onSlice: () => this.tell(session, () => reporter.running()),
      onStop: () => this.tell(session, () => reporter.stopped()),
      onError: ({ id }, error) => this.send({ failure: this.errorLine(error), session: id }),
    });
    const reporter = new Reporter(session, this.channel, this.credits, this.scheduler);
    this.sessions.set(session.id, { session, reporter });
    return session.opened();
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
      try {
        return [{ run, spec: completeSpec(manifest.spec), hash: manifest.hash, ...(manifest.ended === undefined ? {} : { ended: { ...manifest.ended, trials: manifest.trials } }) }];
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
