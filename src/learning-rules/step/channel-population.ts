import { wholeFours } from '../../core/whole-fours.ts';
import type { Channels } from '../../contracts/td-terms.ts';
import { LaneBlock, type LaneKernel } from './lane-block.ts';
import type { Row } from './rows.ts';

/** Eligibility of each feature in each channel, at feature x stride + channel, and the features that may have any. */
export interface Traces {
  readonly replacing: boolean;
  readonly eligibility: Float64Array;
  readonly features: Int32Array;
  readonly isTraced: Uint8Array;
  count: number;
  /** Steps of pending decay, during which nothing was learned, and their λ. */
  quiet: number;
  quietDecay: number;
}

/** A row that the kernel reads at its address. */
interface LaneRow extends Row {
  readonly address: number;
}

/** The previous row and the current one. */
interface Moment {
  last: LaneRow;
  here: LaneRow;
  /** True if the next row ends no transition. */
  isFirst: boolean;
}

/** The arrays of many predictors; those with one number per channel are padded with zeros to pairs. */
export interface Population {
  readonly kernel: LaneKernel | undefined;
  /** What the kernel knows it by. */
  readonly address: number;
  /** Number of channels. */
  readonly count: number;
  /** The same, padded. */
  readonly stride: number;
  readonly isQuantile: boolean;
  readonly learnsUpAtZero: boolean;
  readonly gainPositive: Float64Array;
  readonly gainNegative: Float64Array;
  /** γ_i, and γ_i λ, of this call's steps. */
  readonly discounts: Float64Array;
  readonly retention: Float64Array;
  /** V_i(x_{t-1}) and V_i(x_t) under the current weights, and each channel's learning signal and error at this step. */
  readonly before: Float64Array;
  readonly next: Float64Array;
  readonly steps: Float64Array;
  readonly errors: Float64Array;
  /** The same of next values and errors, one per channel, without what fills them up to a whole number of lanes. */
  readonly ownNext: Float64Array;
  readonly ownErrors: Float64Array;
  /** Σ_i of errors and of next values. */
  readonly sums: Float64Array;
  /** At feature x stride + channel. */
  readonly weights: Float64Array;
  /** The means of the weights over channels, up to date but for the features that are listed as touched. */
  readonly shown: Float64Array;
  readonly touched: Int32Array;
  readonly means: Float64Array;
  readonly isTouched: Uint8Array;
  touchedCount: number;
  readonly traces: Traces;
  readonly moment: Moment;
}

const headerWords = 19;

export function channelPopulation({ statistic, tie, each }: Channels, replacing: boolean, size: number): Population {
  const count = each.length;
  const stride = 2 * Math.ceil(count / 2);
  // Arrays of channels, matrices, arrays of features, and the rest.
  const block = new LaneBlock(10 * stride + 2 * size * stride + 7 * size + headerWords + 6, 24);
  const header = block.integers(headerWords);
  const row = (): LaneRow => {
    const feature = block.integers(size);
    return { feature, value: block.floats(size), count: 0, address: feature.byteOffset };
  };
  const traces: Traces = {
    replacing,
    eligibility: block.floats(size * stride),
    features: block.integers(size),
    isTraced: block.bytes(size),
    count: 0,
    quiet: 0,
    quietDecay: 0,
  };
  const [next, errors] = [block.floats(2 * stride), block.floats(stride)];
  const population: Population = {
    kernel: block.kernel,
    address: header.byteOffset,
    count,
    stride,
    isQuantile: statistic === 'quantile',
    learnsUpAtZero: statistic === 'quantile' && tie === 'up',
    gainPositive: block.floats(stride),
    gainNegative: block.floats(stride),
    discounts: block.floats(stride),
    retention: block.floats(stride),
    before: block.floats(stride),
    next,
    steps: block.floats(stride),
    errors,
    ownNext: next.subarray(0, count),
    ownErrors: errors.subarray(0, count),
    sums: block.floats(2),
    weights: block.floats(size * stride),
    shown: new Float64Array(size),
    touched: block.integers(size),
    // The kernel takes four features at a time.
    means: block.floats(wholeFours(size)),
    isTouched: new Uint8Array(size),
    touchedCount: 0,
    traces,
    moment: { last: row(), here: row(), isFirst: false },
  };
  population.gainPositive.set(each.map(({ gainPositive }) => gainPositive));
  population.gainNegative.set(each.map(({ gainNegative }) => gainNegative));
  describe(header, population);
  return population;
}

/** Writes the header of a block, see assembly/lanes.ts. */
function describe(header: Int32Array, population: Population): void {
  const { count, stride, isQuantile, learnsUpAtZero, traces, moment } = population;
  const { gainPositive, gainNegative, discounts, retention, before, next, steps, errors, sums, weights } = population;
  header.set([count, 8 * stride, Number(isQuantile), Number(learnsUpAtZero), Number(traces.replacing)]);
  header[5] = moment.here.value.byteOffset - moment.here.feature.byteOffset;
  const arrays = [gainPositive, gainNegative, discounts, retention, before, next, steps, errors, sums, weights];
  header.set(
    [...arrays, traces.eligibility, traces.features, traces.isTraced].map(({ byteOffset }) => byteOffset),
    6,
  );
}
