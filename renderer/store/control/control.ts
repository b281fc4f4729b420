import { useSyncExternalStore } from 'react';
import type { Drawing } from '../../../src/contracts/drawing.ts';
import type { UnitMap } from '../../../src/contracts/units.ts';
import { unpackUnitMap } from '../../../src/protocol/packed-units.ts';
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

/** The state of the games workspace that React renders; signals are in the history. */
export interface ControlState {
  readonly draft?: ControlSpec | undefined;
  readonly opened?: ControlOpened | undefined;
  readonly running: boolean;
  /** Multiple of real time; null for unlimited. */
  readonly speed: number | null;
  readonly learns: boolean;
  /** Whether a person plays. */
  readonly person: boolean;
  /** How many frames before the latest one is displayed; 0 for the latest. */
  readonly back: number;
  /** Number of frames at the last, occasional update of the text description. */
  readonly told: number;
  readonly figures?: ControlFigures | undefined;
  /** The event of the figure; if absent, the first event of the environment. */
  readonly event?: string | undefined;
  readonly thumbnails?: Readonly<Record<string, Drawing>> | undefined;
  readonly runs?: readonly ListedControlRun[] | undefined;
}

/** Shown on the first visit. */
const firstWorld = 'breakout';
/** Milliseconds between updates of the figures during a run. */
const figuresMs = 1500;

/** The displayed agent in a stepped environment. */
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
  /** The speed before a person took over. */
  private agentSpeed: number | null = 1;
  private figuresAt = -Infinity;
  private opening = 0;
  /** Cancels a pending request to open when another one starts. */
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

  /** Opens the first environment of the workspace, once. */
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

  /** A changed form restarts the run. */
  edit(draft: ControlSpec): Promise<void> {
    this.state.set({ draft });
    return this.show(draft);
  }

  /** Opens a spec that may be incomplete, such as one from a link or a file. */
  show(spec: PartialSpec): Promise<void> {
    return this.ask(() => this.open({ spec }));
  }

  openRun(run: string): Promise<void> {
    return this.ask(() => this.open({ run }));
  }

  /** Reopens what was open when the connection to the previous host was lost. */
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
    // The first frame.
    await this.remote.request('pause', {});
  }

  /** A message of the host; drawn with the next animation frame. */
  receive(news: Progress): void {
    const { running } = this.state.get();
    if (!this.remote.isTold(news)) return;
    // A person's play and the agent's are not mixed.
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
    // Frames that arrived before the answer had another pace.
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

  /** Shows an earlier frame and pauses the environment. */
  lookBack(back: number): void {
    const { running } = this.state.get();
    this.state.set({ back: Math.max(0, Math.min(this.history.length - 1, back)) });
    if (running) void this.remote.ask('pause', {});
  }

  /** Goes back by a number of seconds of the environment's clock, independent of the speed; by at least one frame. */
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
   * Lets a person play instead of the agent, or hands control back. A new episode waits for the person's first key and
   * then runs at the environment's own pace; the agent watches without learning, and continues from its previous state
   * afterwards.
   */
  async setPerson(person: boolean): Promise<void> {
    if (person === this.state.get().person) return;
    if (person) this.agentSpeed = this.state.get().speed;
    this.state.set({ person, back: 0, speed: person ? 1 : this.agentSpeed });
    this.act(person ? this.idle() : null);
    await this.remote.ask('pause', {});
  }

  /**
   * The action without a key pressed: the one without keys if there is one, the middle of a real-valued range,
   * otherwise the last action.
   */
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

  async units(group: string, event: string): Promise<UnitMap> {
    return unpackUnitMap(await this.remote.request('units', { group, condition: event }));
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

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useControl<T>(control: Control, select: (state: ControlState) => T): T {
  return useSyncExternalStore(control.state.subscribe, () => select(control.state.get()));
}
