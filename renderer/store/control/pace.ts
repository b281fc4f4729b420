/** Milliseconds over which the pace is measured. */
const over = 3000;
const least = 400;

/** How fast a world goes: ticks of its clock for each second that passes. */
export class Pace {
  private frames: { readonly time: number; readonly tick: number }[] = [];

  /** @param time milliseconds on a clock that never goes back, at which the frame of the tick came */
  note(time: number, tick: number): void {
    this.frames.push({ time, tick });
    this.frames = this.frames.filter((frame) => time - frame.time <= over);
  }

  /** To be called when the world stops, or is to go at another pace. */
  clear(): void {
    this.frames = [];
  }

  /** undefined until it has gone on for a while. */
  get ticksPerSecond(): number | undefined {
    const [first, last] = [this.frames[0], this.frames.at(-1)];
    if (first === undefined || last === undefined || last.time - first.time < least) return undefined;
    return ((last.tick - first.tick) * 1000) / (last.time - first.time);
  }
}

/** Within this share of what was asked for a pace is as asked. */
const near = 0.1;

/** Times real time, in words: what was asked for where it goes so, else what is measured. */
export function paceText(asked: number | null, measured: number | undefined): string {
  if (measured === undefined) return asked === null ? 'full speed' : `${asked} \u00D7 real time`;
  const isAsAsked = asked !== null && Math.abs(measured / asked - 1) <= near;
  return `${isAsAsked ? asked : Number(measured.toPrecision(2)).toLocaleString('en-GB')} \u00D7 real time`;
}
