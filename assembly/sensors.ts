// AssemblyScript, compiled to WebAssembly with SIMD: what a sensor shows of errors, step by step, with the order of operations of
// src/recordings/sensors/filter.ts and gains.ts, so that both give the same bits; and the derivatives of a weighted sum of it. Positive and negative errors are
// the two lanes of a vector. All numbers are 64-bit floats; pointers are bytes.

// A sensor: for each of four exponentials keep, over, arriving, arrivingOver; what they hold, a vector each; gainPositive, gainNegative, floor, ceiling, level,
// reference. Exponentials that a response does not have are zeros.
const heldAt: usize = 128;
const gainsAt: usize = 192;

// @ts-ignore: decorator
@inline
function splat(sensor: usize, place: usize): v128 {
  return v128.load_splat<f64>(sensor + (place << 3));
}

// @ts-ignore: decorator
@inline
function arrivedOf(error: f64): v128 {
  return f64x2.max(f64x2.replace_lane(f64x2.splat(error), 1, -error), f64x2.splat(0));
}

/** What is shown at once of an error that arrives. */
// @ts-ignore: decorator
@inline
function oversOf(sensor: usize): v128 {
  return f64x2.add(f64x2.add(splat(sensor, 3), splat(sensor, 7)), f64x2.add(splat(sensor, 11), splat(sensor, 15)));
}

/** What is shown in each of some steps, from their errors on. What the sensor holds is kept for the next call. */
export function show(sensor: usize, errors: usize, shown: usize, steps: i32): void {
  const keep0 = splat(sensor, 0);
  const over0 = splat(sensor, 1);
  const keep1 = splat(sensor, 4);
  const over1 = splat(sensor, 5);
  const keep2 = splat(sensor, 8);
  const over2 = splat(sensor, 9);
  const keep3 = splat(sensor, 12);
  const over3 = splat(sensor, 13);
  let held0 = v128.load(sensor + heldAt);
  let held1 = v128.load(sensor + heldAt, 16);
  let held2 = v128.load(sensor + heldAt, 32);
  let held3 = v128.load(sensor + heldAt, 48);
  const gainPositive = load<f64>(sensor + gainsAt);
  const gainNegative = load<f64>(sensor + gainsAt, 8);
  const floor = load<f64>(sensor + gainsAt, 16);
  const ceiling = load<f64>(sensor + gainsAt, 24);
  const level = load<f64>(sensor + gainsAt, 32);
  const reference = load<f64>(sensor + gainsAt, 40);
  const isLinear = ceiling == Infinity;
  const end = errors + ((<usize>steps) << 3);
  for (let at = errors, to = shown; at < end; at += 8, to += 8) {
    const error = load<f64>(at);
    let mean = f64x2.mul(held0, over0);
    let second = f64x2.mul(held1, over1);
    let third = f64x2.mul(held2, over2);
    let fourth = f64x2.mul(held3, over3);
    held0 = f64x2.mul(held0, keep0);
    held1 = f64x2.mul(held1, keep1);
    held2 = f64x2.mul(held2, keep2);
    held3 = f64x2.mul(held3, keep3);
    if (error != 0) {
      const arrived = arrivedOf(error);
      mean = f64x2.add(mean, f64x2.mul(arrived, splat(sensor, 3)));
      second = f64x2.add(second, f64x2.mul(arrived, splat(sensor, 7)));
      third = f64x2.add(third, f64x2.mul(arrived, splat(sensor, 11)));
      fourth = f64x2.add(fourth, f64x2.mul(arrived, splat(sensor, 15)));
      held0 = f64x2.add(held0, f64x2.mul(arrived, splat(sensor, 2)));
      held1 = f64x2.add(held1, f64x2.mul(arrived, splat(sensor, 6)));
      held2 = f64x2.add(held2, f64x2.mul(arrived, splat(sensor, 10)));
      held3 = f64x2.add(held3, f64x2.mul(arrived, splat(sensor, 14)));
    }
    mean = f64x2.add(f64x2.add(f64x2.add(mean, second), third), fourth);
    const rise = gainPositive * f64x2.extract_lane(mean, 0);
    const fall = gainNegative * f64x2.extract_lane(mean, 1);
    const change = max<f64>(floor, (isLinear ? rise : rise / (1 + rise / ceiling)) - fall);
    store<f64>(to, level + change - reference);
  }
  v128.store(sensor + heldAt, held0);
  v128.store(sensor + heldAt, held1, 16);
  v128.store(sensor + heldAt, held2, 32);
  v128.store(sensor + heldAt, held3, 48);
}

