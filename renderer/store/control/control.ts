import { useSyncExternalStore } from 'react';
import type { Drawing } from '../../../src/contracts/drawing.ts';
import { isControl, type PartialSpec, type ControlSpec } from '../../../src/spec/spec.ts';
import type { Progress, Replies, SavedRun } from '../../../src/protocol/messages.ts';
import type { ControlFigures, ControlExport, ControlOpened, ListedControlRun } from '../../../src/protocol/steps.ts';
import { appState } from '../app-state.ts';
import { lineOf } from '../experiment.ts';
import { Stopped } from '../long-work.ts';
import { externalStore } from '../external-store.ts';
import { RemoteSession, type Host } from '../remote-session.ts';
import { FrameHistory } from './history.ts';
import { Pace } from './pace.ts';

/** What React draws of the games workspace; signals are in the history. */
export interface ControlState {
  readonly draft?: ControlSpec | undefined;
  readonly opened?: ControlOpened | undefined;
  readonly running: boolean;
  /** Times real time; null is as fast as it goes. */
  readonly speed: number | null;
  readonly learns: boolean;
  /** Whether a person plays. */
  readonly person: boolean;
  /** Frames that one looks back; 0 is now. */
  readonly back: number;
  /** Frames that had come when something was last told in words, which is now and then. */
  readonly told: number;
  readonly figures?: ControlFigures | undefined;
  /** The event of the figure; the one that the world names first when absent. */
  readonly event?: string | undefined;
  readonly thumbnails?: Readonly<Record<string, Drawing>> | undefined;
  readonly runs?: readonly ListedControlRun[] | undefined;
}

/** Shown to someone who comes for the first time. */
const firstWorld = 'breakout';
/** Milliseconds between two looks at the figures of a play that runs. */
const figuresMs = 1500;

/** The agent in a stepped world that is on screen. */
export class Control {
  readonly state = externalStore<ControlState>({
    running: false,
    speed: 1,
    learns: true,
    person: false,
    back: 0,
    told: 0,
  });
  history = new FrameHistory();
  readonly pace = new Pace();
  private readonly host: Host;
  private readonly remote: RemoteSession<'steps'>;
  private held: number | null = null;
  /** The speed of before a person played. */
  private agentSpeed: number | null = 1;
  private figuresAt = -Infinity;
  private opening = 0;
  /** Gives up what is being opened when something else is. */
  private overtaken = new AbortController();

  constructor(host: Host) {
    this.host = host;
    this.remote = new RemoteSession(host, {
      kind: 'steps',
      name: 'environment',
      opened: () => this.state.get().opened,
      onRefused: refused,
    });
  }

  /** Opens the workspace's first world, once. */
  async begin(): Promise<void> {
    await this.ask(async () => {
      if (this.state.get().thumbnails === undefined)
        this.state.set({ thumbnails: await this.host.request({ type: 'thumbnails' }) });
      await this.listRuns();
      if (this.state.get().draft === undefined) await this.open({ spec: { world: firstWorld } });
    });
  }

  async listRuns(): Promise<void> {
    this.state.set({ runs: (await this.host.request({ type: 'runs' })).filter(isOfSteps) });
  }

  /** A changed form begins anew. */
  edit(draft: ControlSpec): Promise<void> {
    this.state.set({ draft });
    return this.show(draft);
  }

  /** Opens a spec that may leave things out, such as one that came from outside. */
  show(spec: PartialSpec): Promise<void> {
    return this.ask(() => this.open({ spec }));
  }

  openRun(run: string): Promise<void> {
    return this.ask(() => this.open({ run }));
  }

  /** Opens what was open with a host that has gone. */
  reopen(): Promise<void> {
    const { opened, draft } = this.state.get();
    this.state.set({ opened: undefined, running: false });
    if (opened?.run !== undefined) return this.openRun(opened.run);
    return draft === undefined ? Promise.resolve() : this.edit(draft);
  }

  private async open(what: { readonly spec: PartialSpec } | { readonly run: string }): Promise<void> {
    const order = ++this.opening;
    const before = this.state.get();
    if (before.opened !== undefined) this.remote.close(before.opened);
    this.state.set({ opened: undefined, running: false });
    this.overtaken.abort();
    this.overtaken = new AbortController();
    const opened = await this.remote.open(what, this.overtaken.signal);
    if (order !== this.opening) {
      this.remote.close(opened);
      return;
    }
    this.history = new FrameHistory(this.history.version);
    this.held = null;
    appState.set({ error: undefined });
    this.state.set({
      opened,
      draft: opened.spec,
      back: 0,
      told: 0,
      person: false,
      learns: true,
      figures: undefined,
      event: undefined,
    });
    // Its first frame.
    await this.remote.request('pause', {});
  }

