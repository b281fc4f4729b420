/** Regression of y on several columns; one weight per column. */
export interface MultipleFit {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const column = (rows: readonly (readonly number[])[], j: number): readonly number[] =>
  rows.map((row) => row[j] as number);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * (b[i] as number), 0);

function centred(values: readonly number[]): readonly number[] {
  const centre = sum(values) / values.length;
  return values.map((value) => value - centre);
}

/**
 * Least squares of y on the columns of `rows` and a constant, by the normal equations of the centred columns. Every
 * number is NaN if the columns do not determine the weights.
 */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): MultipleFit {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, j) => centred(column(rows, j)));
  const target = centred(y);
  const weights = solve(columns.map((a) => [...columns.map((b) => product(a, b)), product(a, target)]));
  const fitted = sum(weights.map((weight, j) => (weight * sum(column(rows, j))) / rows.length));
  return { intercept: sum(y) / y.length - fitted, weights };
}

/** A pivot smaller than this fraction of its column's size is only rounding. */
const rounding = 1e-10;

/** Gauss-Jordan elimination of a symmetric system, its right-hand side in the last column. The system is overwritten. */
function solve(system: number[][]): readonly number[] {
  const size = system.length;
  const scale = system.map((row, i) => row[i] as number);
  for (let pivot = 0; pivot < size; pivot++) {
    const row = system[pivot] as number[];
    const head = row[pivot] as number;
    if (!(head > rounding * (scale[pivot] as number))) return scale.map(() => Number.NaN);
    for (let j = pivot; j <= size; j++) row[j] = (row[j] as number) / head;
    system.forEach((other, i) => {
      const factor = other[pivot] as number;
      if (i === pivot || factor === 0) return;
      for (let j = pivot; j <= size; j++) other[j] = (other[j] as number) - factor * (row[j] as number);
    });
  }
  return system.map((row) => row[size] as number);
}
