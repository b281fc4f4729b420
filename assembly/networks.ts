// AssemblyScript, compiled to WebAssembly with SIMD: what a small network is made of. All numbers are 32-bit floats; rows are multiples of four numbers
// long, padded with zeros that every function here keeps at zero, so that there are no ragged columns. Pointers are bytes.

/** Activations, as the caller numbers them. */
const RELU: i32 = 1;
const TANH: i32 = 2;

// --- Functions of one vector -------------------------------------------------------------------------------------------
// Limits are by pmin and pmax, one instruction each where min and max are ten; with the limit second, they let NaN through.

/** e^x; within 2 units in the last place. x is kept within what a 32-bit float can give. */
// @ts-ignore: decorator
@inline
function exp4(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, f32x4.splat(88)), f32x4.splat(-87));
  // x = n ln 2 + r, ln 2 in two parts so that r keeps its digits.
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  // e^r by its Taylor series to the seventh power, on |r| < ln 2 / 2.
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  // 2^n in the bits of its exponent.
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/**
 * A quotient of polynomials of degrees 13 and 6 with the coefficients of Eigen 3 (MathFunctionsImpl.h, ptanh_float), which wants one division and no exponential; within
 * 3.5e-7 of tanh, relative. Beyond ±7.905 it is ±1.
 */
// @ts-ignore: decorator
@inline
function tanh4(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, f32x4.splat(7.90531110763549805)), f32x4.splat(-7.90531110763549805));
  const square = f32x4.mul(x, x);
  let top = f32x4.splat(-2.76076847742355e-16);
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(2.00018790482477e-13));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(-8.60467152213735e-11));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(5.12229709037114e-8));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(1.48572235717979e-5));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(6.37261928875436e-4));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(4.89352455891786e-3));
  let bottom = f32x4.splat(1.19825839466702e-6);
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(1.18534705686654e-4));
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(2.268434632439e-3));
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, top), bottom);
}

/**
 * tanh4 of every number from `at` to `end`, whole vectors, in place. Four vectors share the coefficients, which take longer to load than to use: this way it takes half the
 * time.
 */
function tanhs(at: usize, end: usize): void {
  for (; at + 64 <= end; at += 64) {
    let k = f32x4.splat(7.90531110763549805);
    const least = f32x4.neg(k);
    const x0 = f32x4.pmax(f32x4.pmin(v128.load(at), k), least), x1 = f32x4.pmax(f32x4.pmin(v128.load(at, 16), k), least);
    const x2 = f32x4.pmax(f32x4.pmin(v128.load(at, 32), k), least), x3 = f32x4.pmax(f32x4.pmin(v128.load(at, 48), k), least);
    const s0 = f32x4.mul(x0, x0), s1 = f32x4.mul(x1, x1), s2 = f32x4.mul(x2, x2), s3 = f32x4.mul(x3, x3);
    k = f32x4.splat(-2.76076847742355e-16);
    let t0 = k, t1 = k, t2 = k, t3 = k;
    k = f32x4.splat(2.00018790482477e-13);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    k = f32x4.splat(-8.60467152213735e-11);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    k = f32x4.splat(5.12229709037114e-8);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    k = f32x4.splat(1.48572235717979e-5);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    k = f32x4.splat(6.37261928875436e-4);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    k = f32x4.splat(4.89352455891786e-3);
    t0 = fused(k, t0, s0), t1 = fused(k, t1, s1), t2 = fused(k, t2, s2), t3 = fused(k, t3, s3);
    t0 = f32x4.mul(x0, t0), t1 = f32x4.mul(x1, t1), t2 = f32x4.mul(x2, t2), t3 = f32x4.mul(x3, t3);
    k = f32x4.splat(1.19825839466702e-6);
    let b0 = k, b1 = k, b2 = k, b3 = k;
    k = f32x4.splat(1.18534705686654e-4);
    b0 = fused(k, b0, s0), b1 = fused(k, b1, s1), b2 = fused(k, b2, s2), b3 = fused(k, b3, s3);
    k = f32x4.splat(2.268434632439e-3);
    b0 = fused(k, b0, s0), b1 = fused(k, b1, s1), b2 = fused(k, b2, s2), b3 = fused(k, b3, s3);
    k = f32x4.splat(4.89352518554385e-3);
    b0 = fused(k, b0, s0), b1 = fused(k, b1, s1), b2 = fused(k, b2, s2), b3 = fused(k, b3, s3);
    v128.store(at, f32x4.div(t0, b0));
    v128.store(at, f32x4.div(t1, b1), 16);
    v128.store(at, f32x4.div(t2, b2), 32);
    v128.store(at, f32x4.div(t3, b3), 48);
  }
  for (; at < end; at += 16) v128.store(at, tanh4(v128.load(at)));
}

