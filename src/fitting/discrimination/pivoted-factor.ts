/** A factor F of a positive semidefinite matrix, F Fᵀ. */
export interface PivotedFactor {
  readonly rank: number;
  /** Row by row, `rank` numbers each. */
  readonly rows: Float64Array;
}

/** Of the largest diagonal: a column of which less is left is a sum of others. */
const rounding = 1e-11;

/** Cholesky's factor with pivoting, as far as there is anything left. @param matrix square, row by row */
export function pivotedFactor(matrix: Float64Array, size: number): PivotedFactor {
  const rest = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i]);
  const least = rounding * Math.max(...rest);
  const found: Float64Array[] = [];
  while (found.length < size) {
    const pivot = rest.reduce((best, one, i) => (one > rest[best] ? i : best), 0);
    if (!(rest[pivot] > least)) break;
    const column = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = matrix[i * size + pivot];
      for (const earlier of found) sum -= earlier[i] * earlier[pivot];
      column[i] = sum / Math.sqrt(rest[pivot]);
    }
    for (let i = 0; i < size; i++) rest[i] = Math.max(0, rest[i] - column[i] * column[i]);
    rest[pivot] = 0;
    found.push(column);
  }
  const rank = found.length;
  const rows = new Float64Array(size * rank);
  for (const [k, column] of found.entries()) for (let i = 0; i < size; i++) rows[i * rank + k] = column[i];
  return { rank, rows };
}
