import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { upright } from '../upright.ts';
import type { RecordingProducts, TruthOf } from './simulated-products.ts';
import type { ComponentColumns, DesignStatistics } from './statistics.ts';

/** Compares recordings with models by their products. */
export interface Evidences {
  /**
   * The log evidence of each model, up to a constant that all models share.
   * @param stretch the recording is up to its end
   * @param of the animal's truth, near which each model was searched
   */
  of(stretch: number, recording: RecordingProducts, of: TruthOf): Float64Array;
}

/**
 * Log evidence: the likelihood of the fit, whose gain, baseline and variance are at their best for every setting of the
 * parameters (its correlation is that of the noise), averaged over the prior of the parameters. The prior is a mixture of
 * local normal ones, around whose centres predictions are straight lines, so that the average within each is exact
 * (Bayesian linear regression; Bishop 2006, Pattern Recognition and Machine Learning, 3.5.1):
 *
 *     log p(y | component) = -n/2 log(R / n) - 1/2 Σ log(1 + s_i / λ)
 *     R = residual + penalty = y'y - a₂' G₂⁻¹ a₂ - Σ q_i² / (s_i + λ),   λ = 1 / gain²
 *
 * with a₂, G₂ the products of recording, baseline and centre; q, s those of the changes without what baseline and centre
 * explain, in the directions in which they are independent. To the mixture comes the place nearest to the animal's truth,
 * with the share of the prior that it stands for: where data are so good that mixture components are too far apart, this
 * is Laplace's approximation, as in a fit.
 */
export function evidencesOf({ columns, models, stretches }: DesignStatistics): Evidences {
  const sum = new Float64Array(columns * columns);
  let bins = 0;
  const known = stretches.map((stretch) => {
    bins += stretch.bins;
    stretch.products.forEach((value, i) => void (sum[i] += value));
    const compare = (component: ComponentColumns): Weighted => ({
      logWeight: component.logWeight,
      compare: componentOf(sum, columns, component, bins),
    });
    return models.map(({ components, nearest }) => ({
      components: components.map(compare),
      nearest: nearest.map((ofModel) => ofModel.map(compare)),
    }));
  });
  return {
    of: (stretch, recording, { model, truth }) =>
      Float64Array.from(known[stretch], ({ components, nearest }) => {
        const own = nearest[model]?.[truth];
        return mixed(own === undefined ? components : [...components, own], recording);
      }),
  };
}

type Compare = (recording: RecordingProducts) => number;

interface Weighted {
  readonly logWeight: number;
  readonly compare: Compare;
}

/** The logarithm of the weighted sum of exponentials. */
function mixed(components: readonly Weighted[], recording: RecordingProducts): number {
  const all = components.map(({ logWeight, compare }) => logWeight + compare(recording));
  const most = Math.max(...all);
  return most === -Infinity ? most : most + Math.log(all.reduce((total, one) => total + Math.exp(one - most), 0));
}

/** A centre that varies by less than this share of its size, or of the noise, shows nothing: the baseline is all. */
const nothing = 1e-9;

function componentOf(
  products: Float64Array,
  columns: number,
  { centre, changes }: ComponentColumns,
  bins: number,
): Compare {
  const at = (i: number, k: number): number => products[i * columns + k];
  const [n, m, mm] = [at(0, 0), at(0, centre), at(centre, centre)];
  const varies = mm - (m * m) / n;
  if (!(varies > nothing * Math.max(1, mm)))
    return ({ with: a, itself }) =>
      (-bins / 2) * Math.log(Math.max(Number.MIN_VALUE, itself - (a[0] * a[0]) / n) / bins);
  const own = Array.from({ length: changes }, (_, i) => centre + 1 + i);
  // What the centre and the baseline explain of each change.
  const slopes = own.map((one) => (at(centre, one) - (m * at(0, one)) / n) / varies);
  const rest = own.map((one, i) =>
    own.map((other, k) => at(one, other) - (at(0, one) * at(0, other)) / n - slopes[i] * slopes[k] * varies),
  );
  const { values, vectors } = eigen(rest);
  const projected = new Float64Array(changes);
  return ({ with: a, itself }) => {
    const along = a[centre] - (m * a[0]) / n;
    const gain = along / varies;
    const residual = Math.max(Number.MIN_VALUE, itself - (a[0] * a[0]) / n - gain * along);
    if (gain <= 0) {
      const error = Math.sqrt(residual / bins / varies);
      return upright((-bins / 2) * Math.log(residual / bins), gain / error);
    }
    for (let i = 0; i < changes; i++) projected[i] = a[own[i]] - (a[0] * at(0, own[i])) / n - slopes[i] * along;
    const lambda = 1 / (gain * gain);
    let [explained, volume] = [0, 0];
    for (let j = 0; j < changes; j++) {
      let q = 0;
      for (let i = 0; i < changes; i++) q += vectors[i][j] * projected[i];
      explained += (q * q) / (values[j] + lambda);
      volume += Math.log1p(values[j] / lambda);
    }
    return (-bins / 2) * Math.log(Math.max(Number.MIN_VALUE, residual - explained) / bins) - volume / 2;
  };
}

function eigen(matrix: readonly (readonly number[])[]): {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
} {
  if (matrix.length === 0) return { values: [], vectors: [] };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(matrix.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  return { values: realEigenvalues.map((value) => Math.max(0, value)), vectors: eigenvectorMatrix.to2DArray() };
}