// --- Products of matrices ----------------------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function fused(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** Columns of C and terms of its sums that are computed together, so that their part of B stays in the cache. */
const packedColumns: i32 = 128;
const packedDepth: i32 = 256;

/**
 * C = activation(A · B + bias), or C += A · B where `accumulate` is 1. A is rows x depth with its elements rowStride and depthStride bytes apart, so that it
 * may lie transposed; B is depth x columns with rows of bStride bytes, C rows x columns with rows of cStride bytes. columns is a multiple of 4. bias 0: none. `pack` is
 * room for packedDepth x (packedColumns + 4) numbers. Every sum is of its terms in order, whatever the sizes (with `accumulate`, of up to packedDepth of them at a time).
 */
export function multiply(
  a: usize, rowStride: usize, depthStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  rows: i32, columns: i32, depth: i32, bias: usize, activation: i32, accumulate: i32, pack: usize,
): void {
  const width = <usize>columns << 2;
  const blocks = rows >> 2;
  const panels = blocks === 0 ? 0 : columns >> 3;
  for (let panel = 0; panel < panels; panel += packedColumns >> 3) {
    const some = min(panels - panel, packedColumns >> 3);
    const at = <usize>panel << 5;
    for (let k = 0; k < depth; k += packedDepth) {
      const terms = min(depth - k, packedDepth);
      const isLast = k + terms === depth;
      blocksOf4(
        a + k * depthStride, rowStride, depthStride, b + at + k * bStride, bStride, c + at, cStride, blocks, some, terms,
        bias === 0 || !isLast ? 0 : bias + at, isLast ? activation : 0, accumulate === 1 ? ADD : k === 0 ? SET : RESUME, pack,
      );
    }
  }
  const first = c;
  let at = <usize>panels << 5;
  if (blocks > 0 && at < width) for (let i = 0, from = a, to = c + at; i < blocks; i++, from += rowStride * 4, to += cStride * 4) block4x4(from, rowStride, depthStride, b + at, bStride, to, cStride, depth, bias === 0 ? 0 : bias + at, activation, accumulate);
  a += blocks * rowStride * 4;
  c += blocks * cStride * 4;
  for (let left = rows & 3; left > 0; left--, a += rowStride, c += cStride) {
    at = 0;
    for (; at + 64 <= width; at += 64) block1x16(a, depthStride, b + at, bStride, c + at, depth, bias === 0 ? 0 : bias + at, activation, accumulate);
    for (; at < width; at += 16) block1x4(a, depthStride, b + at, bStride, c + at, depth, bias === 0 ? 0 : bias + at, activation, accumulate);
  }
  if (activation === TANH && accumulate === 0) for (let i = 0, row = first; i < rows; i++, row += cStride) tanhs(row, row + width);
}

/** What becomes of a sum: it is stored, added to what is there, or was there and is resumed. */
const SET: i32 = 0;
const ADD: i32 = 1;
const RESUME: i32 = 2;

/**
 * Rows of C four at a time, in panels of 8 columns. A and, where it is used often, B are copied together first: rows that lie far apart fall on the same few lines of the
 * cache.
 */
function blocksOf4(
  a: usize, rowStride: usize, depthStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  blocks: i32, panels: i32, depth: i32, bias: usize, activation: i32, mode: i32, pack: usize,
): void {
  let panelStride: usize = 32;
  let rowsOfA = pack;
  if (blocks >= 4) {
    panelStride = <usize>depth << 5;
    for (let j = 0; j < panels; j++, rowsOfA += panelStride) copyPanel(b + (<usize>j << 5), bStride, rowsOfA, depth);
    b = pack;
    bStride = 32;
  }
  for (; blocks > 0; blocks--, a += rowStride * 4, c += cStride * 4) {
    if (depthStride === 4) interleave(a, rowStride, rowsOfA, depth);
    else copyBlock(a, rowStride, depthStride, rowsOfA, depth);
    for (let j = 0, panel = b, at = c, to = bias; j < panels; j++, panel += panelStride, at += 32) {
      block4x8(rowsOfA, panel, bStride, at, cStride, depth, to, activation, mode);
      if (to !== 0) to += 32;
    }
  }
}