// Derivatives of Σ weight x shown, summed over calls: those by over, keep and arriving of each exponential and by arrivingOver, the same for all, a vector
// each (13 in all); and by gainPositive, gainNegative, floor, ceiling and level.
const byGains: usize = 208;

/**
 * The same steps forward once more, with what the exponentials hold before each (four vectors a step), and the derivative of the weighted sum by what is
 * filtered in each step (a vector a step).
 */
export function retrace(sensor: usize, errors: usize, weights: usize, held: usize, slopes: usize, sums: usize, steps: i32): void {
  const keep0 = splat(sensor, 0);
  const over0 = splat(sensor, 1);
  const keep1 = splat(sensor, 4);
  const over1 = splat(sensor, 5);
  const keep2 = splat(sensor, 8);
  const over2 = splat(sensor, 9);
  const keep3 = splat(sensor, 12);
  const over3 = splat(sensor, 13);
  let held0 = v128.load(sensor + heldAt);
  let held1 = v128.load(sensor + heldAt, 16);
  let held2 = v128.load(sensor + heldAt, 32);
  let held3 = v128.load(sensor + heldAt, 48);
  const gainPositive = load<f64>(sensor + gainsAt);
  const gainNegative = load<f64>(sensor + gainsAt, 8);
  const floor = load<f64>(sensor + gainsAt, 16);
  const ceiling = load<f64>(sensor + gainsAt, 24);
  const isLinear = ceiling == Infinity;
  let byPositive: f64 = load<f64>(sums + byGains);
  let byNegative: f64 = load<f64>(sums + byGains, 8);
  let byFloor: f64 = load<f64>(sums + byGains, 16);
  let byCeiling: f64 = load<f64>(sums + byGains, 24);
  let byLevel: f64 = load<f64>(sums + byGains, 32);
  const end = errors + ((<usize>steps) << 3);
  let before = held;
  let to = slopes;
  let weightAt = weights;
  for (let at = errors; at < end; at += 8, weightAt += 8, to += 16, before += 64) {
    const error = load<f64>(at);
    const weight = load<f64>(weightAt);
    v128.store(before, held0);
    v128.store(before, held1, 16);
    v128.store(before, held2, 32);
    v128.store(before, held3, 48);
    let mean = f64x2.add(
      f64x2.add(f64x2.mul(held0, over0), f64x2.mul(held1, over1)),
      f64x2.add(f64x2.mul(held2, over2), f64x2.mul(held3, over3)),
    );
    held0 = f64x2.mul(held0, keep0);
    held1 = f64x2.mul(held1, keep1);
    held2 = f64x2.mul(held2, keep2);
    held3 = f64x2.mul(held3, keep3);
    if (error != 0) {
      const arrived = arrivedOf(error);
      mean = f64x2.add(mean, f64x2.mul(arrived, oversOf(sensor)));
      held0 = f64x2.add(held0, f64x2.mul(arrived, splat(sensor, 2)));
      held1 = f64x2.add(held1, f64x2.mul(arrived, splat(sensor, 6)));
      held2 = f64x2.add(held2, f64x2.mul(arrived, splat(sensor, 10)));
      held3 = f64x2.add(held3, f64x2.mul(arrived, splat(sensor, 14)));
    }
    const positive = f64x2.extract_lane(mean, 0);
    const negative = f64x2.extract_lane(mean, 1);
    const rise = gainPositive * positive;
    const share: f64 = isLinear ? 1 : 1 / (1 + rise / ceiling);
    const free = rise * share - gainNegative * negative > floor ? weight : 0;
    const slope = free * share * share;
    v128.store(to, f64x2.replace_lane(f64x2.splat(slope * gainPositive), 1, -free * gainNegative));
    byPositive += slope * positive;
    byNegative -= free * negative;
    byFloor += weight - free;
    if (!isLinear) byCeiling += (slope * rise * rise) / (ceiling * ceiling);
    byLevel += weight;
  }
  v128.store(sensor + heldAt, held0);
  v128.store(sensor + heldAt, held1, 16);
  v128.store(sensor + heldAt, held2, 32);
  v128.store(sensor + heldAt, held3, 48);
  store<f64>(sums + byGains, byPositive);
  store<f64>(sums + byGains, byNegative, 8);
  store<f64>(sums + byGains, byFloor, 16);
  store<f64>(sums + byGains, byCeiling, 24);
  store<f64>(sums + byGains, byLevel, 32);
}

/**
 * Backwards through the steps of retrace(), from the derivatives by what is held after them (four vectors, kept for the next call). The derivative by
 * each error is written; by one that is 0 it is the mean of both sides.
 */
