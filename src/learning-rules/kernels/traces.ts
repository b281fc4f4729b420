import { power } from '../../core/power.ts';

/** A trace smaller than this is over: what it could still add to a weight of any size that is met here is lost in its last digit. */
const faintestTrace = 1e-16;

/**
 * Eligibility traces that are decaying, one a feature, and how many steps they have not decayed by yet because nothing was to be learned
 * in them. What is done to a trace depends on the steps alone, not on where trials end, so that equal streams give equal bits.
 */
export class Traces {
  /** One for each feature; 0 where it is not listed. */
  readonly eligibility: Float64Array;
  /** The features that are listed: the first `count` entries. */
  readonly features: Int32Array;
  count = 0;
  private readonly isListed: Uint8Array;
  private quiet = 0;
  private quietRetention = 0;

  constructor(size: number) {
    this.eligibility = new Float64Array(size);
    this.features = new Int32Array(size);
    this.isListed = new Uint8Array(size);
  }

  list(feature: number): void {
    if (this.isListed[feature] === 1) return;
    this.isListed[feature] = 1;
    this.features[this.count++] = feature;
  }

  /** Its trace stays what it is, and is somebody else's from now on. */
  unlist(features: Int32Array): void {
    let any = false;
    for (let i = 0; i < features.length; i++) {
      const feature = features[i] as number;
      if (this.isListed[feature] === 0) continue;
      this.isListed[feature] = 0;
      any = true;
    }
    if (!any) return;
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const feature = this.features[k] as number;
      if (this.isListed[feature] === 1) this.features[kept++] = feature;
    }
    this.count = kept;
  }

  /** One more step in which nothing is learned and no feature is on. */
  pass(retention: number): void {
    if (this.count === 0) return;
    if (this.quiet > 0 && retention !== this.quietRetention) this.catchUp();
    this.quietRetention = retention;
    this.quiet += 1;
  }

  /** e <- (γλ)^n e for the n steps that passed. */
  catchUp(): void {
    if (this.quiet === 0) return;
    const { quiet } = this;
    this.quiet = 0;
    this.decay(power(this.quietRetention, quiet));
  }

  /** e <- retention e. */
  decay(retention: number): void {
    const { eligibility, features, isListed, count } = this;
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const feature = features[k] as number;
      const trace = retention * (eligibility[feature] as number);
      if (isOver(trace)) {
        eligibility[feature] = 0;
        isListed[feature] = 0;
      } else {
        eligibility[feature] = trace;
        features[kept++] = feature;
      }
    }
    this.count = kept;
  }

  /** w <- w + step e. */
  learn(weights: Float64Array, step: number): void {
    const { eligibility, features, count } = this;
    for (let k = 0; k < count; k++) {
      const feature = features[k] as number;
      weights[feature] = (weights[feature] as number) + step * (eligibility[feature] as number);
    }
  }

  /** w <- w + step e, then e <- retention e: both in one go, as it is the inner loop of binary features. */
  learnAndDecay(weights: Float64Array, step: number, retention: number): void {
    const { eligibility, features, isListed, count } = this;
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const feature = features[k] as number;
      const before = eligibility[feature] as number;
      weights[feature] = (weights[feature] as number) + step * before;
      const trace = retention * before;
      if (isOver(trace)) {
        eligibility[feature] = 0;
        isListed[feature] = 0;
      } else {
        eligibility[feature] = trace;
        features[kept++] = feature;
      }
    }
    this.count = kept;
  }

  clear(): void {
    for (let k = 0; k < this.count; k++) {
      const feature = this.features[k] as number;
      this.eligibility[feature] = 0;
      this.isListed[feature] = 0;
    }
    this.count = 0;
    this.quiet = 0;
  }

  /** Length first, so that more can follow it. */
  state(): readonly number[] {
    const listed = this.features.subarray(0, this.count);
    return [this.quiet, this.quietRetention, this.count, ...listed, ...Array.from(listed, (feature) => this.eligibility[feature] as number)];
  }

  /** @returns where what follows begins */
  restore(state: ArrayLike<number>, from: number): number {
    this.clear();
    const count = state[from + 2] as number;
    for (let k = 0; k < count; k++) {
      const feature = state[from + 3 + k] as number;
      this.list(feature);
      this.eligibility[feature] = state[from + 3 + count + k] as number;
    }
    this.quiet = state[from] as number;
    this.quietRetention = state[from + 1] as number;
    return from + 3 + 2 * count;
  }
}

const isOver = (trace: number): boolean => trace < faintestTrace && trace > -faintestTrace;

/** A step between moments without features: e <- γλe, w <- w + αδ e, with αδ given. Where that is 0 it is only counted. */
export function rest(traces: Traces, weights: Float64Array, step: number, retention: number): void {
  if (step === 0) return traces.pass(retention);
  traces.catchUp();
  traces.decay(retention);
  traces.learn(weights, step);
}
