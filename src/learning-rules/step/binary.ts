import type { Trace } from '../../contracts/linear-td.ts';
import type { Kernel, KernelRows } from './kernel.ts';
import { restThrough, Traces } from './traces.ts';

/** The previous row and its values. */
interface Moment {
  /** Its features: the first `count` entries. */
  readonly active: Int32Array;
  count: number;
  /** V(x) of the row, under the current weights and as displayed. */
  before: number;
  shown: number;
  /** True if the next row ends no transition. */
  isFirst: boolean;
}

const noRows = new Int32Array(0);

/** TD(λ) on features that are 0 or 1. Touches only features that are 1 and those that have a trace. */
export function binary(trace: Trace, size: number): Kernel<'binary'> {
  const traces = new Traces(size);
  const moment: Moment = { active: new Int32Array(size), count: 0, before: 0, shown: 0, isFirst: false };

  return {
    runSteps: (table, rows) =>
      runTrial(traces, moment, trace, table?.rowStart ?? noRows, table?.active ?? noRows, rows),
    begin(weights) {
      traces.settle(weights);
      traces.clear();
      moment.count = 0;
      moment.before = 0;
      moment.shown = 0;
      moment.isFirst = true;
    },
    show: (weights) => traces.show(weights),
    hide: (weights) => traces.hide(weights),
    state: () => [
      Number(moment.isFirst),
      moment.before,
      moment.shown,
      moment.count,
      ...moment.active.subarray(0, moment.count),
      ...traces.state(),
    ],
    restore(state, from) {
      const count = state[from + 3];
      Object.assign(moment, { isFirst: state[from] === 1, before: state[from + 1], shown: state[from + 2], count });
      for (let k = 0; k < count; k++) moment.active[k] = state[from + 4 + k];
      traces.restore(state, from + 4 + count);
    },
  };
}

function runTrial(
  traces: Traces,
  moment: Moment,
  trace: Trace,
  rowStart: Int32Array,
  active: Int32Array,
  given: KernelRows,
): void {
  const { from, rows, weights, discount, traceRetention, intervention, learningRate, reward, offset, rpe, value } =
    given;
  const hasFeatures = rowStart.length > 0;
  const isUntraced = traceRetention === 0 && trace !== 'dutch' && intervention === undefined;
  const first = readFirst(moment, given, rowStart, active);
  let { before, shown } = moment;
  // The features of the previous row: in `active`, but those of the first row are stored by the last call.
  let lastIn = moment.active;
  let [last, lastEnd] = [0, moment.count];
  let hasDecayed = false;
  for (let row = first; row < rows; row++) {
    const here = hasFeatures ? rowStart[row] : 0;
    const end = hasFeatures ? rowStart[row + 1] : 0;
    if (last === lastEnd && here === end) {
      const next = hasFeatures ? emptyUntil(rowStart, row, rows) : rows;
      restThrough(traces, given, row, next);
      row = next - 1;
      continue;
    }
    const until = hasDecayed && isUntraced ? learnUntraced(given, rowStart, active, row, before) : row;
    if (until > row) {
      row = until - 1;
      lastIn = active;
      last = rowStart[row];
      lastEnd = rowStart[until];
      shown = value[offset + row];
      before = sumOver(weights, active, last, lastEnd);
      continue;
    }
    if (!hasDecayed) decaySettled(traces, weights, traceRetention);
    takeIntoTraces(traces, trace, learningRate, lastIn, last, lastEnd);
    const next = sumOver(weights, active, here, end);
    const rawError = reward[from + row] + discount * next - before;
    const tdError = intervention === undefined ? rawError : intervention(from + row, rawError);
    // The change in V(x) of the same row by the last update, which true online TD subtracts.
    const drift = trace === 'dutch' ? before - shown : 0;
    const step = learningRate * (tdError + drift);
    // The decay before the next row is done here if that row certainly learns with the same γλ.
    hasDecayed = row + 1 < rows && end > here;
    if (hasDecayed) traces.learnAndDecay(weights, step, traceRetention);
    else traces.learn(weights, step);
    if (drift !== 0) addOver(weights, lastIn, last, lastEnd, -learningRate * drift);
    rpe[offset + row] = tdError;
    value[offset + row] = next;
    shown = next;
    before = sumOver(weights, active, here, end);
    lastIn = active;
    last = here;
    lastEnd = end;
  }
  moment.before = before;
  moment.shown = shown;
  moment.count = lastEnd - last;
  if (lastIn !== moment.active) moment.active.set(lastIn.subarray(last, lastEnd));
}

