import type { StepTrace, ControlProgress } from '../../../src/protocol/steps.ts';

/** One minute of frames at the screen's rate. */
const maxFrames = 3600;
/** Capacity of the stored traces: one minute at full rate. */
const maxNumbers = 8192;

/** Signals of the displayed environment, oldest first. */
export interface Samples {
  /** Tick at the end of each sample. */
  readonly ticks: Float64Array;
  readonly rpe: Float64Array;
  /** NaN if there is none. */
  readonly value: Float64Array;
  /** Mean over the ticks of the sample, so that its size does not depend on their number. */
  readonly reward: Float64Array;
  /** Mean of the recorded signal over these ticks; NaN if the recorded signal is the RPE itself. */
  readonly rate: Float64Array;
}

/**
 * The last minute of displayed frames, in ring buffers of fixed size, for looking back while the environment is paused.
 */
export class FrameHistory {
  /** Increased with every frame, so that a painter can detect changes. */
  version: number;
  /** Whether a person plays. */
  readonly isPerson: boolean;
  private readonly frames: (ControlProgress | undefined)[] = Array.from({ length: maxFrames });
  private frameCount = 0;
  private readonly ring: Samples = {
    ticks: new Float64Array(maxNumbers),
    rpe: new Float64Array(maxNumbers),
    value: new Float64Array(maxNumbers),
    reward: new Float64Array(maxNumbers),
    rate: new Float64Array(maxNumbers),
  };
  private count = 0;

  /** @param version of the history before */
  constructor(version = 0, isPerson = false) {
    this.version = version;
    this.isPerson = isPerson;
  }

  add(news: ControlProgress): void {
    this.frames[this.frameCount % maxFrames] = news;
    this.frameCount += 1;
    this.addTrace(news.trace);
    this.version += 1;
  }

  private addTrace({ from, to, ticksPer, rpe, value, reward, rate }: StepTrace): void {
    rpe.forEach((one, i) => {
      const at = this.count % maxNumbers;
      const end = Math.min(to, from + (i + 1) * ticksPer);
      this.ring.ticks[at] = end;
      this.ring.rpe[at] = one;
      this.ring.value[at] = value[i] ?? Number.NaN;
      const ticks = end - from - i * ticksPer;
      this.ring.reward[at] = (reward[i] as number) / ticks;
      this.ring.rate[at] = (rate?.[i] ?? Number.NaN) / ticks;
      this.count += 1;
    });
  }

  /** Number of stored frames. */
  get length(): number {
    return Math.min(this.frameCount, maxFrames);
  }

  /** The frame a given number of frames before the latest. */
  frame(back: number): ControlProgress | undefined {
    return back < this.length ? this.frames[(this.frameCount - 1 - back) % maxFrames] : undefined;
  }

  /** Ticks of the environment's clock between a frame and the latest. */
  ticksBack(back: number): number {
    const [now, then] = [this.frame(0), this.frame(back)];
    return now === undefined || then === undefined ? 0 : now.trace.to - then.trace.to;
  }

  /** The latest frame that is at least a given number of ticks before another; the oldest if there is none. */
  earlier(back: number, ticks: number): number {
    const from = this.ticksBack(back) + ticks;
    let found = Math.min(back + 1, this.length - 1);
    while (found < this.length - 1 && this.ticksBack(found) < from) found += 1;
    return Math.max(0, found);
  }

  /** Ticks of all frames up to a given one. */
  ticksUntil(back: number): number {
    const [oldest, end] = [this.frame(this.length - 1), this.frame(back)];
    return oldest === undefined || end === undefined ? 0 : end.trace.to - oldest.trace.from;
  }

  /** The samples of the last given number of ticks up to `end`. */
  samples(end: number, ticks: number): Samples {
    const from = Math.max(0, this.count - maxNumbers);
    const inside: number[] = [];
    for (let i = from; i < this.count; i++) {
      const tick = this.ring.ticks[i % maxNumbers] as number;
      if (tick > end - ticks && tick <= end) inside.push(i % maxNumbers);
    }
    const pick = (column: Float64Array): Float64Array => Float64Array.from(inside, (at) => column[at] as number);
    return {
      ticks: pick(this.ring.ticks),
      rpe: pick(this.ring.rpe),
      value: pick(this.ring.value),
      reward: pick(this.ring.reward),
      rate: pick(this.ring.rate),
    };
  }
}
