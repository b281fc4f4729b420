/** Milliseconds over which the pace is measured. */
const over = 3000;
const least = 400;

/** The speed of an environment: ticks of its clock per second of real time. */
export class Pace {
  private frames: { readonly time: number; readonly tick: number }[] = [];

  /** @param time milliseconds on a monotonic clock, at which the frame of the tick arrived */
  note(time: number, tick: number): void {
    this.frames.push({ time, tick });
    this.frames = this.frames.filter((frame) => time - frame.time <= over);
  }

  /** Called when the environment stops or its speed is changed. */
  clear(): void {
    this.frames = [];
  }

  /** undefined until enough frames have been measured. */
  get ticksPerSecond(): number | undefined {
    const [first, last] = [this.frames[0], this.frames.at(-1)];
    if (first === undefined || last === undefined || last.time - first.time < least) return undefined;
    return ((last.tick - first.tick) * 1000) / (last.time - first.time);
  }
}

/** A pace within this share of the requested one counts as the requested one. */
const near = 0.1;

/** The speed as a multiple of real time, in words: the requested one if it is reached, otherwise the measured one. */
export function paceText(asked: number | null, measured: number | undefined): string {
  if (measured === undefined) return asked === null ? 'full speed' : `${asked} \u00D7 real time`;
  const isAsAsked = asked !== null && Math.abs(measured / asked - 1) <= near;
  return `${isAsAsked ? asked : Number(measured.toPrecision(2)).toLocaleString('en-GB')} \u00D7 real time`;
}