/** A row that ends no transition, if the first one is: its error is 0. @returns the number of such rows */
function readFirst(
  moment: Moment,
  { rows, weights, offset, rpe, value }: KernelRows,
  rowStart: Int32Array,
  active: Int32Array,
): number {
  if (!moment.isFirst || rows === 0) return 0;
  const end = rowStart.length > 0 ? rowStart[1] : 0;
  moment.isFirst = false;
  moment.count = end;
  moment.active.set(active.subarray(0, end));
  moment.before = sumOver(weights, active, 0, end);
  moment.shown = moment.before;
  rpe[offset] = 0;
  value[offset] = moment.before;
  return 1;
}

/**
 * With γλ = 0 a trace is 1 while its feature is active and then gone: rows from `first` on, as long as the next one has
 * features too, without any trace. The same bits as with traces, at a quarter of the time.
 * @param before V(x) of the row before the first, which has features
 * @returns the row after the last; `first` if there is none
 */
function learnUntraced(
  { from, rows, weights, discount, learningRate, reward, offset, rpe, value }: KernelRows,
  rowStart: Int32Array,
  active: Int32Array,
  first: number,
  before: number,
): number {
  let row = first;
  let last = rowStart[row - 1];
  let here = rowStart[row];
  let held = before;
  for (; row + 1 < rows; row++) {
    const end = rowStart[row + 1];
    if (end === here) break;
    const next = sumOver(weights, active, here, end);
    const tdError = reward[from + row] + discount * next - held;
    addOver(weights, active, last, here, learningRate * tdError);
    rpe[offset + row] = tdError;
    value[offset + row] = next;
    held = sumOver(weights, active, here, end);
    last = here;
    here = end;
  }
  return row;
}

/** Updates traces of inactive features to the current step before all of them decay. */
function decaySettled(traces: Traces, weights: Float64Array, retention: number): void {
  traces.settle(weights);
  traces.decay(retention);
}

/** Adds the features of a row to traces that have already decayed. */
function takeIntoTraces(
  traces: Traces,
  trace: Trace,
  learningRate: number,
  active: Int32Array,
  from: number,
  to: number,
): void {
  const share = trace === 'dutch' ? 1 - learningRate * sumOver(traces.eligibility, active, from, to) : 1;
  if (trace === 'replacing') replaceTraces(traces, active, from, to);
  // An accumulating trace is never negative, so it is at least the added amount.
  else addTraces(traces, active, from, to, share, trace === 'accumulating' ? 1 : 0);
}

/** The first row, from a given one on, that has features; `rows` if there is none. */
function emptyUntil(rowStart: Int32Array, row: number, rows: number): number {
  let until = row;
  while (until < rows && rowStart[until] === rowStart[until + 1]) until++;
  return until;
}

/** e <- e + share x; e has already decayed. */
function addTraces(traces: Traces, active: Int32Array, from: number, to: number, share: number, least: number): void {
  for (let k = from; k < to; k++) traces.list(active[k], least);
  addOver(traces.eligibility, active, from, to, share);
}

/** e <- max(e, x). */
function replaceTraces(traces: Traces, active: Int32Array, from: number, to: number): void {
  for (let k = from; k < to; k++) {
    traces.list(active[k], 1);
    traces.eligibility[active[k]] = 1;
  }
}

/** Σ terms over the active features of one row. */
function sumOver(terms: Float64Array, active: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += terms[active[k]];
  return sum;
}

/** terms <- terms + amount, over the active features of one row. */
function addOver(terms: Float64Array, active: Int32Array, from: number, to: number, amount: number): void {
  for (let k = from; k < to; k++) {
    const feature = active[k];
    terms[feature] = terms[feature] + amount;
  }
}
