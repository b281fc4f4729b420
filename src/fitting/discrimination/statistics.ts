import type { LocalPrediction } from './model-set.ts';
import type { TraceNoise } from './trace-noise.ts';
import { whitened } from './whitened.ts';

/** What one model predicts: over its prior, and nearest to each truth. */
export interface ModelPredictions {
  /** What its animals show. */
  readonly truths: readonly Float64Array[];
  /** Equal shares of its prior. */
  readonly components: readonly LocalPrediction[];
  /** For each true model and each of its truths: where this model comes closest; none if no search was made. */
  readonly nearest: readonly (readonly NearestPrediction[])[];
}

/** Where a model comes closest to a truth, and the logarithm of the share of the prior that it stands for. */
export type NearestPrediction = LocalPrediction & { readonly logWeight: number };

/** Where columns are: `centre`, then its changes. */
export interface ComponentColumns {
  readonly centre: number;
  readonly changes: number;
  readonly logWeight: number;
}

/** Where a model's columns are. Column 0 is the baseline. */
interface ModelColumns {
  readonly firstTruth: number;
  readonly truths: number;
  readonly components: readonly ComponentColumns[];
  /** By true model and truth. */
  readonly nearest: readonly (readonly ComponentColumns[])[];
}

/** One stretch of a session: products of all columns in it. */
interface Stretch {
  readonly bins: number;
  /** Square, row by row: sums over bins of products of whitened columns, in units of the noise's variance. */
  readonly products: Float64Array;
}

/**
 * All that simulating and comparing recordings of one design needs: gain, baseline and variance of a regression, and what
 * noise adds to it, depend on a recording only through its products with the predictions. Plain data.
 */
export interface DesignStatistics {
  readonly columns: number;
  readonly models: readonly ModelColumns[];
  readonly stretches: readonly Stretch[];
}

/** @param ends of the stretches, in bins; the last is that of the session */
export function designStatistics(
  predictions: readonly ModelPredictions[],
  noise: Pick<TraceNoise, 'rho' | 'sd'>,
  ends: readonly number[],
): DesignStatistics {
  const bins = ends.at(-1) as number;
  const columns: Float64Array[] = [whitened(new Float64Array(bins).fill(1), noise)];
  const place = ({ centre, changes, logWeight }: NearestPrediction): ComponentColumns => {
    const at = columns.length;
    for (const trace of [centre, ...changes]) columns.push(whitened(trace, noise));
    return { centre: at, changes: changes.length, logWeight };
  };
  const models = predictions.map(({ truths, components, nearest }): ModelColumns => {
    const firstTruth = columns.length;
    for (const truth of truths) columns.push(whitened(truth, noise));
    const logWeight = -Math.log(components.length);
    return {
      firstTruth,
      truths: truths.length,
      components: components.map((one) => place({ ...one, logWeight })),
      nearest: nearest.map((ofModel) => ofModel.map(place)),
    };
  });
  return {
    columns: columns.length,
    models,
    stretches: ends.map((end, i) => {
      const begin = i === 0 ? 0 : ends[i - 1];
      return { bins: end - begin, products: productsOf(columns, begin, end) };
    }),
  };
}

/** Bins that are multiplied at once, so that they stay in the cache. */
const block = 256;
/** A bin in which no prediction is larger, in standard deviations of the noise, says nothing. */
const nothing = 1e-6;

function productsOf(columns: readonly Float64Array[], begin: number, end: number): Float64Array {
  const size = columns.length;
  const products = new Float64Array(size * size);
  const [baseline] = columns;
  // Three more, so that columns can be multiplied four at a time.
  const kept = Array.from({ length: size + 3 }, () => new Float64Array(block));
  let count = 0;
  const addKept = (): void => {
    addProducts(products, kept, size, count);
    count = 0;
  };
  let square = 0;
  for (let t = begin; t < end; t++) {
    square += baseline[t] * baseline[t];
    let says = false;
    for (let i = 1; i < size && !says; i++) says = Math.abs(columns[i][t]) > nothing;
    // Between trials most models predict nothing.
    if (!says) continue;
    for (let i = 0; i < size; i++) kept[i][count] = columns[i][t];
    count += 1;
    if (count === block) addKept();
  }
  addKept();
  products[0] = square;
  for (let i = 0; i < size; i++) for (let k = 0; k < i; k++) products[k * size + i] = products[i * size + k];
  return products;
}

/** Products of each column with those up to it, over the first `count` bins. */
function addProducts(products: Float64Array, columns: readonly Float64Array[], size: number, count: number): void {
  for (let i = 0; i < size; i++) {
    const own = columns[i];
    for (let k = 0; k <= i; k += 4) {
      const [one, two, three, four] = [columns[k], columns[k + 1], columns[k + 2], columns[k + 3]];
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let t = 0; t < count; t++) {
        const value = own[t];
        a += value * one[t];
        b += value * two[t];
        c += value * three[t];
        d += value * four[t];
      }
      const at = i * size + k;
      products[at] += a;
      if (k + 1 <= i) products[at + 1] += b;
      if (k + 2 <= i) products[at + 2] += c;
      if (k + 3 <= i) products[at + 3] += d;
    }
  }
}
