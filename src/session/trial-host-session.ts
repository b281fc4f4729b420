import { basename } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { hashRun, observe, type Observer } from '../engine/run.ts';
import { createTrialSession, type TrialSession } from '../engine/trial-session.ts';
import { columnSeconds, mapReward } from '../engine/trial-map.ts';
import { trialWords } from '../engine/trial-words.ts';
import { worldOf, type World } from '../engine/world.ts';
import type { Exported, Replies } from '../protocol/messages.ts';
import {
  trialExports,
  type Raster,
  type TrialExport,
  type TrialLine,
  type TrialOpened,
  type TrialProgress,
} from '../protocol/trials.ts';
import type { PackedUnitMap } from '../protocol/packed-units.ts';
import { Drive } from './drive.ts';
import type { DisplayedRun } from '../export/displayed-run.ts';
import { exportOf } from '../export/exports.ts';
import { latestTrials } from './latest-trials.ts';
import { exportRefusal, type OpenSession, type SessionListeners } from './open-session.ts';
import { rasterOf } from '../export/raster.ts';
import { leftOut } from './extra-columns.ts';
import { saveRun } from './save-run.ts';
import type { Scheduler } from './scheduler.ts';
import { sha256 } from './sha256.ts';
import { Timeline } from './timeline.ts';
import { TrialFeed } from './trial-feed.ts';
import { UnitRecorder } from './unit-recorder.ts';

/** An experiment opened by a page, which can also be rewound and advanced. */
export class TrialHostSession implements OpenSession {
  readonly kind = 'trials';
  readonly id: number;
  readonly feed: TrialFeed;
  private readonly session: TrialSession;
  private readonly saved: string | undefined;
  private readonly unitRecorder: UnitRecorder;
  private readonly world: World;
  private readonly timeline: Timeline;
  private readonly observer: Observer;
  private readonly drive: Drive;
  private readonly listeners: SessionListeners;
  /** Hash of the whole run, once it has been computed. */
  private hash = '';
  /** The seek in progress, if any. */
  private arrival: { resolve(): void; reject(error: unknown): void } | undefined;

  /**
   * @param networks of the spec's backend
   * @param saved the saved run that it repeats, if any
   */
  constructor(
    id: number,
    spec: TrialSpec,
    networks: NetworkMaker,
    scheduler: Scheduler,
    listeners: SessionListeners,
    saved?: string,
  ) {
    this.id = id;
    this.saved = saved;
    this.session = createTrialSession(spec, { networks });
    this.unitRecorder = new UnitRecorder(this.session, networks);
    this.world = worldOf(spec);
    this.timeline = new Timeline(this.session);
    this.observer = observe(this.session);
    this.feed = new TrialFeed(this.session, id, this.world.heatMapTypes);
    this.listeners = listeners;
    this.drive = new Drive(this.timeline, scheduler, {
      onSlice: () => this.listeners.onSlice(),
      onArrival: () => this.stopped(),
      onError: (error) => this.failed(error),
    });
  }

  opened(): TrialOpened {
    const { spec, design, trials, weights } = this.session;
    const { world } = this;
    return {
      kind: this.kind,
      session: this.id,
      spec,
      trials: trials.length,
      stepSeconds: design.stepSeconds,
      columns: columnSeconds(design),
      types: Object.entries(design.trialTypes).map(([type, { title }]) => ({ id: type, title })),
      features: Array.from(weights, (_, feature) => this.session.featureLabel(feature)),
      conditions: conditionTitles(world),
      shown: world.shown,
      ...(world.heatMapTypes === undefined ? {} : { heatMapTypes: world.heatMapTypes }),
      mapReward: mapReward(design, world.heatMapTypes),
      rateUnit: this.observer.rateUnit,
      spiking: this.observer.spiking,
      units: this.session.units.map(({ group }) => group),
      ...(this.saved === undefined ? {} : { run: this.saved }),
    };
  }

  get pending(): boolean {
    return this.feed.pending;
  }

  run(perSecond: number | null): void {
    this.arrived();
    this.drive.run({ perSecond, until: this.timeline.trials });
  }

  pause(): void {
    this.drive.stop();
    this.stopped();
  }

