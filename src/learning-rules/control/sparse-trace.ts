import type { SavedParts } from '../../contracts/saved.ts';

/** A trace below this is dropped, so that the list of active traces stays short. */
const forgotten = 1e-6;

/** Eligibility traces of a few active weights out of many. */
export class SparseTrace {
  private readonly values: Float64Array;
  private active: number[] = [];

  constructor(size: number) {
    this.values = new Float64Array(size);
  }

  clear(): void {
    for (const i of this.active) this.values[i] = 0;
    this.active = [];
  }

  decay(factor: number): void {
    if (factor === 1) return;
    this.active = this.active.filter((i) => {
      const value = this.values[i] * factor;
      const isLive = Math.abs(value) > forgotten;
      this.values[i] = isLive ? value : 0;
      return isLive;
    });
  }

  /** Sets a trace to 1 (replacing) or adds 1 to it (accumulating). */
  mark(i: number, replacing: boolean): void {
    if (this.values[i] === 0) this.active.push(i);
    this.values[i] = replacing ? 1 : this.values[i] + 1;
  }

  forget(i: number): void {
    if (this.values[i] !== 0) this.active = this.active.filter((one) => one !== i);
    this.values[i] = 0;
  }

  /** Adds to a trace, which may fall below zero. */
  markBy(i: number, amount: number): void {
    if (this.values[i] === 0 && amount !== 0) this.active.push(i);
    this.values[i] = this.values[i] + amount;
  }

  /** weights += amount x trace. */
  addTo(weights: Float64Array, amount: number): void {
    for (const i of this.active) weights[i] = weights[i] + amount * this.values[i];
  }

  state(): SavedParts {
    return {
      active: Float64Array.from(this.active),
      values: Float64Array.from(this.active, (i) => this.values[i]),
    };
  }

  restore(state: SavedParts): void {
    this.clear();
    const values = state['values'] as Float64Array;
    this.active = Array.from(state['active'] as Float64Array);
    this.active.forEach((i, k) => (this.values[i] = values[k]));
  }
}
