import { eachBlock } from '../../core/blocks.ts';

/** A signal that is constant within each of its steps, from time 0 on. */
interface SteppedSignal {
  readonly stepSeconds: number;
  readonly values: Float64Array;
}

/** The exact mean of a stepped signal between two times, seconds; 0 before time 0, NaN if its end comes before theirs. */
export function signalMeans({ stepSeconds, values }: SteppedSignal): (from: number, to: number) => number {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => void (sums[i + 1] = (sums[i] as number) + value));
  /** The integral up to a time, in steps. */
  const until = (steps: number): number => {
    if (steps <= 0) return 0;
    const whole = Math.min(values.length, Math.floor(steps));
    if (steps > values.length + rounding) return Number.NaN;
    return (sums[whole] as number) + Math.max(0, steps - whole) * (values[whole] ?? 0);
  };
  return (from, to) => (until(to / stepSeconds) - until(from / stepSeconds)) / ((to - from) / stepSeconds);
}

/** Consecutive bins of one width. */
export interface Bins {
  /** Of the first, not negative. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  readonly count: number;
}

/** Steps of one length, from time 0 on, and their number. */
interface Steps {
  readonly stepSeconds: number;
  readonly length: number;
}

/**
 * What signalMeans() gives for each of some bins, to the bit, of many signals with the same steps, in which all bins lie.
 * @returns a function of a signal's steps, which writes and returns one number per bin
 */
export function binMeans(steps: Steps, bins: Bins): (values: Float64Array, into: Float64Array) => Float64Array {
  const edges = edgesOf(steps, bins);
  return (values, into) => {
    const sum = { at: 0, sum: 0 };
    let last = integralAt(edges, 0, values, sum);
    eachBlock(bins.count, (from, to) => {
      last = meansIn(edges, values, into, from, to, sum, last);
    });
    return into;
  };
}

/**
 * The other way: the derivative by each step of the sum of the bins' means times weights.
 * @returns a function of the weights, which writes and returns one number per step
 */
export function binWeights(steps: Steps, bins: Bins): (weights: Float64Array, into: Float64Array) => Float64Array {
  const edges = edgesOf(steps, bins);
  return (weights, into) => {
    into.fill(0);
    eachBlock(bins.count, (from, to) => spreadIn(edges, weights, into, from, to));
    return into;
  };
}

function edgesOf({ stepSeconds, length }: Steps, { startSeconds, binSeconds, count }: Bins): Edges {
  const secondsAt = (edge: number): number => startSeconds + edge * binSeconds;
  const edges: Edges = {
    whole: new Int32Array(count + 1),
    share: new Float64Array(count + 1),
    steps: new Float64Array(count),
  };
  for (let edge = 0; edge <= count; edge++) {
    const at = secondsAt(edge) / stepSeconds;
    edges.whole[edge] = Math.min(length, Math.floor(at));
    edges.share[edge] = at < length ? at - Math.floor(at) : 0;
    if (edge < count) edges.steps[edge] = (secondsAt(edge + 1) - secondsAt(edge)) / stepSeconds;
  }
  return edges;
}

/** Edges of bins among steps. */
interface Edges {
  /** Number of whole steps before an edge. */
  readonly whole: Int32Array;
  /** Share of the next step before it. */
  readonly share: Float64Array;
  /** Width of a bin in steps. */
  readonly steps: Float64Array;
}

/** The sum of the first steps. */
interface RunningSum {
  at: number;
  sum: number;
}

function integralAt({ whole, share }: Edges, edge: number, values: Float64Array, running: RunningSum): number {
  const before = whole[edge] as number;
  for (; running.at < before; running.at++) running.sum += values[running.at] as number;
  return running.sum + (share[edge] as number) * (values[before] ?? 0);
}

/** Bins [from, to). @param last integral up to the first; @returns that up to the end of the last */
function meansIn(
  { whole, share, steps }: Edges,
  values: Float64Array,
  into: Float64Array,
  from: number,
  to: number,
  running: RunningSum,
  last: number,
): number {
  let { at, sum } = running;
  let before = last;
  for (let bin = from; bin < to; bin++) {
    const end = whole[bin + 1] as number;
    for (; at < end; at++) sum += values[at] as number;
    const until = sum + (share[bin + 1] as number) * (end < values.length ? (values[end] as number) : 0);
    into[bin] = (until - before) / (steps[bin] as number);
    before = until;
  }
  running.at = at;
  running.sum = sum;
  return before;
}

function spreadIn(
  { whole, share, steps }: Edges,
  weights: Float64Array,
  into: Float64Array,
  from: number,
  to: number,
): void {
  for (let bin = from; bin < to; bin++) {
    const weight = (weights[bin] as number) / (steps[bin] as number);
    const begin = whole[bin] as number;
    const end = whole[bin + 1] as number;
    for (let at = begin; at < end; at++) into[at] = (into[at] as number) + weight;
    into[begin] = (into[begin] as number) - (share[bin] as number) * weight;
    if (end < into.length) into[end] = (into[end] as number) + (share[bin + 1] as number) * weight;
  }
}

/** Of times that are a whole number of steps. */
const rounding = 1e-6;
