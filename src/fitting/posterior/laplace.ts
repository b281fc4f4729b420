import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { hessianAt } from '../optimise/differences.ts';
import type { PointFunction } from '../problem.ts';

/** The normal approximation of a posterior at its maximum (MacKay 2003, chapter 27). */
export interface Laplace {
  /** Covariance of points. */
  readonly covariance: readonly (readonly number[])[];
  /** Log of the evidence: height + (k log 2π - log det(-Hessian)) / 2. */
  readonly logEvidence: number;
}

/** Why there is no normal approximation: the height does not fall in this direction of points, a unit vector. */
export interface FlatDirection {
  readonly flat: readonly number[];
}

/** A direction along which a standard deviation would be longer than this is flat: no prior here is so wide. */
const longestSd = 50;

/** @param at a maximum */
export function laplaceAt(of: PointFunction, at: Float64Array, height: number): Laplace | FlatDirection {
  const precision = new Matrix(hessianAt(of, at).map((row) => row.map((value) => -value)));
  if (of.size === 0) return { covariance: [], logEvidence: height };
  if (precision.to1DArray().some((value) => !Number.isFinite(value))) return { flat: at.length === 0 ? [] : unit(at) };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(precision, { assumeSymmetric: true });
  const least = realEigenvalues.reduce((best, value, i) => (value < realEigenvalues[best] ? i : best), 0);
  if (realEigenvalues[least] < 1 / (longestSd * longestSd)) return { flat: eigenvectorMatrix.getColumn(least) };
  const covariance = new CholeskyDecomposition(precision).solve(Matrix.eye(of.size)).to2DArray();
  const logDeterminant = realEigenvalues.reduce((sum, value) => sum + Math.log(value), 0);
  return { covariance, logEvidence: height + (of.size * Math.log(2 * Math.PI) - logDeterminant) / 2 };
}

const unit = (like: Float64Array): readonly number[] => Array.from(like, (_, i) => Number(i === 0));
