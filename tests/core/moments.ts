export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Unbiased. */
export function variance(values: readonly number[]): number {
  const m = mean(values);
  return values.reduce((sum, value) => sum + (value - m) ** 2, 0) / (values.length - 1);
}
