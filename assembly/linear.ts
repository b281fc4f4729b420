// AssemblyScript, compiled to WebAssembly with SIMD: TD(λ) with accumulating traces on features that lie in strips. All numbers are 64-bit floats; every
// strip is a multiple of four numbers wide, padded with zeros, so that there are no ragged columns. Pointers are bytes.

// A strip's descriptor, of 64 bytes. As 32-bit integers: the address of its row 0 and the distance to the next row; the strip's width; the address of the
// active range of row 0 and the distance to the next; the distance back to the row before; the address of the likeness of row 0, its product with the row
// before, and the distance to the next; the active range of the row read last, from low to high, and the row until which it holds. As 64-bit floats, from
// byte 48: left and due (see general). Ranges in the tables are three integers: low, high, in numbers, and the rows for which they hold.
const stripBytes: usize = 64;

/** V(x) of the row read last, and e·x. */
let next: f64 = 0;
let overlap: f64 = 0;

/**
 * Features outside a strip's active range are 0: they all keep the same share of their trace and learn from the same errors. Both are two numbers: the share
 * that is left, and the sum of the steps times it. These are since the last general row; each strip has those from its last change of range to then.
 */
let left: f64 = 1;
let due: f64 = 0;

/** A row of resting features. */
// @ts-ignore: decorator
@inline
function rest(step: f64, retention: f64): void {
  due += step * left;
  left = retention * left;
}

/**
 * One row in which no range changes: the weights take the last step's error (w += αδe) and the traces the features of the row before (e = γλe + x). Both
 * products are computed from weights and traces before that, V(x) = w·x + αδ e·x and e·x = γλ e·x + x·x, so that the features need not wait for the error.
 */
// @ts-ignore: decorator
@inline
function row(strips: usize, count: i32, index: i32, weights: usize, traces: usize, step: f64, retention: f64): void {
  const steps = f64x2.splat(step);
  const retentions = f64x2.splat(retention);
  const toTraces = traces - weights;
  let value0 = f64x2.splat(0);
  let value1 = f64x2.splat(0);
  let reach0 = f64x2.splat(0);
  let reach1 = f64x2.splat(0);
  let likeness: f64 = 0;
  let ofStrip = weights;
  const endOfStrips = strips + <usize>count * stripBytes;
  for (let strip = strips; strip < endOfStrips; strip += stripBytes) {
    likeness += load<f64>(<usize>load<u32>(strip, 24) + <usize>index * <usize>load<u32>(strip, 28));
    const low = <usize>load<u32>(strip, 32);
    // One pointer per array, advanced by the loop: an address that is a sum costs an instruction at every access.
    let w = ofStrip + low;
    let e = w + toTraces;
    let here = <usize>load<u32>(strip) + <usize>index * <usize>load<u32>(strip, 4) + low;
    let last = here - <usize>load<u32>(strip, 20);
    for (const end = ofStrip + <usize>load<u32>(strip, 36); w < end; w += 32, e += 32, last += 32, here += 32) {
      const e0 = v128.load(e);
      const e1 = v128.load(e, 16);
      const w0 = v128.load(w);
      const w1 = v128.load(w, 16);
      const x0 = v128.load(here);
      const x1 = v128.load(here, 16);
      v128.store(w, f64x2.add(w0, f64x2.mul(steps, e0)));
      v128.store(w, f64x2.add(w1, f64x2.mul(steps, e1)), 16);
      v128.store(e, f64x2.add(f64x2.mul(retentions, e0), v128.load(last)));
      v128.store(e, f64x2.add(f64x2.mul(retentions, e1), v128.load(last, 16)), 16);
      value0 = f64x2.add(value0, f64x2.mul(w0, x0));
      value1 = f64x2.add(value1, f64x2.mul(w1, x1));
      reach0 = f64x2.add(reach0, f64x2.mul(e0, x0));
      reach1 = f64x2.add(reach1, f64x2.mul(e1, x1));
    }
    ofStrip += <usize>load<u32>(strip, 8);
  }
  rest(step, retention);
  const reach = sum(f64x2.add(reach0, reach1));
  next = sum(f64x2.add(value0, value1)) + step * reach;
  overlap = retention * reach + likeness;
}

