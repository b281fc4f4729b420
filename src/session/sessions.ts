import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { isControl, type Spec } from '../spec/spec.ts';
import type { Channel } from '../protocol/channel.ts';
import type { HostMessage, Opened } from '../protocol/messages.ts';
import type { Credits } from './credits.ts';
import { networksFor } from '../compute/backends.ts';
import type { SessionListeners } from './open-session.ts';
import { startControlRun } from './control/start-run.ts';
import { loadControlRun } from './control/control-run.ts';
import { ControlHostSession } from './control/control-host-session.ts';
import { Reporter } from './reporter.ts';
import type { Scheduler } from './scheduler.ts';
import { TrialHostSession } from './trial-host-session.ts';

export interface SessionsOptions {
  readonly runsFolder: string;
  readonly channel: Channel<HostMessage, unknown>;
  readonly credits: Credits;
  readonly scheduler: Scheduler;
  /** Called with errors in a session that no request waits for. */
  readonly onError: (error: unknown, session: number) => void;
  /** Called for each session that is closed. */
  readonly onGone: (session: number) => void;
}

type HostSession = TrialHostSession | ControlHostSession;

interface Open {
  readonly session: HostSession;
  readonly reporter: Reporter;
}

/** The sessions of one page that this process runs, of every kind of world, by number. */
export class Sessions {
  private readonly options: SessionsOptions;
  private readonly open = new Map<number, Open>();

  constructor(options: SessionsOptions) {
    this.options = options;
  }

  /**
   * @param spec complete
   * @param run the saved run that it comes from, if any
   * @throws InputError if its networks do not work here, its parts are incompatible, or the run cannot be loaded
   */
  async start(id: number, spec: Spec, run: string | undefined): Promise<Opened> {
    const { channel, credits, scheduler, onError } = this.options;
    const session = await this.create(id, spec, run, {
      onSlice: () => this.tell(id, (reporter) => reporter.running()),
      onStop: () => this.tell(id, (reporter) => reporter.stopped()),
      onError: (error) => onError(error, id),
    });
    this.open.set(id, { session, reporter: new Reporter(session, channel, credits, scheduler) });
    return session.opened();
  }

  private async create(
    id: number,
    spec: Spec,
    run: string | undefined,
    listeners: SessionListeners,
  ): Promise<HostSession> {
    const { runsFolder, scheduler } = this.options;
    if (!isControl(spec))
      return new TrialHostSession(id, spec, await networksFor(spec.backend), scheduler, listeners, run);
    if (run === undefined)
      return new ControlHostSession(id, startControlRun(spec, await networksFor(spec.backend)), scheduler, listeners);
    const folder = join(runsFolder, run);
    const loaded = await loadControlRun(folder, { networksFor, anyBackend: true });
    return new ControlHostSession(id, loaded.run, scheduler, listeners, { folder, ...loaded });
  }

  /** @throws InputError for an unknown number */
  find(id: number): HostSession {
    const found = this.open.get(id);
    if (found === undefined) throw new InputError(`there is no session ${id}`, 'session', 'open it again');
    return found.session;
  }

  /**
   * @param request the request to it
   * @throws InputError also for a session of steps
   */
  findTrials(id: number, request: string): TrialHostSession {
    const session = this.find(id);
    if (session.kind === 'trials') return session;
    throw new InputError(
      `'${request}' is for sessions of trials, and this is one of steps`,
      `session ${id}`,
      'open an experiment for it',
    );
  }

  /** @throws InputError also for a session of trials */
  findSteps(id: number, request: string): ControlHostSession {
    const session = this.find(id);
    if (session.kind === 'steps') return session;
    throw new InputError(
      `'${request}' is for sessions of steps, and this is one of trials`,
      `session ${id}`,
      'open a stepped environment for it',
    );
  }

  close(id: number): void {
    this.find(id).close();
    this.open.delete(id);
    this.options.onGone(id);
  }

  closeAll(): void {
    for (const { session } of this.open.values()) session.close();
    this.open.clear();
  }

  /** The page can take more frames. */
  sendBlocks(): void {
    for (const { reporter } of this.open.values()) reporter.sendBlocks();
  }

  // Called from timers, where an error would end the whole program.
  private tell(id: number, say: (reporter: Reporter) => void): void {
    const found = this.open.get(id);
    if (found === undefined) return;
    try {
      say(found.reporter);
    } catch (error) {
      this.close(id);
      this.options.onError(error, id);
    }
  }
}
