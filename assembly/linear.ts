// AssemblyScript, compiled to WebAssembly with SIMD: TD(λ) with accumulating traces on features that lie in strips. All numbers are 64-bit floats; every
// strip is a multiple of four numbers wide, padded with zeros, so that there are no ragged columns. Pointers are bytes.

/** Size in bytes of a strip's descriptor: the address of its row 0, the distance to its next row, and its width. */
const stripBytes: usize = 12;

/** V(x) of the row read last, and e·x. */
let next: f64 = 0;
let overlap: f64 = 0;

/**
 * One row: the weights take the last step's error (w += αδe) and the traces the features of the row before (e = γλe + x), just before they are read. Sums
 * are in four parts, feature i in part i mod 4, whatever the strips, so that their order does not depend on how rows are cut into calls.
 */
// @ts-ignore: decorator
@inline
function row(strips: usize, count: i32, index: i32, weights: usize, traces: usize, step: f64, retention: f64): void {
  const steps = f64x2.splat(step);
  const retentions = f64x2.splat(retention);
  let next0 = f64x2.splat(0);
  let next1 = f64x2.splat(0);
  let overlap0 = f64x2.splat(0);
  let overlap1 = f64x2.splat(0);
  let w = weights;
  let e = traces;
  for (let k = 0; k < count; k++) {
    const strip = strips + <usize>k * stripBytes;
    const stride = <usize>load<u32>(strip + 4);
    let here = <usize>load<u32>(strip) + <usize>index * stride;
    let last = here - stride;
    const width = <usize>load<u32>(strip + 8);
    // One pointer per array, advanced by the loop: an address that is a sum costs an instruction at every access.
    for (const end = w + width; w < end; w += 32, e += 32, last += 32, here += 32) {
      const e0 = v128.load(e);
      const e1 = v128.load(e, 16);
      const w0 = f64x2.add(v128.load(w), f64x2.mul(steps, e0));
      const w1 = f64x2.add(v128.load(w, 16), f64x2.mul(steps, e1));
      const t0 = f64x2.add(f64x2.mul(retentions, e0), v128.load(last));
      const t1 = f64x2.add(f64x2.mul(retentions, e1), v128.load(last, 16));
      const x0 = v128.load(here);
      const x1 = v128.load(here, 16);
      v128.store(w, w0);
      v128.store(w, w1, 16);
      v128.store(e, t0);
      v128.store(e, t1, 16);
      next0 = f64x2.add(next0, f64x2.mul(w0, x0));
      next1 = f64x2.add(next1, f64x2.mul(w1, x1));
      overlap0 = f64x2.add(overlap0, f64x2.mul(t0, x0));
      overlap1 = f64x2.add(overlap1, f64x2.mul(t1, x1));
    }
  }
  const nexts = f64x2.add(next0, next1);
  const overlaps = f64x2.add(overlap0, overlap1);
  next = f64x2.extract_lane(nexts, 0) + f64x2.extract_lane(nexts, 1);
  overlap = f64x2.extract_lane(overlaps, 0) + f64x2.extract_lane(overlaps, 1);
}

/** Reads one row after a step αδ; writes V(x) and e·x. */
export function look(strips: usize, count: i32, index: i32, weights: usize, traces: usize, step: f64, retention: f64, out: usize): void {
  row(strips, count, index, weights, traces, step, retention);
  store<f64>(out, next);
  store<f64>(out + 8, overlap);
}

/**
 * Runs rows [from, to): writes the error and the value of each. `moment` holds V of the previous row under the current
 * weights, and the step αδ that is not yet applied to them; it is left in this form for the next row.
 */
export function runSteps(strips: usize, count: i32, from: i32, to: i32, weights: usize, traces: usize, retention: f64, discount: f64, rate: f64, reward: usize, rpe: usize, value: usize, moment: usize): void {
  let before = load<f64>(moment);
  let step = load<f64>(moment + 8);
  for (let index = from; index < to; index++) {
    row(strips, count, index, weights, traces, step, retention);
    const at = <usize>(index - from) << 3;
    const error = load<f64>(reward + at) + discount * next - before;
    store<f64>(rpe + at, error);
    store<f64>(value + at, next);
    step = rate * error;
    before = next + step * overlap;
  }
  store<f64>(moment, before);
  store<f64>(moment + 8, step);
}
