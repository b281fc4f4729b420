/** A pivot smaller than this share of its diagonal is only rounding. */
const rounding = 1e-13;

/**
 * Solves a positive definite system of a few unknowns by Cholesky's method.
 * @returns undefined if it does not determine them
 */
export function solveSymmetric(
  matrix: readonly (readonly number[])[],
  target: readonly number[],
): readonly number[] | undefined {
  const size = target.length;
  const lower: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]?.[j] as number;
      for (let k = 0; k < j; k++) rest -= (row[k] as number) * ((j === i ? row : lower[j])?.[k] as number);
      if (j < i) row.push(rest / (lower[j]?.[j] as number));
      else if (rest > rounding * (matrix[i]?.[i] as number)) row.push(Math.sqrt(rest));
      else return undefined;
    }
    lower.push(row);
  }
  const solution = [...target];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++)
      solution[i] = (solution[i] as number) - (lower[i]?.[k] as number) * (solution[k] as number);
    solution[i] = (solution[i] as number) / (lower[i]?.[i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++)
      solution[i] = (solution[i] as number) - (lower[k]?.[i] as number) * (solution[k] as number);
    solution[i] = (solution[i] as number) / (lower[i]?.[i] as number);
  }
  return solution;
}
