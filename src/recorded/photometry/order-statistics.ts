/** The median of numbers without NaN, of an even number the mean of the middle two; NaN for none. */
export function median(values: Float64Array): number {
  if (values.length === 0) return Number.NaN;
  const scratch = values.slice();
  const upper = kthSmallest(scratch, scratch.length >> 1);
  if (scratch.length % 2 === 1) return upper;
  // All that is below the middle is left of it now.
  let lower = -Infinity;
  for (let i = 0; i < scratch.length >> 1; i++) lower = Math.max(lower, scratch[i] as number);
  return (lower + upper) / 2;
}

/** The value that a share of the numbers is below or equal to: sorted, number floor(share (n - 1)) from 0; NaN for none. */
export function quantile(values: Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN;
  return kthSmallest(values.slice(), Math.floor(share * (values.length - 1)));
}

/** Number k from 0 in sorted order, which it is moved to: smaller ones are left of it (Hoare 1961, Communications of the ACM 4:321). */
function kthSmallest(a: Float64Array, k: number): number {
  let left = 0;
  let right = a.length - 1;
  while (left < right) {
    const pivot = a[(left + right) >> 1] as number;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((a[i] as number) < pivot) i++;
      while ((a[j] as number) > pivot) j--;
      if (i > j) break;
      const kept = a[i] as number;
      a[i++] = a[j] as number;
      a[j--] = kept;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return a[k] as number;
}
