import { basename, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { CurveFigure, ReturnLevel } from '../../contracts/control-figures.ts';
import { find } from '../../engine/registry.ts';
import type { Exported, Replies } from '../../protocol/messages.ts';
import {
  controlExports,
  type ControlFigures,
  type ControlFrame,
  type ControlExport,
  type ControlOpened,
  type ControlProgress,
} from '../../protocol/steps.ts';
import { packUnitMap, type PackedUnitMap } from '../../protocol/packed-units.ts';
import { Drive } from '../drive.ts';
import { savedTable } from '../../export/table-notes.ts';
import { exportRefusal, type OpenSession, type SessionListeners } from '../open-session.ts';
import type { Scheduler } from '../scheduler.ts';
import { PersonVisit, type AgentStatus } from './person-visit.ts';
import { eventFigureOf, eventIndex, eventsTable, runCurve, type Watched } from './control-figures.ts';
import { RunPlace } from './run-place.ts';
import type { ControlRun } from './start-run.ts';
import { meanOver, type LoadedControlRun } from './control-run.ts';
import { TraceFeed } from './trace-feed.ts';
import { UnitLog } from './unit-log.ts';

/** A saved run, and its folder. */
export type KeptControlRun = LoadedControlRun & { readonly folder: string };

/** The displayed environment. */
const shown = 0;
/** Ticks for which the end of an episode stays displayed if several ticks fall into one frame. */
const lateTicks = 3;

/** At the start of an episode. */
const noStep = { action: null, reward: null, happened: [], rpe: null } as const;

/** The end of an episode, which must be displayed although the next one has begun. */
interface Ending {
  readonly frame: ControlFrame;
  readonly tick: number;
  isShown: boolean;
}

/** An agent in a stepped environment opened by a page, in which a person can also play. */
export class ControlHostSession implements OpenSession {
  readonly kind = 'steps';
  readonly id: number;
  private readonly played: ControlRun;
  private readonly saved: KeptControlRun | undefined;
  /** Its folder, once it has been saved. */
  private place: RunPlace | undefined;
  private readonly drive: Drive;
  private readonly traces: TraceFeed;
  private readonly listeners: SessionListeners;
  private visit: PersonVisit | undefined;
  /** From the first request for units on. */
  private unitLog: UnitLog | undefined;
  /** The result of the last person who played. */
  private personLevel: readonly ReturnLevel[] = [];
  /** Whether the agent learns when it acts itself. */
  private learns = true;
  private episode = 1;
  /** The state that the agent resumes from when a person hands back. */
  private handedOver = { seconds: 0, episode: 1, ending: undefined as Ending | undefined };
  private ending: Ending | undefined;
  private readonly began: { seconds: number; steps: number };

  /** @param saved the saved run that it started from, if any */
  constructor(id: number, run: ControlRun, scheduler: Scheduler, listeners: SessionListeners, saved?: KeptControlRun) {
    this.id = id;
    this.played = run;
    this.saved = saved;
    this.listeners = listeners;
    const { session } = run;
    this.began = { seconds: 0, steps: session.steps };
    const { recorder } = run.observer;
    this.traces = new TraceFeed(session.done, recorder !== undefined);
    session.worlds.beforeReset = (index) => this.seeEnd(index);
    session.onStep((one) => {
      this.traces.add(
        one.acting.signals.rpe[shown] as number,
        one.valueAfter(shown),
        one.worlds.rewards[shown] as number,
        recorder?.rate[shown] ?? 0,
      );
      // The agent's signals at the end are known only now.
      if (one.worlds.starts[shown] === 1 && this.ending !== undefined)
        this.ending = {
          frame: { ...this.ending.frame, ...this.lastStep(), ...this.noChoice() },
          tick: one.done,
          isShown: false,
        };
    });
    const driven = {
      get done() {
        return session.done;
      },
      step: () => {
        this.tick();
        // Gives a person time to see how an episode ended, and to prepare for the next.
        if (this.visit?.ended === true) this.pause();
      },
    };
    this.drive = new Drive(driven, scheduler, {
      onSlice: () => listeners.onSlice(),
      onArrival: () => listeners.onStop(),
      onError: (error) => this.fail(error),
    });
  }

  opened(): ControlOpened {
    const { session } = this.played;
    const { env, spec, worlds, acting } = session;
    return {
      kind: this.kind,
      session: this.id,
      spec,
      title: env.title,
      events: env.events,
      actions: worlds.world(shown).actions,
      stepSeconds: env.stepSeconds,
      channels: acting.channels,
      units: (acting.units ?? []).map(({ group }) => group),
      ...this.recording(),
      ...(this.saved === undefined ? {} : { run: basename(this.saved.folder) }),
    };
  }

  private recording(): Pick<ControlOpened, 'recording'> {
    const { session, observer } = this.played;
    if (observer.recorder === undefined) return {};
    const { title, unit } = find('recordings', session.spec.recording.id);
    return { recording: { title, unit } };
  }

  run(perSecond: number | null): void {
    this.drive.run({ perSecond, until: Infinity });
  }

  pause(): void {
    this.drive.stop();
    this.listeners.onStop();
  }

  step(): void {
    this.drive.stop();
    try {
      this.tick();
    } finally {
      this.listeners.onStop();
    }
  }

  close(): void {
    this.drive.stop();
    this.played.session.dispose();
  }

  learn(learns: boolean): void {
    this.learns = learns;
    if (this.visit === undefined) this.played.session.acting.plastic = learns;
  }

  /**
   * A person's action, the first of which starts an episode of their own; null hands back.
   * @throws InputError for an action that the environment does not have
   */
  act(action: number | null): void {
    const { actions } = this.played.session.worlds.world(shown);
    const isOne =
      action === null ||
      (actions.kind === 'continuous'
        ? action >= actions.low && action <= actions.high
        : Number.isInteger(action) && action >= 0 && action < actions.actions.length);
    if (!isOne)
      throw new InputError(
        `there is no action ${action}`,
        `session ${this.id}`,
        'choose one of the actions of this environment',
      );
    if (action === null) this.handBack();
    else if (this.visit === undefined) this.handOver(action);
    else this.visit.action = action;
  }

  private handOver(action: number): void {
    // Before the restart for the person: it is not the agent's step.
    if (this.unitLog !== undefined) this.unitLog.paused = true;
    this.visit = new PersonVisit(this.played, { standing: this.standing(), curve: this.curve() }, action);
    this.handedOver = { seconds: this.drive.seconds, episode: this.episode, ending: this.ending };
    this.episode = 1;
    this.ending = undefined;
  }

  private handBack(): void {
    if (this.visit === undefined) return;
    // The agent is back where it was, and takes no step in the person's place.
    this.drive.stop();
    const { meanReturn } = this.visit.told();
    if (meanReturn !== null) this.personLevel = [{ label: 'you', value: meanReturn }];
    this.visit.end();
    // Computing time while a person plays says nothing about the agent's speed.
    this.began.seconds += this.drive.seconds - this.handedOver.seconds;
    this.visit = undefined;
    if (this.unitLog !== undefined) this.unitLog.paused = false;
    this.played.session.acting.plastic = this.learns;
    ({ episode: this.episode, ending: this.ending } = this.handedOver);
  }

  private get watched(): Watched {
    return this.visit?.watched ?? this.played;
  }

  figures(event: string | undefined): ControlFigures {
    const { watched } = this;
    const { session, observer } = watched;
    const index = eventIndex(watched, event);
    const { heat, ...figure } = eventFigureOf(watched, index);
    return {
      event: {
        ...figure,
        heat: { ...heat, rpe: Array.from(heat.rpe, (value) => (Number.isNaN(value) ? null : value)) },
      },
      eventId: session.env.events[index]?.id ?? '',
      counts: session.env.events.map((_, i) => observer.windows.count(i)),
      curve: this.curve(),
    };
  }

  units(group: string, condition: string): PackedUnitMap {
    // The first row may be the agent's current observation, which a person's episode has replaced.
    if (this.unitLog === undefined) this.requireAgent();
    this.unitLog ??= new UnitLog(this.played);
    return packUnitMap(this.unitLog.map(group, condition));
  }

  private curve(): CurveFigure {
    return this.visit?.agent.curve ?? runCurve(this.played, this.personLevel);
  }

  async export(what: Exported, event?: string): Promise<Replies['export']> {
    const { watched } = this;
    const { spec } = watched.session;
    const name = `${spec.world.id}_${spec.agent.id ?? spec.agent.learningRule.id}_seed-${spec.seed}`;
    if (!isControlExport(what)) {
      const [refused, remedy] = exportRefusal(what, this.kind, controlExports);
      throw new InputError(refused, `session ${this.id}`, remedy);
    }
    if (what === 'spec')
      return { fileName: `${name}.json`, mediaType: 'application/json', text: `${JSON.stringify(spec, null, 2)}\n` };
    if (what === 'table')
      return { fileName: `${name}_events.csv`, mediaType: 'text/csv', ...savedTable(eventsTable(watched)) };
    const { curveSvg, eventSvg } = await import('../../export/svg.ts');
    const text = what === 'event' ? eventSvg(watched, eventIndex(watched, event)) : curveSvg(this.curve(), spec);
    return { fileName: `${name}_${what}.svg`, mediaType: 'image/svg+xml', text };
  }

  /** @throws InputError while a person plays, which is not part of the run */
  private requireAgent(): void {
    if (this.visit !== undefined)
      throw new InputError('a person is playing', `session ${this.id}`, 'hand back to the agent first');
  }

  /** @throws InputError also while a person plays */
  async save(runsFolder: string): Promise<Replies['save']> {
    this.requireAgent();
    this.place ??= new RunPlace(this.played, runsFolder, this.saved);
    const run = await this.place.save();
    return { run, folder: join(runsFolder, run) };
  }

  get pending(): boolean {
    return this.traces.pending;
  }

  progress(): ControlProgress {
    return {
      kind: this.kind,
      session: this.id,
      state: this.drive.running ? 'running' : 'paused',
      frame: this.endingToShow() ?? this.frame(),
      trace: this.traces.take(),
      ...(this.visit === undefined ? this.standing() : { ...this.visit.agent.standing, person: this.visit.told() }),
      backend: this.played.session.backend,
    };
  }

  private standing(): AgentStatus {
    const { episodes, steps, acting } = this.played.session;
    const mean = episodes.meanReturn(meanOver);
    const seconds = this.drive.seconds - this.began.seconds;
    return {
      steps,
      episodes: episodes.count,
      meanReturn: Number.isNaN(mean) ? null : mean,
      stepsPerSecond: seconds === 0 ? 0 : (steps - this.began.steps) / seconds,
      diagnostics: acting.diagnostics(),
    };
  }

  private tick(): void {
    const { session } = this.played;
    if (this.visit !== undefined) session.acting.actions[shown] = this.visit.action;
    session.advance(1);
  }

  private fail(error: unknown): void {
    this.listeners.onStop();
    this.listeners.onError(error);
  }

  /** Called during a tick, before the environment restarts. */
  private seeEnd(index: number): void {
    if (index !== shown) return;
    const { worlds } = this.played.session;
    this.ending = {
      frame: {
        ...this.frame(),
        episodeSteps: worlds.endLengths[shown] as number,
        episodeReturn: worlds.endReturns[shown] as number,
      },
      tick: 0,
      isShown: false,
    };
    this.episode += 1;
  }

  /** While it is the latest event; and once more if the next episode has only just begun. */
  private endingToShow(): ControlFrame | undefined {
    const { ending } = this;
    if (ending === undefined) return undefined;
    const late = this.played.session.done - ending.tick;
    if (late > 0 && (ending.isShown || late > lateTicks)) return undefined;
    ending.isShown = true;
    return ending.frame;
  }

  private frame(): ControlFrame {
    const { session } = this.played;
    const world = session.worlds.world(shown);
    return {
      drawing: world.draw(),
      description: world.describe(),
      episode: this.episode,
      episodeSteps: session.worlds.lengths[shown] as number,
      episodeReturn: session.worlds.returns[shown] as number,
      ...this.choice(),
      ...(session.worlds.starts[shown] === 1 ? noStep : this.lastStep()),
    };
  }

  /** The agent's signals in the environment's current state. */
  private choice(): Pick<ControlFrame, 'value' | 'policy' | 'chosen'> {
    const { worlds, acting } = this.played.session;
    const { policy, value } = acting.signals;
    return {
      value: value[shown] as number,
      policy: Array.from(policy.subarray(0, policy.length / worlds.count)),
      chosen: this.visit?.action ?? (acting.actions[shown] as number),
    };
  }

  /** The same at the end of an episode, where no action is chosen. */
  private noChoice(): Pick<ControlFrame, 'value' | 'policy' | 'chosen'> {
    const value = this.played.session.valueAfter(shown);
    return { value: Number.isNaN(value) ? null : value, policy: [], chosen: null };
  }

  /** The results of the last step. */
  private lastStep(): Pick<ControlFrame, 'action' | 'reward' | 'happened' | 'rpe' | 'channelRpe'> {
    const { env, worlds, acting } = this.played.session;
    const { rpe, channelRpe } = acting.signals;
    const happened = worlds.happened[shown] as number;
    return {
      action: worlds.lastAction(shown),
      reward: worlds.rewards[shown] as number,
      happened: env.events.flatMap((_, i) => (((happened >> i) & 1) === 1 ? [i] : [])),
      rpe: rpe[shown] as number,
      ...(channelRpe === undefined ? {} : { channelRpe: Array.from(channelRpe.subarray(0, acting.channels)) }),
    };
  }
}

const isControlExport = (what: Exported): what is ControlExport => (controlExports as readonly string[]).includes(what);