/** Numbers of four rows, those of a column next to each other. */
function interleave(from: usize, stride: usize, to: usize, depth: i32): void {
  let k = depth;
  for (; k >= 4; k -= 4, from += 16, to += 64) transpose4x4(from, stride, to, 16);
  copyBlock(from, stride, 4, to, k);
}

function copyBlock(from: usize, rowStride: usize, depthStride: usize, to: usize, depth: i32): void {
  if (rowStride === 4) {
    for (let k = 0; k < depth; k++, from += depthStride, to += 16) v128.store(to, v128.load(from));
    return;
  }
  for (let k = 0; k < depth; k++, from += depthStride, to += 16) {
    f32.store(to, f32.load(from));
    f32.store(to, f32.load(from + rowStride), 4);
    f32.store(to, f32.load(from + rowStride * 2), 8);
    f32.store(to, f32.load(from + rowStride * 3), 12);
  }
}

function copyPanel(from: usize, stride: usize, to: usize, depth: i32): void {
  for (let k = 0; k < depth; k++, from += stride, to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

// @ts-ignore: decorator
@inline
function finish(at: usize, sum: v128, bias: usize, activation: i32, accumulate: i32): void {
  if (accumulate === 1) {
    v128.store(at, f32x4.add(v128.load(at), sum));
    return;
  }
  const x = bias === 0 ? sum : f32x4.add(sum, v128.load(bias));
  // tanh comes after all of the products.
  v128.store(at, activation === RELU ? f32x4.pmax(x, f32x4.splat(0)) : x);
}

/** Sums of four rows and eight columns, of A as `interleave` leaves it. */
function block4x8(a: usize, b: usize, bStride: usize, c: usize, cStride: usize, depth: i32, bias: usize, activation: i32, mode: i32): void {
  const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (mode === RESUME) {
    c00 = v128.load(c), c01 = v128.load(c, 16), c10 = v128.load(c1), c11 = v128.load(c1, 16);
    c20 = v128.load(c2), c21 = v128.load(c2, 16), c30 = v128.load(c3), c31 = v128.load(c3, 16);
  }
  let b0 = c00, b1 = c00, splat = c00;
  const end = a + (<usize>depth << 4);
  // Two terms a turn take a tenth less time than one.
  for (const even = a + (<usize>(depth & ~1) << 4); a < even; a += 32) {
    b0 = v128.load(b), b1 = v128.load(b, 16);
    splat = v128.load32_splat(a), c00 = fused(c00, splat, b0), c01 = fused(c01, splat, b1);
    splat = v128.load32_splat(a, 4), c10 = fused(c10, splat, b0), c11 = fused(c11, splat, b1);
    splat = v128.load32_splat(a, 8), c20 = fused(c20, splat, b0), c21 = fused(c21, splat, b1);
    splat = v128.load32_splat(a, 12), c30 = fused(c30, splat, b0), c31 = fused(c31, splat, b1);
    b += bStride;
    // Never so: without a test between them the compiler loads both before it computes, for which there are too few registers.
    if (b === 0) break;
    b0 = v128.load(b), b1 = v128.load(b, 16);
    splat = v128.load32_splat(a, 16), c00 = fused(c00, splat, b0), c01 = fused(c01, splat, b1);
    splat = v128.load32_splat(a, 20), c10 = fused(c10, splat, b0), c11 = fused(c11, splat, b1);
    splat = v128.load32_splat(a, 24), c20 = fused(c20, splat, b0), c21 = fused(c21, splat, b1);
    splat = v128.load32_splat(a, 28), c30 = fused(c30, splat, b0), c31 = fused(c31, splat, b1);
    b += bStride;
  }
  for (; a < end; a += 16) {
    b0 = v128.load(b), b1 = v128.load(b, 16);
    splat = v128.load32_splat(a), c00 = fused(c00, splat, b0), c01 = fused(c01, splat, b1);
    splat = v128.load32_splat(a, 4), c10 = fused(c10, splat, b0), c11 = fused(c11, splat, b1);
    splat = v128.load32_splat(a, 8), c20 = fused(c20, splat, b0), c21 = fused(c21, splat, b1);
    splat = v128.load32_splat(a, 12), c30 = fused(c30, splat, b0), c31 = fused(c31, splat, b1);
    b += bStride;
  }
  const next = bias === 0 ? 0 : bias + 16;
  const accumulate = mode === ADD ? 1 : 0;
  finish(c, c00, bias, activation, accumulate);
  finish(c + 16, c01, next, activation, accumulate);
  finish(c1, c10, bias, activation, accumulate);
  finish(c1 + 16, c11, next, activation, accumulate);
  finish(c2, c20, bias, activation, accumulate);
  finish(c2 + 16, c21, next, activation, accumulate);
  finish(c3, c30, bias, activation, accumulate);
  finish(c3 + 16, c31, next, activation, accumulate);
}

function block4x4(a: usize, rowStride: usize, depthStride: usize, b: usize, bStride: usize, c: usize, cStride: usize, depth: i32, bias: usize, activation: i32, accumulate: i32): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b);
    c0 = fused(c0, v128.load32_splat(a), b0);
    c1 = fused(c1, v128.load32_splat(a + rowStride), b0);
    c2 = fused(c2, v128.load32_splat(a + rowStride * 2), b0);
    c3 = fused(c3, v128.load32_splat(a + rowStride * 3), b0);
    a += depthStride;
    b += bStride;
  }
  finish(c, c0, bias, activation, accumulate);
  finish(c + cStride, c1, bias, activation, accumulate);
  finish(c + cStride * 2, c2, bias, activation, accumulate);
  finish(c + cStride * 3, c3, bias, activation, accumulate);
}

