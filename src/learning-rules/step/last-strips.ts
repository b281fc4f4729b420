import type { FeatureStrip } from '../../contracts/architecture.ts';

/** A strip as of the last row. */
export interface LastStrip {
  /** The row, of the strip's values, and these, from an offset on. */
  row: number;
  values: Float64Array;
  offset: number;
  /** Its first feature, and their number. */
  readonly feature: number;
  readonly width: number;
  /** The active range of the row. Features of the strip outside [low, high) are resting. */
  low: number;
  high: number;
  /**
   * Of resting features, from the last change of the range to the last of any range: the share of the trace that
   * remains, and the sum of the steps times it, not yet applied.
   */
  left: number;
  due: number;
}

/**
 * The strips of the last row, with the updates that are pending: the last step of all features, and of resting features
 * all steps since they rest, which are the same for all of them. What is pending when depends only on rows, not on the
 * boundaries of trials, so equal streams give equal bits.
 */
export class LastStrips {
  strips: LastStrip[] = [];
  /** αδ of the last row, not yet applied. */
  step = 0;
  /** As for a strip, since the last change of any range, without the last step. */
  left = 1;
  due = 0;
  /** Weights without pending updates, strip after strip, while these are added for display. */
  private plain: Float64Array | undefined;
  private isShown = false;

  /** Whether row 0 of these strips is the row after the last one of the same strips. */
  isFollowedBy(strips: readonly FeatureStrip[]): boolean {
    if (strips.length !== this.strips.length) return false;
    for (let i = 0; i < strips.length; i++) {
      const { feature, stride, first } = strips[i];
      const last = this.strips[i];
      if (feature !== last.feature || (stride > 0 && first !== last.row + 1)) return false;
    }
    return true;
  }

  find(feature: number): LastStrip | undefined {
    for (let i = 0; i < this.strips.length; i++) if (this.strips[i].feature === feature) return this.strips[i];
    return undefined;
  }

  /** Adds what is pending since the last change of any range, except the last step, to each strip's. */
  gather(): void {
    for (let i = 0; i < this.strips.length; i++) {
      const strip = this.strips[i];
      strip.due += strip.left * this.due;
      strip.left *= this.left;
    }
    this.left = 1;
    this.due = 0;
  }

  /** Applies pending updates to the weights, before traces are cleared. */
  learn(weights: Float64Array, eligibility: Float64Array): void {
    const since = this.due + this.step * this.left;
    for (const { feature, width, low, high, left, due } of this.strips) {
      for (let k = 0; k < width; k++) {
        const at = feature + k;
        weights[at] = weights[at] + (k >= low && k < high ? this.step : due + left * since) * eligibility[at];
      }
    }
  }

  /** Adds pending updates to the weights for display, without applying them. */
  show(weights: Float64Array, eligibility: Float64Array): void {
    if (this.strips.length === 0) return;
    const { step } = this;
    const since = this.due + step * this.left;
    const plain = (this.plain ??= new Float64Array(weights.length));
    for (let i = 0; i < this.strips.length; i++) {
      const { feature, width, low, high, left, due } = this.strips[i];
      const resting = due + left * since;
      for (let k = 0; k < width; k++) {
        const at = feature + k;
        plain[at] = weights[at];
        weights[at] = weights[at] + (k >= low && k < high ? step : resting) * eligibility[at];
      }
    }
    this.isShown = true;
  }

  /** Removes the displayed pending updates again. */
  hide(weights: Float64Array): void {
    if (!this.isShown) return;
    this.isShown = false;
    const plain = this.plain as Float64Array;
    for (let i = 0; i < this.strips.length; i++) {
      const { feature, width } = this.strips[i];
      for (let at = feature; at < feature + width; at++) weights[at] = plain[at];
    }
  }

  clear(eligibility: Float64Array): void {
    for (const { feature, width } of this.strips) eligibility.fill(0, feature, feature + width);
    this.strips = [];
    this.step = 0;
    this.left = 1;
    this.due = 0;
    this.isShown = false;
  }

  /** Lengths first, so that other data can follow. */
  state(eligibility: Float64Array): readonly number[] {
    const { step, left, due, isShown, plain = [] } = this;
    return [
      this.strips.length,
      step,
      left,
      due,
      Number(isShown),
      ...this.strips.flatMap((strip) => {
        const { values, offset, row, feature, width } = strip;
        const own = (of: Float64Array | readonly number[]) => of.slice(feature, feature + width);
        return [
          row,
          feature,
          width,
          strip.low,
          strip.high,
          strip.left,
          strip.due,
          ...values.subarray(offset, offset + width),
          ...own(eligibility),
          ...(isShown ? own(plain) : []),
        ];
      }),
    ];
  }

  /** @returns the end offset */
  restore(state: ArrayLike<number>, from: number, eligibility: Float64Array): number {
    let at = from;
    const take = (): number => state[at++];
    const count = take();
    [this.step, this.left, this.due] = [take(), take(), take()];
    this.isShown = take() === 1;
    const plain = (this.plain ??= new Float64Array(eligibility.length));
    this.strips = Array.from({ length: count }, () => {
      const [row, feature, width, low, high, left, due] = Array.from({ length: 7 }, take);
      const values = Float64Array.from({ length: width }, take);
      for (let k = 0; k < width; k++) eligibility[feature + k] = take();
      for (let k = 0; this.isShown && k < width; k++) plain[feature + k] = take();
      return { row, values, offset: 0, feature, width, low, high, left, due };
    });
    return at;
  }
}
