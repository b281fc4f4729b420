import type { Scheduler } from './scheduler.ts';

/** Milliseconds after which a slice of work yields to waiting messages. */
const sliceMs = 8;
/** Milliseconds between slices of a paced run, at most the refresh rate of a screen. */
const tickMs = 16;
/** A run that falls behind its pace by this many milliseconds skips the lost time instead of catching up. */
const patienceMs = 250;

/** What a drive advances: a session trial by trial, or environments tick by tick. */
export interface Driven {
  /** Trials or ticks. */
  readonly done: number;
  /** May stop the drive. */
  step(): void;
}

export interface RunRequest {
  /** Trials or ticks per second; null: as fast as possible. */
  readonly perSecond: number | null;
  /** Number done at which it stops. */
  readonly until: number;
}

export interface DriveListeners {
  /** After every slice of work except the last. */
  onSlice(): void;
  /** The run has reached its end. */
  onArrival(): void;
  /** A trial or tick failed; the drive has stopped before it. */
  onError(error: unknown): void;
}

/** Advances a session in slices, between which messages are handled. */
export class Drive {
  /** Seconds spent on computing. */
  seconds = 0;
  private readonly driven: Driven;
  private readonly scheduler: Scheduler;
  private readonly listeners: DriveListeners;
  private request: RunRequest | undefined;
  private cancel: (() => void) | undefined;
  /** Number that a paced run must have done by `time`. */
  private base = { time: 0, done: 0 };

  constructor(driven: Driven, scheduler: Scheduler, listeners: DriveListeners) {
    this.driven = driven;
    this.scheduler = scheduler;
    this.listeners = listeners;
  }

  get running(): boolean {
    return this.request !== undefined;
  }

  /** Starts, or changes the course of a running drive. */
  run(request: RunRequest): void {
    // At the start the first trial or tick is shown at once; a running drive keeps its rhythm.
    const head = this.running ? 0 : 1;
    this.stop();
    this.request = request;
    this.base = { time: this.scheduler.now(), done: this.driven.done + head };
    this.cancel = this.scheduler.soon(() => this.slice());
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.request = undefined;
  }

  private slice(): void {
    const { request } = this;
    if (request === undefined) return;
    try {
      this.work(request);
    } catch (error) {
      this.stop();
      this.listeners.onError(error);
      return;
    }
    if (this.request !== request) return;
    if (this.driven.done >= request.until) {
      this.stop();
      this.listeners.onArrival();
      return;
    }
    this.next(request);
    this.listeners.onSlice();
  }

  private work(request: RunRequest): void {
    const began = this.scheduler.now();
    if (this.lag(request, began) > patienceMs) this.base = { time: began, done: this.driven.done + 1 };
    const target = Math.min(request.until, this.due(request, began));
    let now = began;
    while (this.request === request && this.driven.done < target && now - began < sliceMs) {
      this.driven.step();
      now = this.scheduler.now();
    }
    this.seconds += (now - began) / 1000;
  }

  /** Number that should be done by `now`. */
  private due({ perSecond }: RunRequest, now: number): number {
    return perSecond === null ? Infinity : this.base.done + Math.floor(((now - this.base.time) * perSecond) / 1000);
  }

  private next(request: RunRequest): void {
    const slice = (): void => this.slice();
    const now = this.scheduler.now();
    const isBehind = this.due(request, now) > this.driven.done;
    this.cancel = isBehind
      ? this.scheduler.soon(slice)
      : this.scheduler.later(slice, Math.max(tickMs, -this.lag(request, now)));
  }

  /** Milliseconds since the next one was due; negative while it is not. */
  private lag({ perSecond }: RunRequest, now: number): number {
    return perSecond === null ? 0 : now - this.base.time - ((this.driven.done + 1 - this.base.done) * 1000) / perSecond;
  }
}