function block1x16(a: usize, depthStride: usize, b: usize, bStride: usize, c: usize, depth: i32, bias: usize, activation: i32, accumulate: i32): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  for (let k = 0; k < depth; k++) {
    const splat = v128.load32_splat(a);
    c0 = fused(c0, splat, v128.load(b));
    c1 = fused(c1, splat, v128.load(b, 16));
    c2 = fused(c2, splat, v128.load(b, 32));
    c3 = fused(c3, splat, v128.load(b, 48));
    a += depthStride;
    b += bStride;
  }
  finish(c, c0, bias, activation, accumulate);
  finish(c + 16, c1, bias === 0 ? 0 : bias + 16, activation, accumulate);
  finish(c + 32, c2, bias === 0 ? 0 : bias + 32, activation, accumulate);
  finish(c + 48, c3, bias === 0 ? 0 : bias + 48, activation, accumulate);
}

function block1x4(a: usize, depthStride: usize, b: usize, bStride: usize, c: usize, depth: i32, bias: usize, activation: i32, accumulate: i32): void {
  let sum = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    sum = fused(sum, v128.load32_splat(a), v128.load(b));
    a += depthStride;
    b += bStride;
  }
  finish(c, sum, bias, activation, accumulate);
}

/** to[j, i] = from[i, j]; both rows x columns multiples of 4. It writes along four rows, because their lines are often far enough apart to fall on the same places of the cache. */
export function transpose(from: usize, to: usize, rows: i32, columns: i32): void {
  const fromStride = <usize>columns << 2;
  const toStride = <usize>rows << 2;
  for (let j = 0; j < columns; j += 4) {
    let at = from + (<usize>j << 2);
    let out = to + <usize>j * toStride;
    for (let i = 0; i < rows; i += 4, at += fromStride * 4, out += 16) transpose4x4(at, fromStride, out, toStride);
  }
}

