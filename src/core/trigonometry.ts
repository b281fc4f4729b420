// Math.sin and Math.cos differ in the last bits between browsers, Electron and Node. These use only + - * / and
// rounding, which IEEE 754 fixes to the last bit.

// π/2 as three parts of 33 bits, whose products with integers below 2^20 are exact, and a remainder.
const part1 = 1.5707963267341256;
const part2 = 6.077100506303966e-11;
const part3 = 2.0222662487111665e-21;
const part4 = 8.4784276603689e-32;

/** Beyond this angle there are too many quarter turns for the parts. */
const maxAngle = 1e6;

const eighth = Math.PI / 4;

/** The sine of an angle in radians, with the same bits on every engine and machine, within 0.8 units in the last place. NaN beyond ±1,000,000. */
export function sine(angle: number): number {
  if (Math.abs(angle) > eighth) return turned(angle, 0);
  // The series loses the sign of -0.
  return angle === 0 ? angle : sineOf(angle, 0);
}

/** The cosine of an angle in radians, with the same bits on every engine and machine, within 0.8 units in the last place. NaN beyond ±1,000,000. */
export function cosine(angle: number): number {
  return Math.abs(angle) > eighth ? turned(angle, 1) : cosineOf(angle, 0);
}

/** The sine of an angle plus a number of quarter turns. */
function turned(angle: number, turns: number): number {
  if (Math.abs(angle) > maxAngle) return NaN;
  // angle = n π/2 + y + yLow with |y| <= π/4 (Cody & Waite 1980, Software Manual for the Elementary Functions).
  const n = Math.round(angle / (Math.PI / 2));
  const rest = angle - n * part1;
  const second = n * part2;
  const without2 = rest - second;
  const third = n * part3;
  const without3 = without2 - third;
  const low = lostBy(rest, second, without2) + lostBy(without2, third, without3) - n * part4;
  const y = without3 + low;
  const yLow = without3 - y + low;
  const quarter = (n + turns) & 3;
  const size = (quarter & 1) === 0 ? sineOf(y, yLow) : cosineOf(y, yLow);
  return (quarter & 2) === 0 ? size : -size;
}

/** a - b = difference + this, exactly (Knuth's two-sum). */
function lostBy(a: number, b: number, difference: number): number {
  const subtracted = a - difference;
  return a - (difference + subtracted) - (b - subtracted);
}

/** Taylor series to y^17, |y| <= π/4. */
function sineOf(y: number, yLow: number): number {
  const z = y * y;
  const z2 = z * z;
  const series =
    -1 / 6 +
    z * (1 / 120) +
    z2 * (-1 / 5040 + z * (1 / 362_880)) +
    z2 *
      z2 *
      (-1 / 39_916_800 + z * (1 / 6_227_020_800) + z2 * (-1 / 1_307_674_368_000 + z * (1 / 355_687_428_096_000)));
  return y + (yLow - (z * yLow) / 2 + z * y * series);
}

/**
 * Taylor series to y^18, |y| <= π/4. The square is exact except for its last bits, since half of it is subtracted from
 * 1.
 */
function cosineOf(y: number, yLow: number): number {
  const z = y * y;
  const head = Math.fround(y);
  const tail = y - head;
  const zLow = head * head - z + 2 * head * tail + tail * tail;
  const z2 = z * z;
  const series =
    1 / 24 +
    z * (-1 / 720) +
    z2 * (1 / 40_320 + z * (-1 / 3_628_800)) +
    z2 *
      z2 *
      (1 / 479_001_600 + z * (-1 / 87_178_291_200) + z2 * (1 / 20_922_789_888_000 + z * (-1 / 6_402_373_705_728_000)));
  const half = z / 2;
  const most = 1 - half;
  return most + (1 - most - half + (z2 * series - zLow / 2 - y * yLow));
}
