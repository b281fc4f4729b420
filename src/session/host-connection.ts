import { InputError } from '../core/errors.ts';
import { parsePartialSpec } from '../spec/parse-spec.ts';
import { isControl, type Spec } from '../spec/spec.ts';
import { completeSpec, completeTrialSpec } from '../engine/complete-spec.ts';
import { catalogue } from '../engine/catalogue.ts';
import type { Channel } from '../protocol/channel.ts';
import { packSensed } from '../protocol/packed-sensed.ts';
import {
  parseClientMessage,
  type BenchCellLine,
  type ComparedRuns,
  type ErrorLine,
  type HostMessage,
  type Opened,
  type Replies,
  type Request,
} from '../protocol/messages.ts';
import { comparisonNotes } from '../analysis/comparison-csv.ts';
import { notesText } from '../export/table-notes.ts';
import { compareSpecs, comparisonData } from './arms.ts';
import { BenchSession } from '../jobs/bench/bench-session.ts';
import { defaultBenchFolder } from '../jobs/bench/bench-store.ts';
import type { BenchOptions } from '../jobs/bench/run-bench.ts';
import { Credits } from './credits.ts';
import { readExperimentFile } from './experiment-file.ts';
import { doctor } from '../jobs/doctor.ts';
import { Delegate, type Asked } from './helpers/delegate.ts';
import type { Helpers } from './helpers/helpers.ts';
import type { OpenSession } from './open-session.ts';
import type { PartsDesk } from '../own-parts/desk.ts';
import { Places } from './places.ts';
import { savedRuns, savedSpec } from './saved-runs.ts';
import { nodeScheduler, type Scheduler } from './scheduler.ts';
import { sensedSpecs } from './sensed-specs.ts';
import { Sessions } from './sessions.ts';
import { requireRoomForControl } from './size/control-size.ts';
import { isLong, requireRoom } from './size/session-size.ts';
import { thumbnails } from '../export/thumbnails.ts';

export interface HostOptions {
  /** Where `save` writes and `runs` reads. */
  readonly runsFolder: string;
  /** Where the cells of the matrix are stored; the default location if absent. */
  readonly benchFolder?: string | undefined;
  /** The bench's rows and columns, if not all. */
  readonly benchOptions?: Partial<BenchOptions> | undefined;
  readonly scheduler?: Scheduler;
  /** Processes for long work; without them, everything is computed here. */
  readonly helpers?: Helpers | undefined;
  /** For a page of the person at this machine, and no other: adds parts of their own, which are code that is run. */
  readonly partsDesk?: PartsDesk | undefined;
  /** Called for errors that are not due to input: defects of this program. */
  readonly onDefect?: (error: unknown) => void;
}

/** Maximum numbers of a page's requests in progress, and waiting. */
const maxInWork = 32;
const maxWaiting = 256;

type Handlers = {
  readonly [T in Request['type']]: (
    body: Extract<Request, { type: T }>,
    asked: Asked,
  ) => Replies[T] | Promise<Replies[T]>;
};

/**
 * Serves one page until its channel closes: answers every request of the protocol and sends the signals of its
 * sessions.
 */
export function connectHost(channel: Channel<HostMessage, unknown>, options: HostOptions): HostConnection {
  return new HostConnection(channel, options);
}

