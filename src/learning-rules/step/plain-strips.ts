import type { StripKernel } from './strip-kernel.ts';

// Places in a strip's descriptor of 64 bytes, see assembly/linear.ts: of integers, and of numbers.
const stripBytes = 64;
const word = { row: 0, stride: 1, width: 2, ranges: 3, rangeStride: 4, back: 5, likeness: 6, likenessStride: 7 };
const state = { low: 8, high: 9, until: 10, left: 6, due: 7 };

/**
 * assembly/linear.ts where there is no WebAssembly: the same numbers in the same memory, added in the same order, so that
 * results have the same bits. Addresses are in bytes, as there.
 */
export class PlainStrips implements StripKernel {
  private readonly numbers: Float64Array;
  private readonly words: Int32Array;
  /** V(x) of the row read last, and e·x. */
  private next = 0;
  private overlap = 0;
  /** What resting features keep of their traces since the last general row, and the sum of the steps times it. */
  private left = 1;
  private due = 0;

  constructor(numbers: Float64Array, words: Int32Array) {
    this.numbers = numbers;
    this.words = words;
  }

  look(
    strips: number,
    count: number,
    index: number,
    weights: number,
    traces: number,
    step: number,
    retention: number,
    moment: number,
  ): void {
    const { numbers } = this;
    const now = moment >> 3;
    this.left = numbers[now + 2];
    this.due = numbers[now + 3];
    if (this.firstChange(strips, count, index + 1) <= index)
      this.general(strips, count, index, weights, traces, step, retention);
    else this.row(strips, count, index, weights, traces, step, retention);
    numbers[now + 2] = this.left;
    numbers[now + 3] = this.due;
    numbers[now + 4] = this.next;
    numbers[now + 5] = this.overlap;
  }

  runSteps(
    strips: number,
    count: number,
    from: number,
    to: number,
    weights: number,
    traces: number,
    retention: number,
    discount: number,
    rate: number,
    reward: number,
    rpe: number,
    value: number,
    moment: number,
  ): void {
    const { numbers } = this;
    const now = moment >> 3;
    let before = numbers[now];
    let step = numbers[now + 1];
    this.left = numbers[now + 2];
    this.due = numbers[now + 3];
    for (let index = from; index < to; index++) {
      if (this.firstChange(strips, count, to) <= index)
        this.general(strips, count, index, weights, traces, step, retention);
      else this.row(strips, count, index, weights, traces, step, retention);
      const at = index - from;
      const error = numbers[(reward >> 3) + at] + discount * this.next - before;
      numbers[(rpe >> 3) + at] = error;
      numbers[(value >> 3) + at] = this.next;
      step = rate * error;
      before = this.next + step * this.overlap;
    }
    numbers[now] = before;
    numbers[now + 1] = step;
    numbers[now + 2] = this.left;
    numbers[now + 3] = this.due;
  }

  /** A row in which no range changes. Two numbers a vector, and two vectors at once: four sums. */
  private row(
    strips: number,
    count: number,
    index: number,
    weights: number,
    traces: number,
    step: number,
    retention: number,
  ): void {
    const { numbers, words } = this;
    const value = [0, 0, 0, 0];
    const reach = [0, 0, 0, 0];
    let likeness = 0;
    let ofStrip = weights;
    for (let k = 0; k < count; k++) {
      const at = (strips + k * stripBytes) >> 2;
      likeness += numbers[(words[at + word.likeness] + index * words[at + word.likenessStride]) >> 3];
      const low = words[at + state.low];
      const here = words[at + word.row] + index * words[at + word.stride] + low;
      const last = (here - words[at + word.back]) >> 3;
      const w = (ofStrip + low) >> 3;
      const e = (ofStrip + low + traces - weights) >> 3;
      const width = (words[at + state.high] - low) >> 3;
      for (let i = 0; i < width; i++) {
        const weight = numbers[w + i];
        const trace = numbers[e + i];
        const x = numbers[(here >> 3) + i];
        numbers[w + i] = weight + step * trace;
        numbers[e + i] = retention * trace + numbers[last + i];
        value[i & 3] += weight * x;
        reach[i & 3] += trace * x;
      }
      ofStrip += words[at + word.width];
    }
    this.due += step * this.left;
    this.left = retention * this.left;
    const reached = sumOf(reach);
    this.next = sumOf(value) + step * reached;
    this.overlap = retention * reached + likeness;
  }

  /** Any row: where a range changes, features outside it are settled. */
  private general(
    strips: number,
    count: number,
    index: number,
    weights: number,
    traces: number,
    step: number,
    retention: number,
  ): void {
    const { numbers, words } = this;
    this.row(strips, count, index, weights, traces, step, retention);
    let ofStrip = weights;
    for (let k = 0; k < count; k++) {
      const strip = strips + k * stripBytes;
      const at = strip >> 2;
      const own = strip >> 3;
      const width = words[at + word.width];
      const low = words[at + state.low];
      const high = words[at + state.high];
      const range = (words[at + word.ranges] + index * words[at + word.rangeStride]) >> 2;
      const newLow = words[range] << 3;
      const newHigh = words[range + 1] << 3;
      const ownLeft = numbers[own + state.left];
      numbers[own + state.due] += ownLeft * this.due;
      numbers[own + state.left] = ownLeft * this.left;
      words[at + state.until] = index + words[range + 2];
      if (newLow !== low || newHigh !== high) {
        this.settle(strip, index, ofStrip, ofStrip + (traces - weights), 0, low);
        this.settle(strip, index, ofStrip, ofStrip + (traces - weights), high, width);
        words[at + state.low] = newLow;
        words[at + state.high] = newHigh;
        numbers[own + state.left] = 1;
        numbers[own + state.due] = 0;
      }
      ofStrip += width;
    }
    this.left = 1;
    this.due = 0;
  }

  /** Applies what is due to resting features [from, to) of a strip, and adds their products with this row. */
  private settle(strip: number, index: number, weights: number, traces: number, from: number, to: number): void {
    const { numbers, words } = this;
    const left = numbers[(strip >> 3) + state.left];
    const due = numbers[(strip >> 3) + state.due];
    const here = words[(strip >> 2) + word.row] + index * words[(strip >> 2) + word.stride];
    const value = [0, 0];
    const reach = [0, 0];
    for (let i = 0; i < (to - from) >> 3; i++) {
      const at = (from >> 3) + i;
      const trace = numbers[(traces >> 3) + at];
      const weight = numbers[(weights >> 3) + at] + due * trace;
      const faded = left * trace;
      const x = numbers[(here >> 3) + at];
      numbers[(weights >> 3) + at] = weight;
      numbers[(traces >> 3) + at] = faded;
      value[i & 1] += weight * x;
      reach[i & 1] += faded * x;
    }
    this.next += value[0] + value[1];
    this.overlap += reach[0] + reach[1];
  }

  /** The first row, at most `to`, in which a range changes. */
  private firstChange(strips: number, count: number, to: number): number {
    let first = to;
    for (let k = 0; k < count; k++) first = Math.min(first, this.words[((strips + k * stripBytes) >> 2) + state.until]);
    return first;
  }
}

/** The lanes of two vectors: the vectors are added first. */
const sumOf = (four: readonly number[]): number => four[0] + four[2] + (four[1] + four[3]);
