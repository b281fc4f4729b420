/** Cumulative sums of the probabilities, added from the left in doubles, as in Gymnasium's categorical draw. */
export function runningSums(probabilities: readonly number[]): Float64Array {
  const sums = new Float64Array(probabilities.length);
  let sum = 0;
  for (const [i, probability] of probabilities.entries()) {
    sum += probability;
    sums[i] = sum;
  }
  return sums;
}

/** The first index whose cumulative sum is above `u`; 0 if rounding leaves the last sum below it, as in Gymnasium. */
export function categorical(sums: Float64Array, u: number): number {
  for (let i = 0; i < sums.length; i++) {
    if ((sums[i] as number) > u) return i;
  }
  return 0;
}
