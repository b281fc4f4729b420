// Math.pow and ** differ in the last bits between versions of V8, which changes hashes. This uses only operations that
// IEEE 754 fixes to the last bit: + - * /, rounding to single precision, and the bits themselves. Numbers that need
// more than 53 bits are pairs of a high part and the remainder (Dekker 1971, Numer. Math. 18:224).

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);
/** The half that holds the sign, the exponent and the first 20 bits. */
const upper = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

const twoOverLn2 = 2.8853900817779268;
const twoOverLn2Low = 4.0710547481862066e-17;
const ln2Low = 2.3190468138462996e-17;
const thirdLow = 1.850371707708594e-17;
const fifthLow = -1.1102230246251566e-17;

/** Powers of numbers other than 1 with larger exponents are infinite or 0. */
const maxExponent = 1e20;
const smallestNormal = 2.2250738585072014e-308;
/** 2^54, and 2^-128. */
const up = 18_014_398_509_481_984;
const down = 2.938735877055719e-39;

/**
 * base to the power of exponent, as ECMAScript defines it (Number::exponentiate), with the same bits on every engine
 * and machine. Accurate to 0.52 units in the last place; to 0.76 for subnormal results, which are rounded twice.
 */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN;
  const size = Math.abs(base);
  const isNegative = base < 0 || Object.is(base, -0);
  const sign = isNegative && Math.abs(exponent % 2) === 1 ? -1 : 1;
  if (size === 0 || size === Infinity) return sign * (size > 1 === exponent > 0 ? Infinity : 0);
  if (Math.abs(exponent) === Infinity) return size === 1 ? NaN : size > 1 === exponent > 0 ? Infinity : 0;
  if (isNegative && !Number.isInteger(exponent)) return NaN;
  return sign * positivePower(size, Math.min(Math.max(exponent, -maxExponent), maxExponent));
}

/** 2^(y log2 x) for finite x > 0 and finite y. */
function positivePower(x: number, y: number): number {
  // x = 2^k m with m from √½ to √2.
  const isSubnormal = x < smallestNormal;
  bits[0] = isSubnormal ? x * up : x;
  const head = halves[upper] as number;
  let k = (head >> 20) - (isSubnormal ? 1077 : 1023);
  halves[upper] = (head & 0xfffff) | 0x3ff00000;
  let m = bits[0];
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }

  // ln m = 2 (s + s³/3 + s⁵/5 + ...) with s = (m - 1) / (m + 1), so that s² < 0.03; the first three terms as pairs.
  const above = m - 1;
  const sum = m + 1;
  const sumLow = m - (sum - 1);
  const s = above / sum;
  const whole = s * sum;
  const sLow = (above - whole - productError(s, sum, whole) - s * sumLow) / sum;
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  const z2 = z * z;
  const z4 = z2 * z2;
  const tail =
    z *
    (1 / 7 +
      z * (1 / 9) +
      z2 * (1 / 11 + z * (1 / 13)) +
      z4 * (1 / 15 + z * (1 / 17) + z2 * (1 / 19 + z * (1 / 21)) + z4 * (1 / 23 + z * (1 / 25) + z2 * (1 / 27))));
  const fifth = 1 / 5 + tail;
  const inner = z * fifth;
  const innerLow = productError(z, fifth, inner) + z * (1 / 5 - fifth + tail + fifthLow) + zLow * fifth;
  const third = 1 / 3 + inner;
  const outer = z * third;
  const outerLow = productError(z, third, outer) + z * (1 / 3 - third + inner + (innerLow + thirdLow)) + zLow * third;
  const cubic = s * outer;
  const series = s + cubic;
  const seriesLow = s - series + cubic + (sLow + productError(s, outer, cubic) + s * outerLow + sLow * outer);
  const fraction = series * twoOverLn2;
  const fractionLow = productError(series, twoOverLn2, fraction) + series * twoOverLn2Low + seriesLow * twoOverLn2;
  const log = k + fraction;
  const logLow = k - log + fraction + fractionLow;

  const product = y * log;
  if (product > 1100) return Infinity;
  if (product < -1100) return 0;
  const productLow = productError(y, log, product) + y * logLow;
  return powerOfTwo(product, productLow);
}

/** 2^(product + productLow), where productLow is what rounding took from the product. */
function powerOfTwo(product: number, productLow: number): number {
  // 2^product = 2^n e^t with |t| <= ln 2 / 2; 1 + t + t²/2 as pairs.
  const n = Math.round(product);
  const part = product - n;
  const t = part * Math.LN2;
  const tLow = productError(part, Math.LN2, t) + part * ln2Low + productLow * Math.LN2;
  const t2 = t * t;
  const t4 = t2 * t2;
  const high =
    1 / 6 +
    t * (1 / 24) +
    t2 * (1 / 120 + t * (1 / 720)) +
    t4 *
      (1 / 5040 +
        t * (1 / 40_320) +
        t2 * (1 / 362_880 + t * (1 / 3_628_800)) +
        t4 * (1 / 39_916_800 + t * (1 / 479_001_600) + t2 * (1 / 6_227_020_800 + t * (1 / 87_178_291_200))));
  const linear = 1 + t;
  const half = t2 / 2;
  const square = linear + half;
  const beyond = t * t2 * high;
  // tLow is small relative to 1 but not to the last bit: it carries the rounding error of a product that can reach a
  // thousand.
  const rest =
    1 - linear + t + (linear - square + half) + (beyond + (productError(t, t, t2) / 2 + tLow * (square + beyond)));
  return scaled(square + rest, n);
}

/** a b = product + this, to within 2^-75 of the product. */
function productError(a: number, b: number, product: number): number {
  const aHigh = Math.fround(a);
  const aLow = a - aHigh;
  const bHigh = Math.fround(b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** value 2^n, for a value near 1. */
function scaled(value: number, n: number): number {
  if (n > 1023) return scaled(value * 2, n - 1);
  if (n < -1022) return scaled(value, n + 128) * down;
  halves[1 - upper] = 0;
  halves[upper] = (n + 1023) << 20;
  return value * (bits[0] as number);
}

/** x², so that the expression is written once. */
export const squared = (x: number): number => x * x;