// @ts-ignore: decorator
@inline
function transpose4x4(at: usize, fromStride: usize, out: usize, toStride: usize): void {
  const r0 = v128.load(at), r1 = v128.load(at + fromStride), r2 = v128.load(at + fromStride * 2), r3 = v128.load(at + fromStride * 3);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(out + toStride, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  v128.store(out + toStride * 2, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
  v128.store(out + toStride * 3, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
}

// --- Layers ------------------------------------------------------------------------------------------------------------

/** gradient *= activation'(x), told by the layer's output; `count` numbers, a multiple of 4. */
export function throughActivation(gradient: usize, output: usize, count: i32, activation: i32): void {
  const end = gradient + (<usize>count << 2);
  const one = f32x4.splat(1);
  if (activation === RELU) {
    for (; gradient < end; gradient += 16, output += 16) v128.store(gradient, v128.and(v128.load(gradient), f32x4.gt(v128.load(output), f32x4.splat(0))));
  } else if (activation === TANH) {
    for (; gradient < end; gradient += 16, output += 16) {
      const y = v128.load(output);
      v128.store(gradient, f32x4.mul(v128.load(gradient), f32x4.sub(one, f32x4.mul(y, y))));
    }
  }
}

/** to = sum of the rows of a matrix. */
export function sumRows(from: usize, to: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  for (let j: usize = 0; j < stride; j += 16) {
    let sum = f32x4.splat(0);
    let at = from + j;
    for (let i = 0; i < rows; i++, at += stride) sum = f32x4.add(sum, v128.load(at));
    v128.store(to + j, sum);
  }
}

/**
 * Patches of pictures, one row each: size x size x channels numbers in this order, padded to `width`. Pictures are rows x columns x channels with no padding but
 * where `channelStride`, the numbers between two cells, is more than channels.
 */
export function patches(from: usize, to: usize, batch: i32, rows: i32, columns: i32, channels: i32, channelStride: i32, size: i32, width: i32, pictureStride: i32): void {
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y + size <= rows; y++) {
      for (let x = 0; x + size <= columns; x++) {
        let out = to;
        for (let i = 0; i < size; i++) {
          let at = from + (((y + i) * columns + x) * channelStride << 2);
          if (channelStride === channels) {
            // Cells lie side by side: a row of the patch is one piece.
            copyNumbers(at, out, size * channels);
            out += size * channels << 2;
            continue;
          }
          for (let j = 0; j < size; j++, at += channelStride << 2) {
            for (let k = 0; k < channels; k++, out += 4) f32.store(out, f32.load(at + (k << 2)));
          }
        }
        to += width << 2;
      }
    }
    from += pictureStride << 2;
  }
}

// @ts-ignore: decorator
@inline
function copyNumbers(from: usize, to: usize, count: i32): void {
  const end = to + (<usize>count << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) f32.store(to, f32.load(from));
}

/** The reverse: adds every number of every patch to the cell that it came from. `to` must be zero before. */
export function addPatches(from: usize, to: usize, batch: i32, rows: i32, columns: i32, channels: i32, channelStride: i32, size: i32, width: i32, pictureStride: i32): void {
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y + size <= rows; y++) {
      for (let x = 0; x + size <= columns; x++) {
        let at = from;
        for (let i = 0; i < size; i++) {
          let out = to + (((y + i) * columns + x) * channelStride << 2);
          for (let j = 0; j < size; j++, out += channelStride << 2) {
            for (let k = 0; k < channels; k++, at += 4) f32.store(out + (k << 2), f32.load(out + (k << 2)) + f32.load(at));
          }
        }
        from += width << 2;
      }
    }
    to += pictureStride << 2;
  }
}

// --- Optimisers --------------------------------------------------------------------------------------------------------

/** Sum of squares of `count` numbers, a multiple of 4. */
export function squares(from: usize, count: i32): f64 {
  let sum: f64 = 0;
  const end = from + (<usize>count << 2);
  // In pieces, each summed in 32 bits, so that many small ones are not lost beside a large sum.
  while (from < end) {
    let piece = f32x4.splat(0);
    const until = min(end, from + 4096);
    for (; from < until; from += 16) {
      const x = v128.load(from);
      piece = f32x4.add(piece, f32x4.mul(x, x));
    }
    sum += <f64>f32x4.extract_lane(piece, 0) + <f64>f32x4.extract_lane(piece, 1) + <f64>f32x4.extract_lane(piece, 2) + <f64>f32x4.extract_lane(piece, 3);
  }
  return sum;
}

