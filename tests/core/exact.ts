// Powers, sines and cosines in integers of any length: the reference for src/core.

/** Numbers are multiples of 2^-bits. */
const bits = 320n;
const one = 1n << bits;

/** A value as mantissa 2^exponent. */
interface Exact {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

const view = new DataView(new ArrayBuffer(8));

/** The exact value of a finite number. */
function parts(value: number): Exact {
  view.setFloat64(0, Math.abs(value));
  const raw = view.getBigUint64(0);
  const exponent = raw >> 52n;
  const fraction = raw & ((1n << 52n) - 1n);
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: (exponent === 0n ? 1n : exponent) - 1075n };
}

const shifted = (value: bigint, by: bigint): bigint => (by >= 0n ? value << by : value >> -by);
const lengthOf = (value: bigint): bigint => BigInt(value.toString(2).length);
const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** Σ term_i, each computed from the previous one, until they are 0. */
function series(first: bigint, next: (term: bigint, i: bigint) => bigint): bigint {
  let sum = 0n;
  for (let term = first, i = 1n; term !== 0n; term = next(term, i), i++) sum += term;
  return sum;
}

/** ln of a number from ½ to 2, by the inverse hyperbolic tangent. */
function logarithm(value: bigint): bigint {
  const ratio = ((value - one) * one) / (value + one);
  const square = (ratio * ratio) / one;
  let sum = 0n;
  for (let power = ratio, k = 1n; power !== 0n; power = (power * square) / one, k += 2n) sum += power / k;
  return 2n * sum;
}
const ln2 = logarithm(2n * one);

/** x^y for finite x > 0 and finite y of no more than 2^200. */
export function exactPower(x: number, y: number): Exact {
  const base = parts(x);
  const length = lengthOf(base.mantissa);
  const log2 =
    (logarithm(shifted(base.mantissa, bits + 1n - length)) * one) / ln2 + (base.exponent + length - 1n) * one;
  const exponent = parts(y);
  const product = shifted(exponent.mantissa * log2, exponent.exponent);
  const whole = product >> bits;
  const rest = ((product - whole * one) * ln2) / one;
  return { mantissa: series(one, (term, i) => (term * rest) / one / i), exponent: whole - bits };
}

/** The inverse tangent of 1 / n. */
function arctangent(n: bigint): bigint {
  let sum = 0n;
  for (let power = one / n, k = 1n; power !== 0n; power /= -n * n, k += 2n) sum += power / k;
  return sum;
}
/** Machin 1706. */
const pi = 4n * (4n * arctangent(5n) - arctangent(239n));

/** Of an angle below 2^60, by its Taylor series after whole turns are taken off. */
export function exactSine(angle: number, quarters = 0n): Exact {
  const { mantissa, exponent } = parts(angle);
  const rest = (shifted(mantissa, exponent + bits) + (quarters * pi) / 2n) % (2n * pi);
  const square = (rest * rest) / one;
  return { mantissa: series(rest, (term, i) => -(term * square) / one / (2n * i * (2n * i + 1n))), exponent: -bits };
}

export const exactCosine = (angle: number): Exact => exactSine(angle, 1n);

/** The error of a number, in units in the last place of the exact one. */
export function unitsOff(found: number, { mantissa, exponent }: Exact): number {
  const lastPlace = exponent + lengthOf(size(mantissa)) - 53n;
  const unit = lastPlace < -1074n ? -1074n : lastPlace;
  const has = parts(found);
  // In 2^-60 of a unit.
  return (
    Number(size(shifted(has.mantissa, has.exponent - unit + 60n) - shifted(mantissa, exponent - unit + 60n))) /
    Number(1n << 60n)
  );
}
