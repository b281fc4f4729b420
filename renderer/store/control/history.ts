import type { StepTrace, ControlProgress } from '../../../src/protocol/steps.ts';

/** Frames of a minute at the rate of a screen. */
const maxFrames = 3600;
/** Numbers of the traces that are kept: those of a minute at full rate. */
const maxNumbers = 8192;

/** Signals of the shown world, oldest first. */
export interface Samples {
  /** Ticks at the end of each number. */
  readonly ticks: Float64Array;
  readonly rpe: Float64Array;
  /** NaN where there is none. */
  readonly value: Float64Array;
  /** Mean over the ticks that the number stands for, so that its size does not hang on how many they are. */
  readonly reward: Float64Array;
  /** Mean over these ticks of what is recorded; NaN where that is the RPE itself. */
  readonly rate: Float64Array;
}

/** The last minute of what was shown, in rings that do not grow, so that one can look back while the world stands still. */
export class FrameHistory {
  /** Raised with every frame, so that a painter knows whether there is something new. */
  version: number;
  /** Whether it is a person who plays. */
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

  /** @param version of what was shown before */
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

  /** Frames that can be looked at. */
  get length(): number {
    return Math.min(this.frameCount, maxFrames);
  }

  /** The frame so many before the latest. */
  frame(back: number): ControlProgress | undefined {
    return back < this.length ? this.frames[(this.frameCount - 1 - back) % maxFrames] : undefined;
  }

  /** Ticks of the shown world's clock that lie between a frame and the latest. */
  ticksBack(back: number): number {
    const [now, then] = [this.frame(0), this.frame(back)];
    return now === undefined || then === undefined ? 0 : now.trace.to - then.trace.to;
  }

  /** The latest frame that lies at least so many ticks before another; the oldest where there is none. */
  earlier(back: number, ticks: number): number {
    const from = this.ticksBack(back) + ticks;
    let found = Math.min(back + 1, this.length - 1);
    while (found < this.length - 1 && this.ticksBack(found) < from) found += 1;
    return Math.max(0, found);
  }

  /** Ticks of all frames up to one of them. */
  ticksUntil(back: number): number {
    const [oldest, end] = [this.frame(this.length - 1), this.frame(back)];
    return oldest === undefined || end === undefined ? 0 : end.trace.to - oldest.trace.from;
  }

  /** The samples of the last so many ticks up to `end`. */
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
