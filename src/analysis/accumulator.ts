import type { Band } from '../contracts/paradigm.ts';

/** Running mean and variance, step by step, over trials (Welford 1962, Technometrics 4:419). */
export class Accumulator {
  readonly steps: number;
  private n = 0;
  private readonly counts: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(steps: number) {
    this.steps = steps;
    this.counts = new Float64Array(steps);
    this.means = new Float64Array(steps);
    this.squares = new Float64Array(steps);
  }

  /** Adds one trial; `read(i)` gives step i, or NaN if the trial has no such step. */
  add(read: (i: number) => number): void {
    this.n += 1;
    for (let i = 0; i < this.means.length; i++) {
      const value = read(i);
      if (Number.isNaN(value)) continue;
      const count = (this.counts[i] as number) + 1;
      const away = value - (this.means[i] as number);
      this.counts[i] = count;
      this.means[i] = (this.means[i] as number) + away / count;
      this.squares[i] = (this.squares[i] as number) + away * (value - (this.means[i] as number));
    }
  }

  /** The same for a trial whose steps lie in `signal` from `start` on. */
  addSlice(signal: Float64Array, start: number): void {
    this.n += 1;
    const { counts, means, squares } = this;
    // A trial may begin before the session's first step, or end after its last.
    const last = Math.min(means.length, signal.length - start);
    for (let i = Math.max(0, -start); i < last; i++) {
      const value = signal[start + i] as number;
      const count = (counts[i] as number) + 1;
      const away = value - (means[i] as number);
      const mean = (means[i] as number) + away / count;
      counts[i] = count;
      means[i] = mean;
      squares[i] = (squares[i] as number) + away * (value - mean);
    }
  }

  band(): Band {
    const mean: number[] = [];
    const sem: number[] = [];
    for (let i = 0; this.n > 0 && i < this.means.length; i++) {
      const count = this.counts[i] as number;
      mean.push(this.means[i] as number);
      sem.push(count < 2 ? 0 : Math.sqrt((this.squares[i] as number) / (count - 1) / count));
    }
    return { mean, sem, n: this.n };
  }
}
