import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** Smooths curves of one number of points. */
export interface Smoother {
  /** Effective number of degrees of freedom. */
  readonly degrees: number;
  of(curve: Float64Array): Float64Array;
}

const maxPieces = 35;
/** Logarithms of the penalties that are tried. */
const [lowest, highest, steps] = [-14, 18, 65];

/**
 * Penalised cubic splines (Eilers & Marx 1996, Statistical Science 11:89; second differences) whose penalty has the least
 * generalised cross-validation error for a curve.
 */
export function smootherFor(curve: Float64Array): Smoother {
  const points = curve.length;
  const pieces = Math.min(maxPieces, Math.floor(points / 2));
  const basis = splines(points, pieces);
  // A basis in which the splines are orthonormal and the penalty is diagonal, so that every penalty costs little.
  const root = inverse(new CholeskyDecomposition(basis.transpose().mmul(basis)).lowerTriangularMatrix).transpose();
  const differences = secondDifferences(basis.columns).mmul(root);
  const penalty = differences.transpose().mmul(differences);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric(penalty), {
    assumeSymmetric: true,
  });
  const axes = basis.mmul(root).mmul(eigenvectorMatrix);
  const curvature = realEigenvalues.map((one) => Math.max(0, one));
  const smooth = (one: Float64Array, log: number): Float64Array => {
    const along = along1(axes, one).map((value, k) => value / (1 + Math.exp(log) * curvature[k]));
    return Float64Array.from(one, (_, i) => along.reduce((sum, value, k) => sum + axes.get(i, k) * value, 0));
  };
  const degreesOf = (log: number): number => curvature.reduce((sum, one) => sum + 1 / (1 + Math.exp(log) * one), 0);
  const tried = Array.from({ length: steps }, (_, i) => lowest + (i * (highest - lowest)) / (steps - 1));
  const scores = tried.map((log) => {
    const left = smooth(curve, log).reduce((sum, one, i) => sum + (one - curve[i]) * (one - curve[i]), 0);
    const free = points - degreesOf(log);
    return (points * left) / (free * free);
  });
  const best = tried[scores.indexOf(Math.min(...scores))];
  return { degrees: degreesOf(best), of: (one) => smooth(one, best) };
}

const along1 = (axes: Matrix, curve: Float64Array): readonly number[] =>
  Array.from({ length: axes.columns }, (_, k) => curve.reduce((sum, one, i) => sum + axes.get(i, k) * one, 0));

const symmetric = (matrix: Matrix): Matrix => Matrix.add(matrix, matrix.transpose()).mul(0.5);

/** Points x (pieces + 3): cubic B-splines on equal pieces, at points of equal distance. */
function splines(points: number, pieces: number): Matrix {
  const basis = Matrix.zeros(points, pieces + 3);
  for (let i = 0; i < points; i++) {
    const at = (i / (points - 1)) * pieces;
    const piece = Math.min(pieces - 1, Math.floor(at));
    const u = at - piece;
    const [u2, u3, v] = [u * u, u * u * u, 1 - u];
    basis.set(i, piece, (v * v * v) / 6);
    basis.set(i, piece + 1, (3 * u3 - 6 * u2 + 4) / 6);
    basis.set(i, piece + 2, (-3 * u3 + 3 * u2 + 3 * u + 1) / 6);
    basis.set(i, piece + 3, u3 / 6);
  }
  return basis;
}

function secondDifferences(columns: number): Matrix {
  const out = Matrix.zeros(columns - 2, columns);
  for (let i = 0; i < columns - 2; i++) {
    out.set(i, i, 1);
    out.set(i, i + 1, -2);
    out.set(i, i + 2, 1);
  }
  return out;
}
