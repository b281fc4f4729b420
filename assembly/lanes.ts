// AssemblyScript, compiled to WebAssembly with SIMD: loops over numbers that do not depend on one another, two per instruction. Every number is computed from
// the same operands in the same order as in the TypeScript loops beside which they run, so that both give the same bits. All numbers are 64-bit floats;
// pointers are bytes.

// Many predictors of the same features: see src/learning-rules/step/channels.ts. Their block begins with 32-bit integers: the number of channels; the bytes
// from one feature to the next in weights and traces, a channel each, padded to pairs; whether they are quantiles, learn up at an error of 0, and replace
// traces; the bytes from the features of a row to their values; and the addresses of gains for errors above and below 0, discounts, the decay of traces,
// values before, values now (twice in succession, so that those of other channels can be read from an offset on), steps, errors, their sums, weights, traces,
// the features that have traces, and a byte for each feature that says whether it has.

/** Σ_k x_k w_k of each channel. */
function predict(block: usize, row: usize, count: i32, into: usize): void {
  const stride = <usize>load<u32>(block, 4);
  const weights = <usize>load<u32>(block, 60);
  const values = row + <usize>load<u32>(block, 20);
  if (count == 0) memory.fill(into, 0, stride);
  for (let k = 0; k < count; k++) {
    const x = f64x2.splat(load<f64>(values + (<usize>k << 3)));
    let w = weights + <usize>load<u32>(row + (<usize>k << 2)) * stride;
    let to = into;
    const end = into + stride;
    if (k == 0) {
      const zero = f64x2.splat(0);
      for (; to < end; to += 16, w += 16) v128.store(to, f64x2.add(zero, f64x2.mul(x, v128.load(w))));
    } else {
      for (; to < end; to += 16, w += 16) v128.store(to, f64x2.add(v128.load(to), f64x2.mul(x, v128.load(w))));
    }
  }
}

/** The values of a row that ends no transition. */
function showFirst(block: usize): void {
  const next = <usize>load<u32>(block, 44);
  const end = next + (<usize>load<u32>(block) << 3);
  let values: f64 = 0;
  for (let at = next; at < end; at += 8) values += load<f64>(at);
  store<f64>(<usize>load<u32>(block, 56), values, 8);
}

/** The errors of a row, each channel's learning signal, and the sums of errors and values. */
function compare(block: usize, offset: i32, reward: f64, rate: f64): void {
  const count = <usize>load<u32>(block) << 3;
  const isQuantile = load<u32>(block, 8) != 0;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const down = f64x2.splat(-1);
  const learnsUpAtZero = load<u32>(block, 12) != 0;
  const gainsUp = <usize>load<u32>(block, 24);
  const gainsDown = <usize>load<u32>(block, 28);
  const discounts = <usize>load<u32>(block, 32);
  const before = <usize>load<u32>(block, 40);
  const next = <usize>load<u32>(block, 44);
  const steps = <usize>load<u32>(block, 48);
  const errors = <usize>load<u32>(block, 52);
  const rewards = f64x2.splat(reward);
  const rates = f64x2.splat(rate);
  let follower = next;
  if (offset > 0) {
    for (let at: usize = 0; at < count; at += 8) store<f64>(next + count + at, load<f64>(next + at));
    follower += <usize>offset << 3;
  }
  let sumOfErrors: f64 = 0;
  let sumOfValues: f64 = 0;
  for (let at: usize = 0; at < count; at += 16) {
    const error = f64x2.sub(
      f64x2.add(rewards, f64x2.mul(v128.load(discounts + at), v128.load(follower + at))),
      v128.load(before + at),
    );
    const isUp = learnsUpAtZero ? f64x2.ge(error, zero) : f64x2.gt(error, zero);
    const gain = v128.bitselect(v128.load(gainsUp + at), v128.load(gainsDown + at), isUp);
    let signal = error;
    if (isQuantile) signal = v128.bitselect(one, v128.bitselect(down, error, f64x2.lt(error, zero)), isUp);
    v128.store(steps + at, f64x2.mul(f64x2.mul(rates, gain), signal));
    v128.store(errors + at, error);
    sumOfErrors += f64x2.extract_lane(error, 0);
    sumOfValues += load<f64>(next + at);
    if (at + 8 < count) {
      sumOfErrors += f64x2.extract_lane(error, 1);
      sumOfValues += load<f64>(next + at, 8);
    }
  }
  const sums = <usize>load<u32>(block, 56);
  store<f64>(sums, sumOfErrors);
  store<f64>(sums, sumOfValues, 8);
}

