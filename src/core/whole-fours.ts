/**
 * A count rounded up to a multiple of four: one or two SIMD instructions process four numbers, so rows have no ragged
 * end.
 */
export const wholeFours = (count: number): number => 4 * Math.ceil(count / 4);
