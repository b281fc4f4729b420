import { power } from '../../core/power.ts';
import type { KernelRows } from './kernel.ts';

/** A smaller trace is dropped: its contribution to any weight of a realistic size is below rounding precision. */
const faintestTrace = 1e-16;
/** If a bound is below this, after rounding, it no longer guarantees that no trace must be dropped. */
const mayBeOver = 2 * faintestTrace;

/**
 * Decaying eligibility traces, one per feature. While no listed feature is active, all of them decay by the same factor
 * and receive the same sum of errors, so both are stored as one number each until a feature is active again. The
 * operations on a trace depend only on the steps, not on the boundaries of trials, so equal streams give equal bits.
 */
export class Traces {
  /** One per feature, as of the last settling; 0 if the feature is not listed. */
  readonly eligibility: Float64Array;
  /** The listed features: the first `count` entries. */
  readonly features: Int32Array;
  count = 0;
  private readonly isListed: Uint8Array;
  /** Lower bound of the listed traces, up to rounding: while it is not faint, no trace must be checked. */
  private least = Infinity;
  /** Number of pending steps of decay without learning, and their γλ. */
  private quiet = 0;
  private quietRetention = 0;
  /**
   * For pending steps with learning, since the last settling: the remaining share of each trace before the quiet steps,
   * Σ step times the remaining share, and the largest of them.
   */
  private isDue = false;
  private left = 1;
  private due = 0;
  private largest = 0;
  /** Weights of listed features without their pending updates, while these are added for display. */
  private readonly plain: Float64Array;
  private isShown = false;

  constructor(size: number) {
    this.eligibility = new Float64Array(size);
    this.features = new Int32Array(size);
    this.isListed = new Uint8Array(size);
    this.plain = new Float64Array(size);
  }

  /** @param least lower bound of the trace once it is present */
  list(feature: number, least = 0): void {
    if (least < this.least) this.least = least;
    if (this.isListed[feature] === 1) return;
    this.isListed[feature] = 1;
    this.features[this.count++] = feature;
  }

  /** The trace keeps its value, and is managed elsewhere from now on. */
  unlist(features: Int32Array): void {
    let any = false;
    for (let i = 0; i < features.length; i++) {
      const feature = features[i];
      if (this.isListed[feature] === 0) continue;
      this.isListed[feature] = 0;
      any = true;
    }
    if (any) this.keepListed();
  }

  /** Settles and unlists adjacent features alone. */
  release(weights: Float64Array, first: number, width: number): void {
    if (this.count === 0) return;
    if (this.isDue) this.fold();
    const left = this.quiet > 0 ? power(this.quietRetention, this.quiet) : this.left;
    const { due, eligibility, isListed } = this;
    let any = false;
    for (let feature = first; feature < first + width; feature++) {
      if (isListed[feature] === 0) continue;
      isListed[feature] = 0;
      any = true;
      const trace = eligibility[feature];
      weights[feature] = weights[feature] + due * trace;
      eligibility[feature] = left * trace;
    }
    if (any) this.keepListed();
  }

