import type { Band } from '../contracts/paradigm.ts';

/** Numbers kept of a step: how many values it had, their mean, and the sum of their squared distances from it. */
const kept = 3;

/** Running mean and variance, step by step, over trials (Welford 1962, Technometrics 4:419). */
export class Accumulator {
  readonly steps: number;
  private n = 0;
  /** In one piece: an experiment may have hundreds of conditions, and each of many seeds sums them anew. */
  private readonly sums: Float64Array;

  constructor(steps: number) {
    this.steps = steps;
    this.sums = new Float64Array(kept * steps);
  }

  /** Adds one trial; `read(i)` gives step i, or NaN if the trial has no such step. */
  add(read: (i: number) => number): void {
    this.n += 1;
    for (let i = 0; i < this.steps; i++) {
      const value = read(i);
      if (!Number.isNaN(value)) addValue(this.sums, kept * i, value);
    }
  }

  /** The same for a trial whose steps lie in `signal` from `start` on. */
  addSlice(signal: Float64Array, start: number): void {
    this.n += 1;
    const { sums } = this;
    // A trial may begin before the session's first step, or end after its last.
    const last = Math.min(this.steps, signal.length - start);
    for (let i = Math.max(0, -start); i < last; i++) addValue(sums, kept * i, signal[start + i] as number);
  }

  band(): Band {
    const { sums } = this;
    const mean: number[] = [];
    const sem: number[] = [];
    for (let at = 0; this.n > 0 && at < sums.length; at += kept) {
      const count = sums[at] as number;
      mean.push(sums[at + 1] as number);
      sem.push(count < 2 ? 0 : Math.sqrt((sums[at + 2] as number) / (count - 1) / count));
    }
    return { mean, sem, n: this.n };
  }
}

function addValue(sums: Float64Array, at: number, value: number): void {
  const count = (sums[at] as number) + 1;
  const away = value - (sums[at + 1] as number);
  const mean = (sums[at + 1] as number) + away / count;
  sums[at] = count;
  sums[at + 1] = mean;
  sums[at + 2] = (sums[at + 2] as number) + away * (value - mean);
}
