// AssemblyScript, compiled to WebAssembly with SIMD: what a sensor shows of errors, step by step, in the order of operations of
// src/recordings/sensors/filter.ts and gains.ts, so that both give the same bits. Positive and negative errors are the two lanes of a vector. All numbers
// are 64-bit floats; pointers are bytes.

// A sensor: for each of four exponentials keep, over, arriving, arrivingOver; what they hold, a vector each; gainPositive, gainNegative, floor, ceiling, level,
// reference. Exponentials that a response does not have are zeros.
const heldAt: usize = 128;
const gainsAt: usize = 192;

// @ts-ignore: decorator
@inline
function splat(sensor: usize, place: usize): v128 {
  return v128.load_splat<f64>(sensor + (place << 3));
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
  const zero = f64x2.splat(0);
  const end = errors + ((<usize>steps) << 3);
  for (let at = errors, to = shown; at < end; at += 8, to += 8) {
    const error = load<f64>(at);
    let mean = f64x2.mul(held0, over0);
    let other = f64x2.mul(held1, over1);
    let third = f64x2.mul(held2, over2);
    let fourth = f64x2.mul(held3, over3);
    held0 = f64x2.mul(held0, keep0);
    held1 = f64x2.mul(held1, keep1);
    held2 = f64x2.mul(held2, keep2);
    held3 = f64x2.mul(held3, keep3);
    if (error != 0) {
      const arrived = f64x2.max(f64x2.replace_lane(f64x2.splat(error), 1, -error), zero);
      mean = f64x2.add(mean, f64x2.mul(arrived, splat(sensor, 3)));
      other = f64x2.add(other, f64x2.mul(arrived, splat(sensor, 7)));
      third = f64x2.add(third, f64x2.mul(arrived, splat(sensor, 11)));
      fourth = f64x2.add(fourth, f64x2.mul(arrived, splat(sensor, 15)));
      held0 = f64x2.add(held0, f64x2.mul(arrived, splat(sensor, 2)));
      held1 = f64x2.add(held1, f64x2.mul(arrived, splat(sensor, 6)));
      held2 = f64x2.add(held2, f64x2.mul(arrived, splat(sensor, 10)));
      held3 = f64x2.add(held3, f64x2.mul(arrived, splat(sensor, 14)));
    }
    mean = f64x2.add(f64x2.add(f64x2.add(mean, other), third), fourth);
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