  private keepListed(): void {
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const feature = this.features[k];
      if (this.isListed[feature] === 1) this.features[kept++] = feature;
    }
    this.count = kept;
    if (kept === 0) this.forgetRest();
  }

  /** A step between rows in which no listed feature is active: e <- retention e, w <- w + step e. */
  rest(weights: Float64Array, step: number, retention: number): void {
    if (this.count === 0) return;
    if (step === 0) return this.pass(1, retention);
    this.fold();
    this.left *= retention;
    this.due += step * this.left;
    if (this.left * this.largest < faintestTrace) this.settle(weights);
  }

  /** The same for steps [from, end), none of which has an error of 0. */
  restAll(
    weights: Float64Array,
    errors: Float64Array,
    from: number,
    end: number,
    learningRate: number,
    retention: number,
  ): void {
    if (this.count === 0) return;
    if (learningRate === 0) return this.pass(end - from, retention);
    let at = from;
    // Starts again after pending updates are settled, which leaves fewer traces and finally none.
    while (at < end && this.count > 0) {
      this.fold();
      const { largest } = this;
      let { left, due } = this;
      // Locals: a field is fetched and stored again in every iteration.
      while (at < end) {
        left *= retention;
        due += learningRate * errors[at++] * left;
        if (left * largest < faintestTrace) break;
      }
      this.left = left;
      this.due = due;
      if (left * largest < faintestTrace) this.settle(weights);
    }
  }

  /** Steps without learning. */
  pass(steps: number, retention: number): void {
    if (this.count === 0 || steps === 0) return;
    if (this.quiet > 0 && retention !== this.quietRetention) this.fold();
    this.quietRetention = retention;
    this.quiet += steps;
  }

  /** Counts the quiet steps among the others. */
  private fold(): void {
    if (!this.isDue) {
      this.isDue = true;
      this.largest = this.largestTrace();
    }
    if (this.quiet > 0) this.left *= power(this.quietRetention, this.quiet);
    this.quiet = 0;
  }

  private largestTrace(): number {
    let largest = 0;
    for (let k = 0; k < this.count; k++) largest = Math.max(largest, Math.abs(this.eligibility[this.features[k]]));
    return largest;
  }

  /** Applies all pending steps: before any other operation on traces, or on weights that have one. */
  settle(weights: Float64Array): void {
    if (this.isDue) {
      this.fold();
      const { left, due } = this;
      this.forgetRest();
      this.learnAndDecay(weights, due, left);
    } else if (this.quiet > 0) {
      const { quiet } = this;
      this.forgetRest();
      this.decay(power(this.quietRetention, quiet));
    }
  }

  private forgetRest(): void {
    this.quiet = 0;
    this.isDue = false;
    this.left = 1;
    this.due = 0;
  }

  /**
   * Adds pending updates to the weights for display, without settling them: results must not depend on when they are
   * displayed.
   */
  show(weights: Float64Array): void {
    if (!this.isDue) return;
    this.isShown = true;
    for (let k = 0; k < this.count; k++) {
      const feature = this.features[k];
      this.plain[k] = weights[feature];
      weights[feature] = weights[feature] + this.due * this.eligibility[feature];
    }
  }

  /** Removes the displayed pending updates again. */
  hide(weights: Float64Array): void {
    if (!this.isShown) return;
    this.isShown = false;
    for (let k = 0; k < this.count; k++) weights[this.features[k]] = this.plain[k];
  }

  /** e <- retention e. */
  decay(retention: number): void {
    this.least *= Math.abs(retention);
    // Not a number after ∞ · 0: nothing is listed.
    if (!(this.least > mayBeOver)) return this.decayAndDrop(retention);
    const { eligibility, features, count } = this;
    for (let k = 0; k < count; k++) {
      const feature = features[k];
      eligibility[feature] = retention * eligibility[feature];
    }
  }

  /** Drops traces that are too small after a decay. */
  private dropFaint(retention: number): void {
    this.least *= Math.abs(retention);
    if (!(this.least > mayBeOver)) this.decayAndDrop(1);
  }

  /** e <- retention e, without those that are too small then. */
  private decayAndDrop(retention: number): void {
    const { eligibility, features, isListed, count } = this;
    let kept = 0;
    let least = Infinity;
    for (let k = 0; k < count; k++) {
      const feature = features[k];
      const trace = retention * eligibility[feature];
      const size = Math.abs(trace);
      if (size < faintestTrace) {
        eligibility[feature] = 0;
        isListed[feature] = 0;
        continue;
      }
      eligibility[feature] = trace;
      features[kept++] = feature;
      if (size < least) least = size;
    }
    this.count = kept;
    this.least = least;
  }

  /** w <- w + step e. */
  learn(weights: Float64Array, step: number): void {
    const { eligibility, features, count } = this;
    for (let k = 0; k < count; k++) {
      const feature = features[k];
      weights[feature] = weights[feature] + step * eligibility[feature];
    }
  }

  /** w <- w + step e, then e <- retention e, in one pass: the inner loop of binary features. */
  learnAndDecay(weights: Float64Array, step: number, retention: number): void {
    const { eligibility, features, count } = this;
    const even = count - (count % 2);
    // Two features per iteration: a fifth faster than one.
    for (let k = 0; k < even; k += 2) {
      const a = features[k];
      const b = features[k + 1];
      const traceA = eligibility[a];
      const traceB = eligibility[b];
      const weightA = weights[a];
      const weightB = weights[b];
      weights[a] = weightA + step * traceA;
      weights[b] = weightB + step * traceB;
      eligibility[a] = retention * traceA;
      eligibility[b] = retention * traceB;
    }
    if (even < count) {
      const feature = features[even];
      const before = eligibility[feature];
      weights[feature] = weights[feature] + step * before;
      eligibility[feature] = retention * before;
    }
    this.dropFaint(retention);
  }

  clear(): void {
    for (let k = 0; k < this.count; k++) {
      const feature = this.features[k];
      this.eligibility[feature] = 0;
      this.isListed[feature] = 0;
    }
    this.count = 0;
    this.least = Infinity;
    this.isShown = false;
    this.forgetRest();
  }

  /** Length first, so that other data can follow. */
  state(): readonly number[] {
    const { count, quiet, quietRetention, isDue, left, due, largest, isShown } = this;
    const listed = this.features.subarray(0, count);
    const rest = [quiet, quietRetention, Number(isDue), left, due, largest, Number(isShown)];
    return [
      count,
      ...rest,
      ...listed,
      ...Array.from(listed, (feature) => this.eligibility[feature]),
      ...this.plain.subarray(0, isShown ? count : 0),
    ];
  }

  restore(state: ArrayLike<number>, from: number): void {
    this.clear();
    let at = from;
    const take = (): number => state[at++];
    const count = take();
    [this.quiet, this.quietRetention] = [take(), take()];
    this.isDue = take() === 1;
    [this.left, this.due, this.largest] = [take(), take(), take()];
    this.isShown = take() === 1;
    // The lower bound is recomputed; it only determines when traces are checked.
    for (let k = 0; k < count; k++) this.list(take());
    for (let k = 0; k < count; k++) this.eligibility[this.features[k]] = take();
    for (let k = 0; this.isShown && k < count; k++) this.plain[k] = take();
  }
}

/** Steps [first, end) of rows, between rows with features: V = 0 throughout. */
export function restThrough(traces: Traces, rows: KernelRows, first: number, end: number): void {
  const { from, weights, traceRetention, intervention, learningRate, reward, offset, rpe } = rows;
  for (let row = first; row < end;) {
    const rawError = reward[from + row];
    if (intervention !== undefined) {
      const tdError = intervention(from + row, rawError);
      rpe[offset + row] = tdError;
      traces.rest(weights, learningRate * tdError, traceRetention);
      row += 1;
    } else if (rawError === 0) {
      const until = silentUntil(rows, row + 1, end);
      traces.pass(until - row, traceRetention);
      row = until;
    } else {
      const begun = row;
      for (; row < end; row++) {
        const error = reward[from + row];
        if (error === 0) break;
        rpe[offset + row] = error;
      }
      traces.restAll(weights, rpe, offset + begun, offset + row, learningRate, traceRetention);
    }
  }
}

/** The first row with reward, from a given one on and before `end`. */
function silentUntil({ from, reward }: KernelRows, row: number, end: number): number {
  let until = row;
  while (until < end && reward[from + until] === 0) until++;
  return until;
}