/** w_i <- w_i + step_i x. */
function learn(block: usize, row: usize, count: i32): void {
  const stride = <usize>load<u32>(block, 4);
  const steps = <usize>load<u32>(block, 48);
  const weights = <usize>load<u32>(block, 60);
  const values = row + <usize>load<u32>(block, 20);
  for (let k = 0; k < count; k++) {
    const x = f64x2.splat(load<f64>(values + (<usize>k << 3)));
    let w = weights + <usize>load<u32>(row + (<usize>k << 2)) * stride;
    let step = steps;
    for (const end = steps + stride; step < end; step += 16, w += 16)
      v128.store(w, f64x2.add(v128.load(w), f64x2.mul(x, v128.load(step))));
  }
}

/** A feature whose traces all are below this is dropped. */
const faintestTrace: f64 = 1e-16;

/** e_i <- retention_i e_i of the first `traced` features that have traces; returns how many still do. */
function fade(block: usize, traced: i32): i32 {
  const stride = <usize>load<u32>(block, 4);
  const retention = <usize>load<u32>(block, 36);
  const traces = <usize>load<u32>(block, 64);
  const features = <usize>load<u32>(block, 68);
  const isTraced = <usize>load<u32>(block, 72);
  let kept = 0;
  for (let k = 0; k < traced; k++) {
    const feature = load<u32>(features + (<usize>k << 2));
    const from = traces + <usize>feature * stride;
    let largest = f64x2.splat(0);
    for (let at: usize = 0; at < stride; at += 16) {
      const trace = f64x2.mul(v128.load(retention + at), v128.load(from + at));
      v128.store(from + at, trace);
      largest = f64x2.max(largest, f64x2.abs(trace));
    }
    if (max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1)) >= faintestTrace) {
      store<u32>(features + (<usize>kept << 2), feature);
      kept += 1;
    } else {
      memory.fill(from, 0, stride);
      store<u8>(isTraced + <usize>feature, 0);
    }
  }
  return kept;
}

/** e_i <- e_i + x of the features of a row, or the larger of the two; returns how many features have traces. */
function mark(block: usize, row: usize, count: i32, traced: i32): i32 {
  const stride = <usize>load<u32>(block, 4);
  const channels = <usize>load<u32>(block) << 3;
  const replaces = load<u32>(block, 16) != 0;
  const traces = <usize>load<u32>(block, 64);
  const features = <usize>load<u32>(block, 68);
  const isTraced = <usize>load<u32>(block, 72);
  const values = row + <usize>load<u32>(block, 20);
  let all = traced;
  for (let k = 0; k < count; k++) {
    const feature = load<u32>(row + (<usize>k << 2));
    const value = load<f64>(values + (<usize>k << 3));
    if (load<u8>(isTraced + <usize>feature) == 0) {
      store<u8>(isTraced + <usize>feature, 1);
      store<u32>(features + (<usize>all << 2), feature);
      all += 1;
    }
    const from = traces + <usize>feature * stride;
    // Channel by channel: what pads them to pairs stays 0.
    for (let at: usize = 0; at < channels; at += 8) {
      const old = load<f64>(from + at);
      store<f64>(from + at, replaces ? max(old, value) : old + value);
    }
  }
  return all;
}

