/** A pivot below this share of its diagonal is rounding. */
const rounding = 1e-10;

/**
 * Cholesky's factor of a small symmetric matrix, row-major, in place (lower triangle).
 * @returns whether the matrix is positive definite
 */
export function factorise(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const whole = matrix[i * size + j];
      let sum = whole;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j];
      else if (sum > rounding * whole) matrix[i * size + i] = Math.sqrt(sum);
      else return false;
    }
  return true;
}

/** L^-1 b in place, of a factor. */
export function solveLower(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = vector[i];
    for (let k = 0; k < i; k++) sum -= factor[i * size + k] * vector[k];
    vector[i] = sum / factor[i * size + i];
  }
}

/** A^-1 b in place, of a factor of A. */
export function solve(factor: Float64Array, size: number, vector: Float64Array): void {
  solveLower(factor, size, vector);
  for (let i = size - 1; i >= 0; i--) {
    let sum = vector[i];
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i] * vector[k];
    vector[i] = sum / factor[i * size + i];
  }
}
