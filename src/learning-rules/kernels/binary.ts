import type { Trace } from '../../contracts/linear-td.ts';
import type { BinaryTable, Kernel, KernelTrial } from './kernel.ts';

/** TD(λ) on features that are 0 or 1. Touches only features that are 1 and those that have a trace. */
export function binary(trace: Trace, size: number): Kernel<'binary'> {
  const set: TraceSet = { eligibility: new Float64Array(size), traced: new Int32Array(size), isTraced: new Uint8Array(size), count: 0 };
  return (table, trial) => liveThrough(set, trace, table, trial);
}

/** Eligibility traces, one for each feature, and which of them may be other than 0. */
interface TraceSet {
  readonly eligibility: Float64Array;
  /** The features that have a trace: the first `count` entries, in the order in which they came. */
  readonly traced: Int32Array;
  readonly isTraced: Uint8Array;
  count: number;
}

function liveThrough(
  set: TraceSet,
  trace: Trace,
  { rows, rowStart, active }: BinaryTable,
  { weights, discount, traceRetention, effect, learningRate, reward, offset, rpe, value }: KernelTrial,
): void {
  clearTraces(set);
  let last = 0;
  let here = rowStart[1] as number;
  let before = sumOver(weights, active, last, here);
  value[offset] = before;

  for (let row = 1; row < rows; row++) {
    const end = rowStart[row + 1] as number;
    const share = trace === 'dutch' ? 1 - learningRate * sumOver(set.eligibility, active, last, here) : 1;
    if (trace === 'replacing') replaceTraces(set, active, last, here);
    else addTraces(set, active, last, here, share);

    const next = sumOver(weights, active, here, end);
    const felt = (reward[row] as number) + discount * next - before;
    const tdError = effect === undefined ? felt : effect(row, felt);
    // What the last update added to V(x) of its own row; true online TD takes it out again.
    const drift = trace === 'dutch' ? before - (value[offset + row - 1] as number) : 0;
    learnAndDecay(set, weights, learningRate * (tdError + drift), traceRetention);
    if (drift !== 0) addOver(weights, active, last, here, -learningRate * drift);
    rpe[offset + row] = tdError;
    value[offset + row] = next;
    before = sumOver(weights, active, here, end);
    last = here;
    here = end;
  }
}

/** e <- e + share x; what e was has already decayed. */
function addTraces(set: TraceSet, active: Int32Array, from: number, to: number, share: number): void {
  enlist(set, active, from, to);
  addOver(set.eligibility, active, from, to, share);
}

/** e <- max(e, x). */
function replaceTraces(set: TraceSet, active: Int32Array, from: number, to: number): void {
  enlist(set, active, from, to);
  for (let k = from; k < to; k++) set.eligibility[active[k] as number] = 1;
}

function enlist(set: TraceSet, active: Int32Array, from: number, to: number): void {
  for (let k = from; k < to; k++) {
    const feature = active[k] as number;
    if (set.isTraced[feature] === 1) continue;
    set.isTraced[feature] = 1;
    set.traced[set.count++] = feature;
  }
}

/** w <- w + step e, then e <- γλe for the next step. */
function learnAndDecay(set: TraceSet, weights: Float64Array, step: number, traceRetention: number): void {
  const { eligibility, traced, count } = set;
  for (let k = 0; k < count; k++) {
    const feature = traced[k] as number;
    const trace = eligibility[feature] as number;
    weights[feature] = (weights[feature] as number) + step * trace;
    eligibility[feature] = traceRetention * trace;
  }
  if (traceRetention === 0) clearTraces(set);
}

function clearTraces(set: TraceSet): void {
  for (let k = 0; k < set.count; k++) {
    const feature = set.traced[k] as number;
    set.eligibility[feature] = 0;
    set.isTraced[feature] = 0;
  }
  set.count = 0;
}

/** Σ terms over the active features of one row. */
function sumOver(terms: Float64Array, active: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += terms[active[k] as number] as number;
  return sum;
}

/** terms <- terms + amount, over the active features of one row. */
function addOver(terms: Float64Array, active: Int32Array, from: number, to: number, amount: number): void {
  for (let k = from; k < to; k++) {
    const feature = active[k] as number;
    terms[feature] = (terms[feature] as number) + amount;
  }
}
