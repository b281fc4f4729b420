/**
 * The active range of each row, as FeatureStrip has it, for rows whose features that are not 0 move slowly from row to
 * row. A change costs about as much as reading a whole row two times more, because all features are then settled. So
 * consecutive rows share a range, which contains all of theirs, until the numbers that they read in vain outnumber those.
 * @param values rows x stride
 */
export function activeRanges(values: Float64Array, stride: number): Int32Array {
  const rows = values.length / stride;
  const ranges = new Int32Array(3 * rows);
  for (let from = 0; from < rows;) {
    let [low, high] = rangeOf(values, from, stride);
    let inVain = 0;
    let to = from + 1;
    for (; to < rows; to++) {
      const own = rangeOf(values, to, stride);
      const both = [Math.min(low, own[0]), Math.max(high, own[1])] as const;
      inVain += (to - from) * (both[1] - both[0] - (high - low)) + (both[1] - both[0]) - (own[1] - own[0]);
      if (inVain > 2 * stride) break;
      [low, high] = both;
    }
    for (let row = from; row < to; row++) ranges.set([low, high, to - row], 3 * row);
    from = to;
  }
  return ranges;
}

/** The range of a row alone: whole fours, from the first feature that is not 0 to the last. */
function rangeOf(values: Float64Array, row: number, stride: number): readonly [number, number] {
  const features = values.subarray(row * stride, (row + 1) * stride);
  const first = features.findIndex((value) => value !== 0);
  if (first < 0) return [0, 0];
  const last = features.findLastIndex((value) => value !== 0);
  return [4 * Math.floor(first / 4), 4 * Math.floor(last / 4) + 4];
}
