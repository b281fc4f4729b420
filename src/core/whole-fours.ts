/** So many numbers in whole fours: what one or two SIMD instructions take at a time, so that rows have no ragged end. */
export const wholeFours = (count: number): number => 4 * Math.ceil(count / 4);
