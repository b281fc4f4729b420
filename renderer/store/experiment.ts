import type { SignatureResult } from '../../src/contracts/result.ts';
import { verdictReason } from '../../src/analysis/verdict-words.ts';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { InputError } from '../../src/core/errors.ts';
import type { PartialSpec, TrialSpec } from '../../src/spec/spec.ts';
import type { SensedSignal } from '../../src/contracts/sensed.ts';
import type { UnitMap } from '../../src/contracts/units.ts';
import type { ErrorLine, Progress, Replies } from '../../src/protocol/messages.ts';
import { unpackSensed } from '../../src/protocol/packed-sensed.ts';
import { unpackUnitMap } from '../../src/protocol/packed-units.ts';
import type { Raster, TrialExport, TrialOpened } from '../../src/protocol/trials.ts';
import type { ExternalStore } from './external-store.ts';
import type { AppState, SessionStatus } from './app-state.ts';
import { asLongWork, Stopped } from './long-work.ts';
import { changeBegins } from './redraw-time.ts';
import { RemoteSession, type Host } from './remote-session.ts';
import { TrialStore } from './trial-store.ts';

interface Wanted {
  readonly spec: PartialSpec;
  readonly field?: string | undefined;
}

/**
 * Maximum time that a new value waits for the previous figure, so that intermediate values of a dragged slider are
 * displayed.
 */
const patienceMs = 250;

/**
 * The displayed experiment. It opens sessions, runs them, moves through them, and closes those that a later change has
 * replaced. At most one request to open is pending at any time; of the changes made meanwhile only the last one is
 * opened.
 */
export class Experiment {
  /** Number of trials of the session in the figure. */
  trials: TrialStore | undefined;
  private readonly state: ExternalStore<AppState>;
  private readonly host: Host;
  private readonly remote: RemoteSession<'trials'>;
  private wanted: Wanted | undefined;
  private isOpening = false;
  private pendingSeek: number | undefined;
  private isSeeking = false;
  private firstFigure: (() => void) | undefined;

  constructor(state: ExternalStore<AppState>, host: Host) {
    this.state = state;
    this.host = host;
    this.remote = new RemoteSession(host, {
      kind: 'trials',
      name: 'experiment',
      opened: () => state.get().opened,
      onRefused: (error) => state.set({ error: lineOf(error) }),
    });
  }

  /** Shows the finished figure of a spec as soon as it is available; the last good one stays until then. */
  async show(spec: PartialSpec, field?: string): Promise<void> {
    this.wanted = { spec, field };
    if (this.isOpening) return;
    this.isOpening = true;
    while (this.wanted !== undefined) {
      const next: Wanted = this.wanted;
      this.wanted = undefined;
      await this.open(next);
    }
    this.isOpening = false;
  }

  /** A changed draft: the forms show it immediately, the figure follows. */
  edit(draft: TrialSpec, field?: string): void {
    changeBegins(this.state.get().opened?.session);
    this.state.set({ draft });
    void this.show(draft, field);
  }

  /** Reopens what was open when the connection to the previous host was lost. */
  async reopen(): Promise<void> {
    const { draft } = this.state.get();
    this.state.set({ opened: undefined, status: undefined, error: undefined });
    if (draft !== undefined) await this.show(draft);
  }

  /** Resumes or pauses; restarts if the session has ended. */
  async toggle(): Promise<void> {
    const { opened, status } = this.state.get();
    if (opened === undefined) return;
    if (status?.state === 'running') await this.remote.ask('pause', {});
    else if (status?.trialsDone === opened.trials) await this.restart();
    else await this.run(this.state.get().speed);
  }

  async restart(): Promise<void> {
    await this.seek(0);
    await this.run(this.state.get().speed);
  }

  runToEnd(): Promise<void> {
    return this.run(null);
  }

  async step(): Promise<void> {
    const { opened, status } = this.state.get();
    if (opened !== undefined && (status?.trialsDone ?? 0) < opened.trials) await this.remote.ask('step', {});
  }

  back(): Promise<void> {
    return this.seek((this.state.get().status?.trialsDone ?? 0) - 1);
  }

  async setSpeed(speed: number | null): Promise<void> {
    this.state.set({ speed });
    if (this.state.get().status?.state === 'running') await this.run(speed);
  }

