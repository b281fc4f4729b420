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