/** w_i <- w_i + step_i e_i of the features that have traces. */
function learnTraced(block: usize, traced: i32): void {
  const stride = <usize>load<u32>(block, 4);
  const steps = <usize>load<u32>(block, 48);
  const weights = <usize>load<u32>(block, 60);
  const traces = <usize>load<u32>(block, 64);
  const features = <usize>load<u32>(block, 68);
  for (let k = 0; k < traced; k++) {
    const from = <usize>load<u32>(features + (<usize>k << 2)) * stride;
    let w = weights + from;
    let e = traces + from;
    let step = steps;
    for (const end = steps + stride; step < end; step += 16, w += 16, e += 16)
      v128.store(w, f64x2.add(v128.load(w), f64x2.mul(v128.load(step), v128.load(e))));
  }
}

function shareFeature(a: usize, countOfA: i32, b: usize, countOfB: i32): bool {
  for (let i = 0; i < countOfA; i++)
    for (let k = 0; k < countOfB; k++) if (load<u32>(a + (<usize>i << 2)) == load<u32>(b + (<usize>k << 2))) return true;
  return false;
}

/**
 * One row after another: its values and errors, what is learned from them, and the values that it has after that. Returns how many features have traces.
 * @param traced how many had, or -1 if none has and none is to be kept
 */
export function runChannels(block: usize, here: usize, hereCount: i32, last: usize, lastCount: i32, isFirst: bool, offset: i32, reward: f64, rate: f64, traced: i32): i32 {
  const stride = <usize>load<u32>(block, 4);
  const before = <usize>load<u32>(block, 40);
  const next = <usize>load<u32>(block, 44);
  predict(block, here, hereCount, next);
  let all = max(0, traced);
  if (isFirst) {
    showFirst(block);
  } else {
    compare(block, offset, reward, rate);
    if (traced < 0) {
      learn(block, last, lastCount);
    } else {
      all = mark(block, last, lastCount, fade(block, traced));
      learnTraced(block, all);
    }
  }
  if (hereCount > 0 && (all > 0 || shareFeature(here, hereCount, last, lastCount))) predict(block, here, hereCount, before);
  else for (let at: usize = 0; at < stride; at += 16) v128.store(before + at, v128.load(next + at));
  return all;
}

/** The mean over channels of the weights of each of some features; up to three numbers beyond are overwritten. Four features at a time, because each sum waits for its own additions. */
export function meanWeights(block: usize, features: usize, count: i32, into: usize): void {
  const channels = <usize>load<u32>(block) << 3;
  const stride = <usize>load<u32>(block, 4);
  const weights = <usize>load<u32>(block, 60);
  const divisor = <f64>load<u32>(block);
  for (let k = 0; k < count; k += 4) {
    const list = features + (<usize>k << 2);
    const feature0 = <usize>load<u32>(list);
    const feature1 = k + 1 < count ? <usize>load<u32>(list, 4) : feature0;
    const feature2 = k + 2 < count ? <usize>load<u32>(list, 8) : feature0;
    const feature3 = k + 3 < count ? <usize>load<u32>(list, 12) : feature0;
    let w0 = weights + feature0 * stride;
    let w1 = weights + feature1 * stride;
    let w2 = weights + feature2 * stride;
    let w3 = weights + feature3 * stride;
    let sum0: f64 = 0;
    let sum1: f64 = 0;
    let sum2: f64 = 0;
    let sum3: f64 = 0;
    for (const end = w0 + channels; w0 < end; w0 += 8, w1 += 8, w2 += 8, w3 += 8) {
      sum0 += load<f64>(w0);
      sum1 += load<f64>(w1);
      sum2 += load<f64>(w2);
      sum3 += load<f64>(w3);
    }
    const to = into + (<usize>k << 3);
    store<f64>(to, sum0 / divisor);
    store<f64>(to, sum1 / divisor, 8);
    store<f64>(to, sum2 / divisor, 16);
    store<f64>(to, sum3 / divisor, 24);
  }
}