export function pullBack(sensor: usize, errors: usize, held: usize, slopes: usize, later: usize, sums: usize, into: usize, steps: i32): void {
  const overs = oversOf(sensor);
  const keep0 = splat(sensor, 0);
  const over0 = splat(sensor, 1);
  const arriving0 = splat(sensor, 2);
  let after0 = v128.load(later);
  let byOver0 = v128.load(sums);
  let byKeep0 = v128.load(sums, 64);
  const keep1 = splat(sensor, 4);
  const over1 = splat(sensor, 5);
  const arriving1 = splat(sensor, 6);
  let after1 = v128.load(later, 16);
  let byOver1 = v128.load(sums, 16);
  let byKeep1 = v128.load(sums, 80);
  const keep2 = splat(sensor, 8);
  const over2 = splat(sensor, 9);
  const arriving2 = splat(sensor, 10);
  let after2 = v128.load(later, 32);
  let byOver2 = v128.load(sums, 32);
  let byKeep2 = v128.load(sums, 96);
  const keep3 = splat(sensor, 12);
  const over3 = splat(sensor, 13);
  const arriving3 = splat(sensor, 14);
  let after3 = v128.load(later, 48);
  let byOver3 = v128.load(sums, 48);
  let byKeep3 = v128.load(sums, 112);
  for (let step = steps - 1; step >= 0; step--) {
    const place = (<usize>step) << 3;
    const error = load<f64>(errors + place);
    const slope = v128.load(slopes + (place << 1));
    const before = held + (place << 3);
    const byArrived = f64x2.add(
      f64x2.mul(slope, overs),
      f64x2.add(
        f64x2.add(f64x2.mul(after0, arriving0), f64x2.mul(after1, arriving1)),
        f64x2.add(f64x2.mul(after2, arriving2), f64x2.mul(after3, arriving3)),
      ),
    );
    const up = f64x2.extract_lane(byArrived, 0);
    const down = -f64x2.extract_lane(byArrived, 1);
    store<f64>(into + place, error > 0 ? up : error < 0 ? down : 0.5 * (up + down));
    if (error != 0) addArrived(sums, arrivedOf(error), slope, after0, after1, after2, after3);
    const own0 = v128.load(before);
    byOver0 = f64x2.add(byOver0, f64x2.mul(slope, own0));
    byKeep0 = f64x2.add(byKeep0, f64x2.mul(after0, own0));
    after0 = f64x2.add(f64x2.mul(slope, over0), f64x2.mul(after0, keep0));
    const own1 = v128.load(before, 16);
    byOver1 = f64x2.add(byOver1, f64x2.mul(slope, own1));
    byKeep1 = f64x2.add(byKeep1, f64x2.mul(after1, own1));
    after1 = f64x2.add(f64x2.mul(slope, over1), f64x2.mul(after1, keep1));
    const own2 = v128.load(before, 32);
    byOver2 = f64x2.add(byOver2, f64x2.mul(slope, own2));
    byKeep2 = f64x2.add(byKeep2, f64x2.mul(after2, own2));
    after2 = f64x2.add(f64x2.mul(slope, over2), f64x2.mul(after2, keep2));
    const own3 = v128.load(before, 48);
    byOver3 = f64x2.add(byOver3, f64x2.mul(slope, own3));
    byKeep3 = f64x2.add(byKeep3, f64x2.mul(after3, own3));
    after3 = f64x2.add(f64x2.mul(slope, over3), f64x2.mul(after3, keep3));
  }
  v128.store(later, after0);
  v128.store(sums, byOver0);
  v128.store(sums, byKeep0, 64);
  v128.store(later, after1, 16);
  v128.store(sums, byOver1, 16);
  v128.store(sums, byKeep1, 80);
  v128.store(later, after2, 32);
  v128.store(sums, byOver2, 32);
  v128.store(sums, byKeep2, 96);
  v128.store(later, after3, 48);
  v128.store(sums, byOver3, 48);
  v128.store(sums, byKeep3, 112);
}

/** Derivatives by what arrives in a step with an error. */
function addArrived(sums: usize, arrived: v128, slope: v128, after0: v128, after1: v128, after2: v128, after3: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums, 128), f64x2.mul(after0, arrived)), 128);
  v128.store(sums, f64x2.add(v128.load(sums, 144), f64x2.mul(after1, arrived)), 144);
  v128.store(sums, f64x2.add(v128.load(sums, 160), f64x2.mul(after2, arrived)), 160);
  v128.store(sums, f64x2.add(v128.load(sums, 176), f64x2.mul(after3, arrived)), 176);
  v128.store(sums, f64x2.add(v128.load(sums, 192), f64x2.mul(slope, arrived)), 192);
}