export class HostConnection {
  private readonly channel: Channel<HostMessage, unknown>;
  private readonly options: HostOptions;
  private readonly credits = new Credits();
  private readonly sessions: Sessions;
  private readonly places = new Places();
  private readonly opening = new Map<number, Promise<Opened>>();
  private readonly bench: BenchSession;
  private readonly delegate: Delegate | undefined;
  private nextSession = 1;
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
    close: ({ session }) => {
      this.sessions.close(session);
      return null;
    },
    run: ({ session, perSecond }) => this.order(session, (one) => one.run(perSecond)),
    pause: ({ session }) => this.order(session, (one) => one.pause()),
    step: ({ session }) => this.order(session, (one) => one.step()),
    export: (body, asked) => this.export(body, asked),
    save: ({ session }) => this.sessions.find(session).save(this.options.runsFolder),
    runs: () => savedRuns(this.options.runsFolder, (error) => this.send({ failure: this.errorLine(error) })),
    seek: async ({ session, trialsDone }) => {
      await this.sessions.findTrials(session, 'seek').seek(trialsDone);
      return null;
    },
    raster: ({ session, condition }) => this.sessions.findTrials(session, 'raster').raster(condition),
    units: ({ session, group, condition }) => this.sessions.find(session).units(group, condition),
    learn: ({ session, learns }) => {
      this.sessions.findSteps(session, 'learn').learn(learns);
      return null;
    },
    act: ({ session, action }) => {
      this.sessions.findSteps(session, 'act').act(action);
      return null;
    },
    figures: ({ session, event }) => this.sessions.findSteps(session, 'figures').figures(event),
    compare: (body, asked) => this.compare(body, asked),
    sense: (body, asked) => this.sense(body, asked),
    bench: (body) => this.delegate?.askBench(body) ?? this.bench.matrix(),
    'bench-cell': (body) => this.delegate?.askBench(body) ?? this.bench.cell(body),
    'bench-run': (body) => {
      if (this.delegate !== undefined) return this.delegate.askBench(body);
      this.bench.run(body.cell);
      return null;
    },
    'bench-stop': (body) => {
      if (this.delegate !== undefined) return this.delegate.askBench(body);
      this.bench.stop();
      return null;
    },
    'own-parts': ({ folder }) => this.partsDesk().show(folder),
    'agree-to-parts': async ({ folder, files }) => {
      await this.partsDesk().agree(folder, files);
      return this.startAgain();
    },
    'forget-parts': async () => {
      await this.partsDesk().forget();
      return this.startAgain();
    },
    thumbnails: () => {
      // Someone who looks at the environments is likely to open one next.
      this.delegate?.prepare();
      return thumbnails();
    },
  };

  constructor(channel: Channel<HostMessage, unknown>, options: HostOptions) {
    this.channel = channel;
    this.options = options;
    const listeners = {
      onCell: (cell: BenchCellLine) => this.send({ bench: { cell, running: true } }),
      onEnd: (error?: unknown) => {
        this.send({ bench: { running: false } });
        if (error !== undefined) this.send({ failure: this.errorLine(error) });
      },
      onFlaw: (flaw: InputError) => this.send({ failure: this.errorLine(flaw) }),
    };
    this.bench = new BenchSession(options.benchFolder ?? defaultBenchFolder(), listeners, options.benchOptions);
    const { helpers, runsFolder, scheduler = nodeScheduler } = options;
    const onGone = (session: number): void => this.places.free(session);
    this.sessions = new Sessions({
      runsFolder,
      channel,
      credits: this.credits,
      scheduler,
      onError: (error, session) => this.send({ failure: this.errorLine(error), session }),
      onGone,
    });
    this.delegate =
      helpers &&
      new Delegate({
        helpers,
        credits: this.credits,
        send: (message) => this.send(message),
        sendFrame: (frame) => this.closed || channel.sendFrame(frame),
        onGone,
      });
    channel.onMessage((message) => this.take(message));
    channel.onFrame(() => this.take('a binary frame'));
    channel.flow?.onRoom(() => this.beginWaiting());
    channel.onClose(() => this.close());
  }

  /** Ends all sessions. Called automatically when the channel closes. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
    this.bench.stop();
    this.sessions.closeAll();
    this.ending = this.delegate?.close();
  }

  /** Sets the number of the next opened session: another process counts them. */
  countFrom(number: number): void {
    this.nextSession = number;
  }

  /** Reads a spec or a design that a person opened with the program, and sends it to the page; or why it cannot be read. */
  async showFile(file: string): Promise<void> {
    try {
      this.send({ file: await readExperimentFile(file) });
    } catch (error) {
      this.send({ failure: this.errorLine(error) });
    }
  }

  /** Resolves when every received request has been answered and, once it is closed, when no work for it is left. */
  async settled(): Promise<void> {
    await Promise.all(this.inWork);
    await this.ending;
  }

  // A page's sending is limited by its reading: a request is answered only while the page reads its answers, and only a
  // limited number at a time.
  private take(message: unknown): void {
    if (isUrgent(message)) this.begin(message);
    else if (this.waiting.length < maxWaiting) this.waiting.push(message);
    else
      this.refuse(
        requestNumber(message),
        new InputError(`${maxWaiting} requests wait to be answered already`, 'message', 'wait for their answers'),
      );
    this.beginWaiting();
  }

  private beginWaiting(): void {
    while (this.waiting.length > 0 && this.inWork.size < maxInWork && this.channel.flow?.isFull !== true)
      this.begin(this.waiting.shift());
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
      else {
        // A page's request for a session may arrive before the session exists.
        const opening = 'session' in message.body ? this.opening.get(message.body.session) : undefined;
        if (opening !== undefined) await Promise.allSettled([opening]);
        this.send({ reply: message.request, ok: true, body: await this.answer(message.body, message) });
      }
    } catch (error) {
      this.refuse(request, error);
    }
  }

  private refuse(request: number | undefined, error: unknown): void {
    const line = this.errorLine(error);
    this.send(request === undefined ? { failure: line } : { reply: request, ok: false, error: line });
  }

  private answer<T extends Request['type']>(
    body: Extract<Request, { type: T }>,
    asked: Asked,
  ): Replies[T] | Promise<Replies[T]> {
    return (this.delegate?.held(body) as Promise<Replies[T]> | undefined) ?? this.handlers[body.type](body, asked);
  }

  private credit(count: number): void {
    this.credits.add(count);
    this.sessions.sendBlocks();
    this.delegate?.repay();
  }

  private async open(body: Extract<Request, { type: 'open' }>, asked: Asked): Promise<Opened> {
    const spec =
      body.run === undefined ? completeSpec(parsePartialSpec(body.spec, 'spec')) : await this.specOfRun(body);
    if (isControl(spec)) requireRoomForControl(spec);
    else requireRoom([spec]);
    const session = this.nextSession;
    this.places.take(session, spec);
    this.nextSession += 1;
    const isForHelper = isControl(spec) || isLong(spec);
    const opening =
      isForHelper && this.delegate !== undefined
        ? this.delegate.open(session, body.run === undefined ? { type: 'open', spec } : body, asked)
        : this.sessions.start(session, spec, body.run);
    this.opening.set(session, opening);
    try {
      const opened = await opening;
      // The page may have closed meanwhile.
      if (this.closed) this.sessions.closeAll();
      return opened;
    } catch (error) {
      this.places.free(session);
      throw error;
    } finally {
      this.opening.delete(session);
    }
  }

  private specOfRun({ spec, run = '' }: Extract<Request, { type: 'open' }>): Promise<Spec> {
    if (spec !== undefined)
      throw new InputError(
        'a session is opened of a spec or of a saved run, not of both',
        'open',
        'leave one of them out',
      );
    return savedSpec(this.options.runsFolder, run);
  }

  private compare(
    { specs: given }: Extract<Request, { type: 'compare' }>,
    asked: Asked,
  ): ComparedRuns | Promise<ComparedRuns> {
    const specs = given.map((spec) => completeTrialSpec(parsePartialSpec(spec, 'spec')));
    requireRoom(specs);
    if (this.delegate !== undefined) return this.delegate.once({ type: 'compare', specs: [...specs] }, asked);
    const data = comparisonData(
      compareSpecs(specs, undefined, (share) => this.send({ working: { request: asked.request, share } })),
    );
    return { data, specs, notes: notesText(comparisonNotes(data, specs)) };
  }

  private sense(
    { specs: given }: Extract<Request, { type: 'sense' }>,
    asked: Asked,
  ): Replies['sense'] | Promise<Replies['sense']> {
    const specs = given.map((spec) => completeTrialSpec(parsePartialSpec(spec, 'spec')));
    requireRoom(specs);
    if (this.delegate !== undefined) return this.delegate.once({ type: 'sense', specs: [...specs] }, asked);
    return sensedSpecs(specs, (share) => this.send({ working: { request: asked.request, share } })).map(packSensed);
  }

  // A picture of trials is drawn with a library that takes longer to load than a session of this process takes to run.
  private export(
    { session: id, what, event }: Extract<Request, { type: 'export' }>,
    asked: Asked,
  ): Promise<Replies['export']> {
    const session = this.sessions.find(id);
    if (this.delegate === undefined || session.kind !== 'trials' || what !== 'svg') return session.export(what, event);
    const { spec, trialsDone } = session.standing();
    return this.delegate.exportOf(spec, trialsDone, what, asked);
  }

  private order(id: number, give: (session: OpenSession) => void): null {
    give(this.sessions.find(id));
    return null;
  }

  private partsDesk(): PartsDesk {
    if (this.options.partsDesk !== undefined) return this.options.partsDesk;
    throw new InputError('this page may not add parts', 'parts', 'open Phasic on this machine, or use --parts FOLDER');
  }

  /** Parts are added when a process starts. The page has its answer first. */
  private startAgain(): null {
    void this.settled().then(() => this.partsDesk().restart());
    return null;
  }

  private send(message: HostMessage): void {
    if (!this.closed) this.channel.send(message);
  }

  private errorLine(error: unknown): ErrorLine {
    if (error instanceof InputError) return { what: error.what, where: error.where, remedy: error.remedy };
    this.options.onDefect?.(error);
    return {
      what: `this is a defect of the program: ${error instanceof Error ? error.message : String(error)}`,
      where: 'host',
      remedy: 'please report it with what you did before',
    };
  }
}

/** The number of a request, even an invalid one, so that its answer can be matched. */
function requestNumber(given: unknown): number | undefined {
  const number = (given as { request?: unknown } | null)?.request;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** Requests that free resources and have no answer or a short one. */
function isUrgent(given: unknown): boolean {
  const message = given as { credit?: unknown; body?: { type?: unknown } | null } | null;
  return message?.credit !== undefined || message?.body?.type === 'abort';
}