/** The same for any row: the first of strips that do not go on, and a row in which ranges change. Where one does, features outside it are settled. */
function general(strips: usize, count: i32, index: i32, weights: usize, traces: usize, step: f64, retention: f64): void {
  row(strips, count, index, weights, traces, step, retention);
  let ofStrip = weights;
  for (let k = 0; k < count; k++) {
    const strip = strips + <usize>k * stripBytes;
    const width = <usize>load<u32>(strip, 8);
    const low = <usize>load<u32>(strip, 32);
    const high = <usize>load<u32>(strip, 36);
    const range = <usize>load<u32>(strip, 12) + <usize>index * <usize>load<u32>(strip, 16);
    const newLow = <usize>load<u32>(range) << 3;
    const newHigh = <usize>load<u32>(range, 4) << 3;
    const ownLeft = load<f64>(strip, 48);
    store<f64>(strip, load<f64>(strip, 56) + ownLeft * due, 56);
    store<f64>(strip, ownLeft * left, 48);
    store<u32>(strip, index + load<i32>(range, 8), 40);
    if (newLow != low || newHigh != high) {
      settle(strip, index, ofStrip, ofStrip + (traces - weights), 0, low);
      settle(strip, index, ofStrip, ofStrip + (traces - weights), high, width);
      store<u32>(strip, <u32>newLow, 32);
      store<u32>(strip, <u32>newHigh, 36);
      store<f64>(strip, 1, 48);
      store<f64>(strip, 0, 56);
    }
    ofStrip += width;
  }
  left = 1;
  due = 0;
}

/** Applies what is due to resting features [from, to) of a strip, and adds their products with this row. */
function settle(strip: usize, index: i32, weights: usize, traces: usize, from: usize, to: usize): void {
  const lefts = f64x2.splat(load<f64>(strip, 48));
  const dues = f64x2.splat(load<f64>(strip, 56));
  const here = <usize>load<u32>(strip) + <usize>index * <usize>load<u32>(strip, 4);
  let value = f64x2.splat(0);
  let reach = f64x2.splat(0);
  for (let at = from; at < to; at += 16) {
    const e = v128.load(traces + at);
    const w = f64x2.add(v128.load(weights + at), f64x2.mul(dues, e));
    const faded = f64x2.mul(lefts, e);
    const x = v128.load(here + at);
    v128.store(weights + at, w);
    v128.store(traces + at, faded);
    value = f64x2.add(value, f64x2.mul(w, x));
    reach = f64x2.add(reach, f64x2.mul(faded, x));
  }
  next += sum(value);
  overlap += sum(reach);
}