  step(): void {
    this.drive.stop();
    try {
      this.timeline.step();
    } finally {
      this.stopped();
    }
  }

  /**
   * Resolves when the session has arrived, or when another command has intervened.
   * @throws InputError for a trial that the session does not have
   */
  seek(trialsDone: number): Promise<void> {
    const { trials } = this.timeline;
    if (trialsDone > trials)
      throw new InputError(`there is no trial ${trialsDone}`, `session ${this.id}`, `seek from 0 to ${trials}`);
    this.drive.stop();
    this.arrived();
    this.timeline.approach(trialsDone);
    this.feed.rewind();
    const arrival = new Promise<void>((resolve, reject) => (this.arrival = { resolve, reject }));
    this.drive.run({ perSecond: null, until: trialsDone });
    return arrival;
  }

  close(): void {
    this.drive.stop();
    this.arrived();
    this.session.dispose();
    this.unitRecorder.dispose();
  }

  /** What another process must know to reach the same point. */
  standing(): { readonly spec: TrialSpec; readonly trialsDone: number } {
    return { spec: this.session.spec, trialsDone: this.timeline.done };
  }

  raster(condition: string): Raster {
    return rasterOf(this.session, this.observer, condition);
  }

  units(group: string, condition: string): PackedUnitMap {
    return this.unitRecorder.map(group, condition);
  }

  async export(what: Exported): Promise<Replies['export']> {
    if (isTrialExport(what)) return exportOf(what, this.shown());
    const [refused, remedy] = exportRefusal(what, this.kind, trialExports);
    throw new InputError(refused, `session ${this.id}`, remedy);
  }

  /** @throws InputError unless the run is finished */
  async save(runsFolder: string): Promise<Replies['save']> {
    if (!this.finished)
      throw new InputError('the run is not finished', `session ${this.id}`, 'let it run to its end, then save it');
    const { folder } = await saveRun(this.session, this.finishedHash(), runsFolder);
    return { run: basename(folder), folder, without: leftOut(this.session) };
  }

  progress(whole: boolean): TrialProgress {
    const state = this.drive.running ? 'running' : this.finished ? 'finished' : 'paused';
    const line = this.lastTrial();
    return {
      kind: this.kind,
      session: this.id,
      state,
      trialsDone: this.timeline.done,
      ...(line === undefined ? {} : { trial: line }),
      ...(whole ? this.showing() : {}),
    };
  }

  private showing(): Pick<TrialProgress, 'result' | 'weights' | 'latest'> {
    const { result } = this.shown();
    const isBefore = this.world.shown.every((id) => result.conditions[id]?.n === 0);
    return {
      result,
      weights: Array.from(this.session.weights),
      ...(isBefore ? { latest: latestTrials(this.session, this.world) } : {}),
    };
  }

  private get finished(): boolean {
    return this.timeline.done === this.timeline.trials;
  }

  private stopped(): void {
    this.arrived();
    this.listeners.onStop();
  }

  private failed(error: unknown): void {
    const { arrival } = this;
    this.arrival = undefined;
    this.listeners.onStop();
    if (arrival === undefined) this.listeners.onError(error);
    else arrival.reject(error);
  }

  private arrived(): void {
    this.arrival?.resolve();
    this.arrival = undefined;
  }

  private shown(): DisplayedRun {
    const result: Result = { ...this.observer.look(), hash: this.finished ? this.finishedHash() : '' };
    return { session: this.session, result, seconds: this.drive.seconds };
  }

  // Rewinding and running again leaves the signals unchanged, so one hash is enough.
  private finishedHash(): string {
    this.hash ||= hashRun(this.session, sha256());
    return this.hash;
  }

  private lastTrial(): TrialLine | undefined {
    const trial = this.session.trials[this.timeline.done - 1];
    return trial === undefined ? undefined : { ...trialWords(this.session, trial), text: this.session.describe(trial) };
  }
}

function conditionTitles({ conditions }: World): TrialOpened['conditions'] {
  return Object.entries(conditions).map(([id, { title }]) => ({ id, title }));
}

const isTrialExport = (what: Exported): what is TrialExport => (trialExports as readonly string[]).includes(what);
