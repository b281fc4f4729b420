/**
 * Four significant digits, without trailing zeros; rounding errors of a computation that should give 0 are shown as 0.
 */
export function shortNumber(value: number): string {
  if (Math.abs(value) < 1e-9) return '0';
  const short = Number(value.toPrecision(4));
  return Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}