/** Kingma & Ba 2015: rate and epsilon with the correction of the running means' bias already in them: w -= rate m / (√v + epsilon). */
export function adam(weights: usize, gradient: usize, mean: usize, meanSquare: usize, count: i32, scale: f32, beta1: f32, beta2: f32, rate: f32, epsilon: f32): void {
  const end = weights + (<usize>count << 2);
  const s = f32x4.splat(scale), b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2), r = f32x4.splat(rate), e = f32x4.splat(epsilon);
  const rest1 = f32x4.splat(1 - beta1), rest2 = f32x4.splat(1 - beta2);
  for (; weights < end; weights += 16, gradient += 16, mean += 16, meanSquare += 16) {
    const g = f32x4.mul(v128.load(gradient), s);
    const m = f32x4.add(f32x4.mul(b1, v128.load(mean)), f32x4.mul(rest1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(meanSquare)), f32x4.mul(rest2, f32x4.mul(g, g)));
    v128.store(mean, m);
    v128.store(meanSquare, v);
    v128.store(weights, f32x4.sub(v128.load(weights), f32x4.div(f32x4.mul(r, m), f32x4.add(f32x4.sqrt(v), e))));
  }
}

/** v <- d v + (1 - d) g², w -= rate g / (√v + epsilon). */
export function rmsprop(weights: usize, gradient: usize, meanSquare: usize, count: i32, scale: f32, decay: f32, rate: f32, epsilon: f32): void {
  const end = weights + (<usize>count << 2);
  const s = f32x4.splat(scale), d = f32x4.splat(decay), rest = f32x4.splat(1 - decay), r = f32x4.splat(rate), e = f32x4.splat(epsilon);
  for (; weights < end; weights += 16, gradient += 16, meanSquare += 16) {
    const g = f32x4.mul(v128.load(gradient), s);
    const v = f32x4.add(f32x4.mul(d, v128.load(meanSquare)), f32x4.mul(rest, f32x4.mul(g, g)));
    v128.store(meanSquare, v);
    v128.store(weights, f32x4.sub(v128.load(weights), f32x4.div(f32x4.mul(r, g), f32x4.add(f32x4.sqrt(v), e))));
  }
}

// --- Recurrent cells ---------------------------------------------------------------------------------------------------
// Rows of gates hold r, z, n of a GRU or i, f, g, o of an LSTM one after another, `units` numbers each (a multiple of 4).

/**
 * h' = (1 - z) n + z h, r = σ(.), z = σ(.), n = tanh(x_n + r h_n). `fromInput` and `fromHidden` are batch x 3 units; the gates' values go to `gates`.
 */
export function gruForward(fromInput: usize, fromHidden: usize, hidden: usize, gates: usize, out: usize, batch: i32, units: i32): void {
  const width = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < batch; row++) {
    for (let at: usize = 0; at < width; at += 16) {
      const r = sigmoid4(f32x4.add(v128.load(fromInput + at), v128.load(fromHidden + at)));
      const z = sigmoid4(f32x4.add(v128.load(fromInput + width + at), v128.load(fromHidden + width + at)));
      const n = tanh4(f32x4.add(v128.load(fromInput + width * 2 + at), f32x4.mul(r, v128.load(fromHidden + width * 2 + at))));
      v128.store(gates + at, r);
      v128.store(gates + width + at, z);
      v128.store(gates + width * 2 + at, n);
      v128.store(out + at, f32x4.add(f32x4.mul(f32x4.sub(one, z), n), f32x4.mul(z, v128.load(hidden + at))));
    }
    fromInput += width * 3;
    fromHidden += width * 3;
    gates += width * 3;
    hidden += width;
    out += width;
  }
}

/**
 * From the derivative by h' in `gradient` to those by what came from the input and from the hidden state; `gradient` becomes that part of the derivative by h
 * that does not pass the hidden matrix.
 */