  /** What the host tells; drawn with the next animation frame. */
  receive(news: Progress): void {
    const { running } = this.state.get();
    if (!this.remote.isTold(news)) return;
    // What a person plays is not mixed with what the agent did.
    const isPerson = news.person !== undefined;
    if (isPerson !== this.history.isPerson) this.history = new FrameHistory(this.history.version, isPerson);
    this.history.add(news);
    if (news.state === 'running') this.pace.note(performance.now(), news.trace.to);
    else this.pace.clear();
    if (running !== (news.state === 'running')) this.state.set({ running: news.state === 'running' });
    const now = performance.now();
    if (news.state === 'paused' || now - this.figuresAt > figuresMs) {
      this.figuresAt = now;
      this.state.set({ told: this.history.version });
      void this.loadFigures();
    }
  }

  async toggle(): Promise<void> {
    if (this.state.get().running) await this.remote.ask('pause', {});
    else await this.run();
  }

  async run(): Promise<void> {
    this.state.set({ back: 0, running: true });
    const { opened, speed } = this.state.get();
    if (opened === undefined) return;
    await this.remote.ask('run', { perSecond: speed === null ? null : speed / opened.stepSeconds });
    // Frames that came before the answer went at another pace.
    this.pace.clear();
  }

  async step(): Promise<void> {
    this.state.set({ back: 0 });
    await this.remote.ask('step', {});
  }

  setSpeed(speed: number | null): Promise<void> {
    this.state.set({ speed });
    return this.state.get().running ? this.run() : Promise.resolve();
  }

  /** Looks at an earlier frame; the world stands still meanwhile. */
  lookBack(back: number): void {
    const { running } = this.state.get();
    this.state.set({ back: Math.max(0, Math.min(this.history.length - 1, back)) });
    if (running) void this.remote.ask('pause', {});
  }

  /** Goes back by so many seconds of the world's clock, at any speed; by one frame at least. */
  lookBackBy(seconds: number): void {
    const { opened, back } = this.state.get();
    // Steps need not divide a second: half a step less is the same step.
    if (opened !== undefined) this.lookBack(this.history.earlier(back, seconds / opened.stepSeconds - 0.5));
  }

  async setLearns(learns: boolean): Promise<void> {
    this.state.set({ learns });
    await this.remote.ask('learn', { learns });
  }

  /**
   * Lets a person play in the agent's place, or hands back. A new episode waits for the person's first key and then goes at the world's own pace; the agent watches
   * without learning, and stands afterwards where it stood.
   */
  async setPerson(person: boolean): Promise<void> {
    if (person === this.state.get().person) return;
    if (person) this.agentSpeed = this.state.get().speed;
    this.state.set({ person, back: 0, speed: person ? 1 : this.agentSpeed });
    this.act(person ? this.idle() : null);
    await this.remote.ask('pause', {});
  }

  /** The action of no key: one without keys where there is one, the middle of a real-valued one, else the one that was done last. */
  idle(): number {
    const actions = this.state.get().opened?.actions;
    if (actions === undefined) return 0;
    if (actions.kind === 'continuous') return (actions.low + actions.high) / 2;
    const without = actions.actions.findIndex(({ keys }) => keys === undefined || keys.length === 0);
    return without >= 0 ? without : (this.held ?? 0);
  }

  act(action: number | null): void {
    const { opened } = this.state.get();
    if (opened === undefined || action === this.held) return;
    this.held = action;
    void this.remote.ask('act', { action });
  }

  chooseEvent(event: string): Promise<void> {
    this.state.set({ event });
    return this.loadFigures();
  }

  async loadFigures(): Promise<void> {
    const { opened, event } = this.state.get();
    const figures = await this.remote.ask('figures', event === undefined ? {} : { event });
    if (figures !== undefined && this.state.get().opened === opened) this.state.set({ figures });
  }

  async save(): Promise<void> {
    const saved = await this.remote.ask('save', {});
    if (saved === undefined) return;
    appState.set({ notice: `saved as ${saved.folder}` });
    await this.ask(() => this.listRuns());
  }

  export(what: ControlExport): Promise<Replies['export'] | undefined> {
    const { event } = this.state.get();
    return this.remote.ask('export', { what, ...(event === undefined ? {} : { event }) });
  }

  private async ask(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      refused(error);
    }
  }
}

function refused(error: unknown): void {
  if (!(error instanceof Stopped)) appState.set({ error: lineOf(error) });
  else if (!error.isOvertaken)
    appState.set({ notice: 'Stopped. Change a setting, or choose an environment, to open it.' });
}

const isOfSteps = (saved: SavedRun): saved is ListedControlRun => isControl(saved.spec);

/** Draws the component again when what `select` picks has changed. `select` must not make new objects. */
export function useControl<T>(control: Control, select: (state: ControlState) => T): T {
  return useSyncExternalStore(control.state.subscribe, () => select(control.state.get()));
}
