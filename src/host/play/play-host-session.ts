import { InputError } from '../../core/errors.ts';
import type { PlayFigures, PlayFrame, PlayNews, PlayOpened, Replies } from '../../protocol/messages.ts';
import { Drive } from '../drive.ts';
import type { Scheduler } from '../scheduler.ts';
import { curveFigureOf, eventFigureOf, eventIndex, playProvenance } from './play-figures.ts';
import { meanOver, type PlayRun } from './play-run.ts';
import { TraceFeed } from './trace-feed.ts';

export interface PlayListeners {
  /** It moved on and runs still. */
  onSlice(): void;
  /** It stands still: paused, stepped or failed. */
  onStop(): void;
  /** A step failed that no request waits for. */
  onError(error: unknown): void;
}

/** The world that is shown. */
const shown = 0;

/** An agent in a stepped world that a page has open: it runs, pauses, steps, lets a person play, and says what it shows. */
export class PlayHostSession {
  readonly id: number;
  readonly run: PlayRun;
  private readonly saved: string | undefined;
  private readonly drive: Drive;
  private readonly feed: TraceFeed;
  private readonly listeners: PlayListeners;
  /** What a person does, while one plays. */
  private person: number | undefined;
  private episode = 1;
  /** The end of an episode, which has to be shown although the next one has begun. */
  private ending: PlayFrame | undefined;
  private readonly began: { seconds: number; steps: number };

  constructor(id: number, run: PlayRun, scheduler: Scheduler, listeners: PlayListeners, saved?: string) {
    this.id = id;
    this.run = run;
    this.saved = saved;
    this.listeners = listeners;
    const { session } = run;
    this.began = { seconds: 0, steps: session.steps };
    this.feed = new TraceFeed(session.ticks);
    session.worlds.beforeReset = (index) => this.seeEnd(index);
    session.onTick((one) => {
      this.feed.add(one.player.signals.rpe[shown] as number, one.valueAfter(shown), one.worlds.rewards[shown] as number);
      if (this.ending !== undefined && one.worlds.starts[shown] === 1) this.ending = { ...this.ending, ...this.signals() };
    });
    const driven = {
      get trialsDone() {
        return session.ticks;
      },
      step: () => this.tick(),
    };
    this.drive = new Drive(driven, scheduler, { onSlice: () => listeners.onSlice(), onArrival: () => listeners.onStop(), onError: (error) => this.fail(error) });
  }

  opened(): PlayOpened {
    const { session } = this.run;
    const { env, spec, worlds, player } = session;
    return { play: this.id, spec, title: env.title, events: env.events, actions: worlds.world(shown).actions, stepSeconds: env.stepSeconds, channels: player.channels, ...(this.saved === undefined ? {} : { run: this.saved }) };
  }

  start(stepsPerSecond: number | null): void {
    this.drive.run({ trialsPerSecond: stepsPerSecond, until: Infinity });
  }

  pause(): void {
    this.drive.stop();
    this.listeners.onStop();
  }

  /** @throws InputError where learning gives what is not a number */
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
    this.run.session.dispose();
  }

  learn(learns: boolean): void {
    this.run.session.player.plastic = learns;
  }

  /** @throws InputError for an action that the world does not have */
  act(action: number | null): void {
    const { actions } = this.run.session.worlds.world(shown);
    const isOne = action === null || (actions.kind === 'continuous' ? action >= actions.low && action <= actions.high : Number.isInteger(action) && action >= 0 && action < actions.actions.length);
    if (!isOne) throw new InputError(`there is no action ${action}`, `play ${this.id}`, 'choose one of the actions of this world');
    this.person = action ?? undefined;
  }

  figures(event: string | undefined): PlayFigures {
    const { run } = this;
    const { session, observer } = run;
    const index = eventIndex(run, event);
    const { heat, ...figure } = eventFigureOf(run, index);
    return {
      event: { ...figure, heat: { ...heat, rpe: Array.from(heat.rpe, (value) => (Number.isNaN(value) ? null : value)) } },
      eventId: session.env.events[index]?.id ?? '',
      counts: session.env.events.map((_, i) => observer.windows.count(i)),
      curve: curveFigureOf(session.spec, [session.episodes.columns()], playProvenance(run)),
    };
  }

  async export(what: 'event' | 'curve' | 'spec', event: string | undefined): Promise<Replies['play-export']> {
    const { run } = this;
    const { spec } = run.session;
    const name = `${spec.env.id}_${spec.agent.id ?? spec.agent.learningRule.id}_seed-${spec.seed}`;
    if (what === 'spec') return { fileName: `${name}.json`, mediaType: 'application/json', text: `${JSON.stringify(spec, null, 2)}\n` };
    const { curveSvg, eventSvg } = await import('./play-svg.ts');
    const text = what === 'event' ? eventSvg(run, eventIndex(run, event)) : curveSvg(curveFigureOf(spec, [run.session.episodes.columns()], playProvenance(run)));
    return { fileName: `${name}_${what}.svg`, mediaType: 'image/svg+xml', text };
  }

  /** Whether there is something new to show. */
  get pending(): boolean {
    return this.feed.pending;
  }

  news(): PlayNews {
    const { session } = this.run;
    const { episodes, steps, player } = session;
    const mean = episodes.meanReturn(meanOver);
    const { ending } = this;
    this.ending = undefined;
    const seconds = this.drive.seconds - this.began.seconds;
    return {
      play: this.id,
      state: this.drive.running ? 'running' : 'paused',
      frame: ending ?? this.frame(),
      trace: this.feed.take(),
      steps,
      episodes: episodes.count,
      meanReturn: Number.isNaN(mean) ? null : mean,
      stepsPerSecond: seconds === 0 ? 0 : (steps - this.began.steps) / seconds,
      diagnostics: player.diagnostics(),
      backend: this.run.backend(),
    };
  }

  private tick(): void {
    const { session } = this.run;
    if (this.person !== undefined) session.player.actions[shown] = this.person;
    session.advance(1);
  }

  private fail(error: unknown): void {
    this.listeners.onStop();
    this.listeners.onError(error);
  }

  /** Called in the middle of a tick, before the world begins anew: what the agent makes of the end is not known yet. */
  private seeEnd(index: number): void {
    if (index !== shown) return;
    const { worlds } = this.run.session;
    this.ending = { ...this.frame(), episodeSteps: worlds.endLengths[shown] as number, episodeReturn: worlds.endReturns[shown] as number };
    this.episode += 1;
  }

  private frame(): PlayFrame {
    const { session } = this.run;
    const world = session.worlds.world(shown);
    return {
      drawing: world.draw(),
      description: world.describe(),
      episode: this.episode,
      episodeSteps: session.worlds.lengths[shown] as number,
      episodeReturn: session.worlds.returns[shown] as number,
      ...this.signals(),
    };
  }

  private signals() {
    const { session } = this.run;
    const { worlds, player } = session;
    const { rpe, policy, channelRpe } = player.signals;
    const perWorld = policy.length / worlds.count;
    const value = session.valueAfter(shown);
    const happened = worlds.happened[shown] as number;
    return {
      value: Number.isNaN(value) ? null : value,
      rpe: rpe[shown] as number,
      reward: worlds.rewards[shown] as number,
      policy: Array.from(policy.subarray(0, perWorld)),
      action: session.ticks === 0 ? null : worlds.lastAction(shown),
      happened: session.env.events.flatMap((_, i) => (((happened >> i) & 1) === 1 ? [i] : [])),
      ...(channelRpe === undefined ? {} : { channelRpe: Array.from(channelRpe.subarray(0, player.channels)) }),
    };
  }
}