export function gruBackward(gradient: usize, fromHidden: usize, hidden: usize, gates: usize, byInput: usize, byHidden: usize, batch: i32, units: i32): void {
  const width = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < batch; row++) {
    for (let at: usize = 0; at < width; at += 16) {
      const r = v128.load(gates + at), z = v128.load(gates + width + at), n = v128.load(gates + width * 2 + at);
      const g = v128.load(gradient + at);
      const byN = f32x4.mul(f32x4.mul(g, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
      const byZ = f32x4.mul(f32x4.mul(g, f32x4.sub(v128.load(hidden + at), n)), f32x4.mul(z, f32x4.sub(one, z)));
      const byR = f32x4.mul(f32x4.mul(byN, v128.load(fromHidden + width * 2 + at)), f32x4.mul(r, f32x4.sub(one, r)));
      v128.store(byInput + at, byR);
      v128.store(byInput + width + at, byZ);
      v128.store(byInput + width * 2 + at, byN);
      v128.store(byHidden + at, byR);
      v128.store(byHidden + width + at, byZ);
      v128.store(byHidden + width * 2 + at, f32x4.mul(byN, r));
      v128.store(gradient + at, f32x4.mul(g, z));
    }
    gradient += width;
    fromHidden += width * 3;
    hidden += width;
    gates += width * 3;
    byInput += width * 3;
    byHidden += width * 3;
  }
}

/** c' = f c + i g, h' = o tanh(c'). `fromInput` and `fromHidden` are batch x 4 units. */
export function lstmForward(fromInput: usize, fromHidden: usize, cell: usize, gates: usize, out: usize, cellOut: usize, batch: i32, units: i32): void {
  const width = <usize>units << 2;
  for (let row = 0; row < batch; row++) {
    for (let at: usize = 0; at < width; at += 16) {
      const i = sigmoid4(f32x4.add(v128.load(fromInput + at), v128.load(fromHidden + at)));
      const f = sigmoid4(f32x4.add(v128.load(fromInput + width + at), v128.load(fromHidden + width + at)));
      const g = tanh4(f32x4.add(v128.load(fromInput + width * 2 + at), v128.load(fromHidden + width * 2 + at)));
      const o = sigmoid4(f32x4.add(v128.load(fromInput + width * 3 + at), v128.load(fromHidden + width * 3 + at)));
      v128.store(gates + at, i);
      v128.store(gates + width + at, f);
      v128.store(gates + width * 2 + at, g);
      v128.store(gates + width * 3 + at, o);
      const c = f32x4.add(f32x4.mul(f, v128.load(cell + at)), f32x4.mul(i, g));
      v128.store(cellOut + at, c);
      v128.store(out + at, f32x4.mul(o, tanh4(c)));
    }
    fromInput += width * 4;
    fromHidden += width * 4;
    gates += width * 4;
    cell += width;
    out += width;
    cellOut += width;
  }
}

/** From the derivatives by h' and c' to that by the gates' sums (`byGates`) and, in `cellGradient`, that by c. */
export function lstmBackward(gradient: usize, cellGradient: usize, cell: usize, cellOut: usize, gates: usize, byGates: usize, batch: i32, units: i32): void {
  const width = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < batch; row++) {
    for (let at: usize = 0; at < width; at += 16) {
      const i = v128.load(gates + at), f = v128.load(gates + width + at), g = v128.load(gates + width * 2 + at), o = v128.load(gates + width * 3 + at);
      const byH = v128.load(gradient + at);
      const t = tanh4(v128.load(cellOut + at));
      const byC = f32x4.add(v128.load(cellGradient + at), f32x4.mul(f32x4.mul(byH, o), f32x4.sub(one, f32x4.mul(t, t))));
      v128.store(byGates + at, f32x4.mul(f32x4.mul(byC, g), f32x4.mul(i, f32x4.sub(one, i))));
      v128.store(byGates + width + at, f32x4.mul(f32x4.mul(byC, v128.load(cell + at)), f32x4.mul(f, f32x4.sub(one, f))));
      v128.store(byGates + width * 2 + at, f32x4.mul(f32x4.mul(byC, i), f32x4.sub(one, f32x4.mul(g, g))));
      v128.store(byGates + width * 3 + at, f32x4.mul(f32x4.mul(byH, t), f32x4.mul(o, f32x4.sub(one, o))));
      v128.store(cellGradient + at, f32x4.mul(byC, f));
    }
    gradient += width;
    cellGradient += width;
    cell += width;
    cellOut += width;
    gates += width * 4;
    byGates += width * 4;
  }
}

/** Rows of `to` += those of `from`, but for the rows whose byte in `starts` is 1. */
export function carry(from: usize, to: usize, starts: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  for (let i = 0; i < rows; i++, from += stride, to += stride) {
    if (load<u8>(starts + i) === 1) continue;
    for (let at: usize = 0; at < stride; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
}

/** to = from, with zeros in the rows whose byte in `starts` is 1. */
export function keepRows(from: usize, to: usize, starts: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  for (let i = 0; i < rows; i++, from += stride, to += stride) {
    if (load<u8>(starts + i) === 1) memory.fill(to, 0, stride);
    else memory.copy(to, from, stride);
  }
}