// The covariance of weights: see src/learning-rules/step/covariance.ts. A lower triangle is stored row by row, by slot. A group is a list of slots; its spans
// are pairs of slots, from one on and before another, which hold the group and in between others whose covariance with it is 0.

// @ts-ignore: decorator
@inline
function rowOf(slot: usize): usize {
  return ((slot * (slot + 1)) >> 1) << 3;
}

/** spread <- Σ weight over the slots of a group; those with a weight are listed. */
export function multiply(triangle: usize, group: usize, length: i32, listed: usize, listedLength: i32, weight: usize, spread: usize): void {
  const endOfList = listed + (<usize>listedLength << 2);
  const endOfGroup = group + (<usize>length << 2);
  for (let at = group; at < endOfGroup; at += 4) {
    const i = <usize>load<u32>(at);
    const row = triangle + rowOf(i);
    let sum: f64 = 0;
    for (let one = listed; one < endOfList; one += 4) {
      const j = <usize>load<u32>(one);
      const entry = j <= i ? row + (j << 3) : triangle + rowOf(j) + (i << 3);
      sum += load<f64>(entry) * load<f64>(weight + (j << 3));
    }
    store<f64>(spread + (i << 3), sum);
  }
}

/** Σ <- Σ - factor spread spreadᵀ, in the lower triangle. */
export function takeOut(triangle: usize, group: usize, length: i32, spans: usize, spread: usize, factor: f64): void {
  const endOfGroup = group + (<usize>length << 2);
  for (let one = group; one < endOfGroup; one += 4) {
    const i = <usize>load<u32>(one);
    const row = triangle + rowOf(i);
    const share = factor * load<f64>(spread + (i << 3));
    const shares = f64x2.splat(share);
    for (let span = spans; ; span += 8) {
      const from = <usize>load<u32>(span);
      if (from > i) break;
      const to = min(<usize>load<u32>(span, 4), i + 1);
      let at = row + (from << 3);
      let other = spread + (from << 3);
      const end = row + (to << 3);
      for (const last = end - 8; at < last; at += 16, other += 16)
        v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(shares, v128.load(other))));
      if (at < end) store<f64>(at, load<f64>(at) - share * load<f64>(other));
      if (to > i) break;
    }
  }
}

// The successors of features: see src/learning-rules/step/successors.ts. Row i of the matrix is what follows slot i; a group and its spans are as above.

/** errors <- errors + factor row, over the spans. */
// @ts-ignore: decorator
@inline
function addRow(errors: usize, row: usize, factor: f64, spans: usize, count: i32): void {
  const factors = f64x2.splat(factor);
  const endOfSpans = spans + (<usize>count << 3);
  for (let span = spans; span < endOfSpans; span += 8) {
    const from = <usize>load<u32>(span) << 3;
    const end = errors + (<usize>load<u32>(span, 4) << 3);
    let to = errors + from;
    let at = row + from;
    for (const last = end - 8; to < last; to += 16, at += 16)
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(factors, v128.load(at))));
    if (to < end) store<f64>(to, load<f64>(to) + factor * load<f64>(at));
  }
}

/**
 * The errors in all features of a group: those present, plus factors times rows of the matrix, listed with them; negative ones are scaled.
 * @param stride bytes from row to row
 */
export function successorErrors(matrix: usize, stride: usize, slots: usize, factors: usize, length: i32, present: usize, negativeScale: f64, spans: usize, count: i32, errors: usize): void {
  const endOfSpans = spans + (<usize>count << 3);
  for (let span = spans; span < endOfSpans; span += 8) {
    const from = <usize>load<u32>(span) << 3;
    memory.fill(errors + from, 0, (<usize>load<u32>(span, 4) << 3) - from);
  }
  for (let k = 0; k < length; k++)
    addRow(errors, matrix + <usize>load<u32>(slots + (<usize>k << 2)) * stride, load<f64>(factors + (<usize>k << 3)), spans, count);
  for (let span = spans; span < endOfSpans; span += 8) {
    const end = errors + (<usize>load<u32>(span, 4) << 3);
    const toPresent = present - errors;
    for (let at = errors + (<usize>load<u32>(span) << 3); at < end; at += 8) {
      const error = load<f64>(at) + load<f64>(at + toPresent);
      store<f64>(at, error > 0 ? error : negativeScale * error);
    }
  }
}