// @ts-ignore: decorator
@inline
function sum(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** The first row, at most `to`, in which a range changes. */
function firstChange(strips: usize, count: i32, to: i32): i32 {
  let first = to;
  for (let k = 0; k < count; k++) first = min(first, load<i32>(strips + <usize>k * stripBytes, 40));
  return first;
}

/** Reads one row after a step αδ; `moment` holds left and due from byte 16, then takes V(x) and e·x. */
export function look(strips: usize, count: i32, index: i32, weights: usize, traces: usize, step: f64, retention: f64, moment: usize): void {
  left = load<f64>(moment, 16);
  due = load<f64>(moment, 24);
  if (firstChange(strips, count, index + 1) <= index) general(strips, count, index, weights, traces, step, retention);
  else row(strips, count, index, weights, traces, step, retention);
  store<f64>(moment, left, 16);
  store<f64>(moment, due, 24);
  store<f64>(moment, next, 32);
  store<f64>(moment, overlap, 40);
}

/** Rows [from, to) in which no range changes, of one or two strips, as in most experiments: as row, to the bit, but the descriptors are read once. */
function stretch(strips: usize, count: i32, from: i32, to: i32, weights: usize, traces: usize, retention: f64, discount: f64, rate: f64, reward: usize, rpe: usize, value: usize, moment: usize): void {
  const other = count > 1 ? strips + stripBytes : strips;
  const toTraces = traces - weights;
  const low = <usize>load<u32>(strips, 32);
  const start = weights + low;
  const end = weights + <usize>load<u32>(strips, 36);
  const stride = <usize>load<u32>(strips, 4);
  let row = <usize>load<u32>(strips) + <usize>from * stride + low;
  const back = <usize>load<u32>(strips, 20);
  const likenessStride = <usize>load<u32>(strips, 28);
  let likeness = <usize>load<u32>(strips, 24) + <usize>from * likenessStride;
  const otherLow = <usize>load<u32>(other, 32);
  const otherWeights = weights + <usize>load<u32>(strips, 8);
  const otherStart = otherWeights + otherLow;
  const otherEnd = count > 1 ? otherWeights + <usize>load<u32>(other, 36) : otherStart;
  const otherStride = <usize>load<u32>(other, 4);
  let otherRow = <usize>load<u32>(other) + <usize>from * otherStride + otherLow;
  const otherBack = <usize>load<u32>(other, 20);
  const otherLikenessStride = <usize>load<u32>(other, 28);
  let otherLikeness = <usize>load<u32>(other, 24) + <usize>from * otherLikenessStride;
  const share = count > 1 ? 1.0 : 0.0;
  const retentions = f64x2.splat(retention);
  let before = load<f64>(moment);
  let step = load<f64>(moment, 8);
  let ownLeft = left;
  let ownDue = due;
  const stop = reward + (<usize>(to - from) << 3);
  for (; reward < stop; reward += 8, rpe += 8, value += 8) {
    const steps = f64x2.splat(step);
    let value0 = f64x2.splat(0);
    let value1 = f64x2.splat(0);
    let reach0 = f64x2.splat(0);
    let reach1 = f64x2.splat(0);
    let w = start;
    let here = row;
    let last = row - back;
    let until = end;
    for (let isOther = false; ; isOther = true) {
      for (let e = w + toTraces; w < until; w += 32, e += 32, last += 32, here += 32) {
        const e0 = v128.load(e);
        const e1 = v128.load(e, 16);
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const x0 = v128.load(here);
        const x1 = v128.load(here, 16);
        v128.store(w, f64x2.add(w0, f64x2.mul(steps, e0)));
        v128.store(w, f64x2.add(w1, f64x2.mul(steps, e1)), 16);
        v128.store(e, f64x2.add(f64x2.mul(retentions, e0), v128.load(last)));
        v128.store(e, f64x2.add(f64x2.mul(retentions, e1), v128.load(last, 16)), 16);
        value0 = f64x2.add(value0, f64x2.mul(w0, x0));
        value1 = f64x2.add(value1, f64x2.mul(w1, x1));
        reach0 = f64x2.add(reach0, f64x2.mul(e0, x0));
        reach1 = f64x2.add(reach1, f64x2.mul(e1, x1));
      }
      if (isOther) break;
      w = otherStart;
      here = otherRow;
      last = otherRow - otherBack;
      until = otherEnd;
    }
    ownDue += step * ownLeft;
    ownLeft *= retention;
    const reach = sum(f64x2.add(reach0, reach1));
    const next = sum(f64x2.add(value0, value1)) + step * reach;
    const error = load<f64>(reward) + discount * next - before;
    store<f64>(rpe, error);
    store<f64>(value, next);
    step = rate * error;
    before = next + step * (retention * reach + (load<f64>(likeness) + share * load<f64>(otherLikeness)));
    row += stride;
    likeness += likenessStride;
    otherRow += otherStride;
    otherLikeness += otherLikenessStride;
  }
  left = ownLeft;
  due = ownDue;
  store<f64>(moment, before);
  store<f64>(moment, step, 8);
}

/**
 * Runs rows [from, to): writes the error and the value of each. `moment` holds V of the previous row under the current
 * weights, the step αδ that is not yet applied to them, and left and due; they are left in this form for the next row.
 */
export function runSteps(strips: usize, count: i32, from: i32, to: i32, weights: usize, traces: usize, retention: f64, discount: f64, rate: f64, reward: usize, rpe: usize, value: usize, moment: usize): void {
  let before = load<f64>(moment);
  let step = load<f64>(moment, 8);
  left = load<f64>(moment, 16);
  due = load<f64>(moment, 24);
  let at: usize = 0;
  for (let index = from; index < to; ) {
    let end = firstChange(strips, count, to);
    if (end <= index) {
      general(strips, count, index, weights, traces, step, retention);
      const error = load<f64>(reward + at) + discount * next - before;
      store<f64>(rpe + at, error);
      store<f64>(value + at, next);
      step = rate * error;
      before = next + step * overlap;
      at += 8;
      index += 1;
      end = firstChange(strips, count, to);
    }
    if (count <= 2) {
      store<f64>(moment, before);
      store<f64>(moment, step, 8);
      stretch(strips, count, index, end, weights, traces, retention, discount, rate, reward + at, rpe + at, value + at, moment);
      before = load<f64>(moment);
      step = load<f64>(moment, 8);
      at += <usize>(end - index) << 3;
      index = end;
    }
    for (; index < end; index++, at += 8) {
      row(strips, count, index, weights, traces, step, retention);
      const error = load<f64>(reward + at) + discount * next - before;
      store<f64>(rpe + at, error);
      store<f64>(value + at, next);
      step = rate * error;
      before = next + step * overlap;
    }
  }
  store<f64>(moment, before);
  store<f64>(moment, step, 8);
  store<f64>(moment, left, 16);
  store<f64>(moment, due, 24);
}