  /** Goes to the state after a number of trials. While one seek is pending, only the last request is kept. */
  async seek(trialsDone: number): Promise<void> {
    const { opened } = this.state.get();
    if (opened === undefined) return;
    this.pendingSeek = Math.min(opened.trials, Math.max(0, trialsDone));
    if (this.isSeeking) return;
    this.isSeeking = true;
    while (this.pendingSeek !== undefined) {
      const target: number = this.pendingSeek;
      this.pendingSeek = undefined;
      await this.remote.ask('seek', { trialsDone: target });
    }
    this.isSeeking = false;
  }

  raster(condition: string): Promise<Raster> {
    return this.remote.request('raster', { condition });
  }

  async units(group: string, condition: string): Promise<UnitMap> {
    return unpackUnitMap(await this.remote.request('units', { group, condition }));
  }

  exported(what: TrialExport): Promise<Replies['export']> {
    return asLongWork('Preparing the file', (asking) => this.remote.request('export', { what }, asking));
  }

  /**
   * Compares several specs with the same schedule.
   * @param signal cancels it
   */
  compared(specs: readonly TrialSpec[], signal?: AbortSignal): Promise<Replies['compare']> {
    return asLongWork(
      'Comparing the agents',
      (asking) => this.host.request({ type: 'compare', specs: [...specs] }, asking),
      signal,
    );
  }

  /** What the recording of each spec shows on average of its whole session. */
  async sensed(specs: readonly PartialSpec[]): Promise<readonly SensedSignal[]> {
    const packed = await asLongWork('Running the models', (asking) =>
      this.host.request({ type: 'sense', specs: [...specs] }, asking),
    );
    return packed.map(unpackSensed);
  }

  /** Writes the run into the runs folder. */
  save(): Promise<Replies['save'] | undefined> {
    return this.remote.ask('save', {});
  }

  receive(progress: Progress): void {
    const { opened, shown, status } = this.state.get();
    if (opened === undefined || !this.remote.isTold(progress)) return;
    const { state, trialsDone, trial, result, weights, latest, session } = progress;
    const now: SessionStatus = {
      session,
      state,
      trialsDone,
      trial: trial ?? (trialsDone === 0 ? undefined : status?.trial),
    };
    this.state.set({
      status: now,
      ...(result === undefined
        ? {}
        : { shown: { opened, result, trialsDone, weights: weights ?? shown?.weights ?? [], latest } }),
      ...(result === undefined || state !== 'finished' ? {} : { announcement: finishedSentence(result.signatures) }),
    });
    if (result !== undefined && state !== 'running') this.firstFigure?.();
  }

  fail(failure: ErrorLine): void {
    this.firstFigure?.();
    this.state.set({ error: failure });
  }

  private async open({ spec, field }: Wanted): Promise<void> {
    const before = this.state.get().opened;
    try {
      const opened = await this.remote.open({ spec });
      if (before !== undefined) this.remote.close(before);
      this.adopt(opened);
      await this.runToFigure();
    } catch (error) {
      if (error instanceof Stopped) this.state.set({ notice: 'Stopped. The figure is that of the experiment before.' });
      else this.state.set({ error: { ...lineOf(error), field } });
    }
  }

  private adopt(opened: TrialOpened): void {
    // The target of the previous request.
    this.pendingSeek = undefined;
    this.trials = new TrialStore(opened.session, opened.trials, opened.columns.length);
    this.state.set({
      opened,
      draft: this.draftAfter(opened.spec),
      status: { session: opened.session, state: 'paused', trialsDone: 0 },
      error: undefined,
    });
  }

  /** The draft after a change made meanwhile; the same object if nothing changed, which avoids a rerender. */
  private draftAfter(spec: TrialSpec): TrialSpec {
    const { draft } = this.state.get();
    const isKept = draft !== undefined && (this.wanted !== undefined || canonicalJson(draft) === canonicalJson(spec));
    return isKept ? draft : spec;
  }

  private async runToFigure(): Promise<void> {
    const figure = new Promise<void>((resolve) => {
      this.firstFigure = resolve;
      setTimeout(resolve, patienceMs);
    });
    await this.remote.request('run', { perSecond: null });
    await figure;
    this.firstFigure = undefined;
  }

  private async run(perSecond: number | null): Promise<void> {
    await this.remote.ask('run', { perSecond });
  }
}

export function lineOf(error: unknown): ErrorLine {
  if (error instanceof InputError) return { what: error.what, where: error.where, remedy: error.remedy };
  return {
    what: error instanceof Error ? error.message : String(error),
    where: 'Phasic',
    remedy: 'start the program again',
  };
}

const finishedSentence = (signatures: readonly SignatureResult[]): string => `Finished. ${verdictReason(signatures)}.`;