/** M_i <- M_i + rate e_i errors, of the slots that have a trace. */
export function learnSuccessors(matrix: usize, stride: usize, traced: usize, length: i32, eligibility: usize, rate: f64, spans: usize, count: i32, errors: usize): void {
  const endOfSpans = spans + (<usize>count << 3);
  // Two rows at a time, which share the errors.
  for (let k = 0; k < length; k += 2) {
    const slot = <usize>load<u32>(traced + (<usize>k << 2));
    const row = matrix + slot * stride;
    const amount = rate * load<f64>(eligibility + (slot << 3));
    if (k + 1 == length) {
      addRow(row, errors, amount, spans, count);
      return;
    }
    const otherSlot = <usize>load<u32>(traced + (<usize>k << 2), 4);
    const other = matrix + otherSlot * stride;
    const otherAmount = rate * load<f64>(eligibility + (otherSlot << 3));
    const amounts = f64x2.splat(amount);
    const otherAmounts = f64x2.splat(otherAmount);
    for (let span = spans; span < endOfSpans; span += 8) {
      const from = <usize>load<u32>(span) << 3;
      let error = errors + from;
      let to = row + from;
      let toOther = other + from;
      const end = errors + (<usize>load<u32>(span, 4) << 3);
      for (const last = end - 8; error < last; error += 16, to += 16, toOther += 16) {
        const pair = v128.load(error);
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(amounts, pair)));
        v128.store(toOther, f64x2.add(v128.load(toOther), f64x2.mul(otherAmounts, pair)));
      }
      if (error < end) {
        store<f64>(to, load<f64>(to) + amount * load<f64>(error));
        store<f64>(toOther, load<f64>(toOther) + otherAmount * load<f64>(error));
      }
    }
  }
}

/** Σ_j M_ij w_j, with w by slot, of `count` slots of a group; up to three numbers beyond are overwritten. Four rows at a time, because each sum waits for its own additions. */
export function successorValues(matrix: usize, stride: usize, slots: usize, length: i32, weights: usize, spans: usize, count: i32, into: usize): void {
  const endOfSpans = spans + (<usize>count << 3);
  for (let k = 0; k < length; k += 4) {
    const list = slots + (<usize>k << 2);
    const row0 = matrix + <usize>load<u32>(list) * stride;
    const row1 = k + 1 < length ? matrix + <usize>load<u32>(list, 4) * stride : row0;
    const row2 = k + 2 < length ? matrix + <usize>load<u32>(list, 8) * stride : row0;
    const row3 = k + 3 < length ? matrix + <usize>load<u32>(list, 12) * stride : row0;
    let sum0: f64 = 0;
    let sum1: f64 = 0;
    let sum2: f64 = 0;
    let sum3: f64 = 0;
    for (let span = spans; span < endOfSpans; span += 8) {
      const end = <usize>load<u32>(span, 4) << 3;
      for (let at = <usize>load<u32>(span) << 3; at < end; at += 8) {
        const w = load<f64>(weights + at);
        sum0 += load<f64>(row0 + at) * w;
        sum1 += load<f64>(row1 + at) * w;
        sum2 += load<f64>(row2 + at) * w;
        sum3 += load<f64>(row3 + at) * w;
      }
    }
    const to = into + (<usize>k << 3);
    store<f64>(to, sum0);
    store<f64>(to, sum1, 8);
    store<f64>(to, sum2, 16);
    store<f64>(to, sum3, 24);
  }
}
