import { choice, real, type Values } from '../../contracts/parameters.ts';
import { studentQuantile } from '../../core/student.ts';
import { median } from './order-statistics.ts';
import { defineStep } from './step.ts';

/** The fit of the isosbestic control to the signal. */
export const reference = defineStep({
  id: 'reference',
  version: 1,
  title: 'Fit of the control',
  summary:
    'A straight line from the control to the signal, fitted to the whole session or a stated window: what it predicts is movement and bleaching, and what is left is dopamine. Events of dopamine pull ordinary least squares off that line; the robust fits give less weight to samples far from it (iteratively reweighted least squares; the scale is the median absolute residual / 0.6745).',
  citation: {
    text: 'Keevers & Jean-Richard-dit-Bressel 2025, Neurophotonics 12:025003; Lerner et al. 2015, Cell 162:635',
    doi: '10.1117/1.NPh.12.2.025003',
  },
  parameters: {
    fit: choice({
      default: 'tukey',
      options: ['none', 'ordinary', 'huber', 'tukey'],
      help: 'none ignores the control; ordinary least squares; Huber or Tukey (bisquare) weights',
    }),
    huber: real({
      default: 1.345,
      min: 0.1,
      max: 100,
      unit: 'scales',
      help: 'residuals beyond it weigh less with Huber weights (1.345: 95 % as efficient as least squares for normal noise)',
    }),
    tukey: real({
      default: 4.685,
      min: 0.1,
      max: 100,
      unit: 'scales',
      help: 'residuals beyond it weigh nothing with Tukey weights (4.685: 95 % as efficient as least squares for normal noise)',
    }),
    fromSeconds: real({
      default: 0,
      min: 0,
      max: 1e6,
      unit: 's',
      help: 'where the window of the fit begins, after the first sample',
    }),
    forSeconds: real({
      default: 0,
      min: 0,
      max: 1e6,
      unit: 's',
      help: 'how long the window of the fit is; 0 is until the end',
    }),
    blockSeconds: real({
      default: 30,
      min: 0.1,
      max: 3600,
      unit: 's',
      help: 'samples are independent only from block to block: for the interval of the slope',
    }),
  },
  looksAhead: ({ fit }) => (fit === 'none' ? undefined : 'slope and offset of the control are fitted to its window'),
});

type ReferenceValues = Values<typeof reference.parameters>;

/** signal = intercept + slope x control. */
export interface ReferenceFit {
  readonly intercept: number;
  readonly slope: number;
  /**
   * 95 % interval of the slope: sandwich estimate of the M-estimator with sums over blocks (cluster-robust; Liang & Zeger
   * 1986, Biometrika 73:13), Student's t with one degree of freedom less than blocks. NaN for one block.
   */
  readonly interval: readonly [number, number];
  /** Share of the signal's variance that the control explains: the square of their correlation. */
  readonly explained: number;
  /** Of residuals, in the signal's unit: median absolute residual / 0.6745. */
  readonly scale: number;
  /** Samples in the window that have both values. */
  readonly samples: number;
  readonly blocks: number;
}

/** Samples that have both values, centred at the means. */
interface Pairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly meanX: number;
  readonly meanY: number;
  /** The block of each, in order. */
  readonly blocks: Int32Array;
}

interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** The influence of a residual in scales, and its derivative. */
interface Influence {
  weight(u: number): number;
  derivative(u: number): number;
}

const ordinary: Influence = { weight: () => 1, derivative: () => 1 };

const huber = (c: number): Influence => ({
  weight: (u) => (Math.abs(u) <= c ? 1 : c / Math.abs(u)),
  derivative: (u) => (Math.abs(u) <= c ? 1 : 0),
});

const tukey = (c: number): Influence => ({
  weight(u) {
    const rest = 1 - (u / c) * (u / c);
    return rest > 0 ? rest * rest : 0;
  },
  derivative(u) {
    const square = (u / c) * (u / c);
    return square < 1 ? (1 - square) * (1 - 5 * square) : 0;
  },
});

/**
 * @param times of the samples, seconds
 * @returns NaN in every number if the control does not vary, or fewer than three samples have both values
 */
export function fitReference(
  times: Float64Array,
  control: Float64Array,
  signal: Float64Array,
  parameters: ReferenceValues,
): ReferenceFit {
  const pairs = pairsOf(times, control, signal, parameters);
  const least = weightedLine(pairs, () => 1);
  // Tukey's weights have several solutions: the one near Huber's is the robust one.
  const near = (still: number): Line => reweighted(pairs, huber(parameters.huber), least, still);
  const line =
    parameters.fit === 'tukey'
      ? reweighted(pairs, tukey(parameters.tukey), near(roughly), exactly)
      : parameters.fit === 'huber'
        ? near(exactly)
        : least;
  const influence = { none: ordinary, ordinary, huber: huber(parameters.huber), tukey: tukey(parameters.tukey) };
  const deviation = slopeDeviation(pairs, line, influence[parameters.fit]);
  const { x, y, meanX, meanY, blocks } = pairs;
  const products = { xx: 0, xy: 0, yy: 0 };
  for (let i = 0; i < x.length; i++) {
    const [one, other] = [x[i] as number, y[i] as number];
    products.xx += one * one;
    products.xy += one * other;
    products.yy += other * other;
  }
  return {
    intercept: meanY + line.intercept - line.slope * meanX,
    slope: line.slope,
    interval: [line.slope - deviation, line.slope + deviation],
    explained: (products.xy / products.xx) * (products.xy / products.yy),
    scale: scaleOf(pairs, line),
    samples: x.length,
    blocks: new Set(blocks).size,
  };
}

function pairsOf(
  times: Float64Array,
  control: Float64Array,
  signal: Float64Array,
  { fromSeconds, forSeconds, blockSeconds }: ReferenceValues,
): Pairs {
  const from = (times[0] ?? 0) + fromSeconds;
  const until = forSeconds === 0 ? Infinity : from + forSeconds;
  const [x, y, blocks] = [new Float64Array(times.length), new Float64Array(times.length), new Int32Array(times.length)];
  let count = 0;
  for (let i = 0; i < times.length; i++) {
    const isIn = (times[i] as number) >= from && (times[i] as number) < until;
    if (!isIn || Number.isNaN((control[i] as number) + (signal[i] as number))) continue;
    x[count] = control[i] as number;
    y[count] = signal[i] as number;
    blocks[count++] = Math.floor(((times[i] as number) - from) / blockSeconds);
  }
  const [meanX, meanY] = [meanOf(x.subarray(0, count)), meanOf(y.subarray(0, count))];
  return {
    x: x.subarray(0, count).map((one) => one - meanX),
    y: y.subarray(0, count).map((one) => one - meanY),
    meanX,
    meanY,
    blocks: blocks.subarray(0, count),
  };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function weightedLine({ x, y }: Pairs, weight: (i: number) => number): Line {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const one = weight(i);
    const [xi, yi] = [x[i] as number, y[i] as number];
    w += one;
    wx += one * xi;
    wy += one * yi;
    wxx += one * xi * xi;
    wxy += one * xi * yi;
  }
  const spread = wxx - (wx * wx) / w;
  const slope = x.length < 3 || !(spread > 0) ? Number.NaN : (wxy - (wx * wy) / w) / spread;
  return { slope, intercept: (wy - slope * wx) / w };
}

const maxRounds = 100;
/** The fit stands when no prediction moves by more than this share of the scale. */
const exactly = 1e-8;
const roughly = 1e-2;

function reweighted(pairs: Pairs, { weight }: Influence, start: Line, still: number): Line {
  const { x, y } = pairs;
  const reach = x.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  let line = start;
  for (let round = 0; round < maxRounds; round++) {
    const scale = scaleOf(pairs, line);
    // More than half of the samples lie on the line.
    if (!(scale > 0)) return line;
    const { slope, intercept } = line;
    const next = weightedLine(pairs, (i) => weight(((y[i] as number) - intercept - slope * (x[i] as number)) / scale));
    const moved = Math.abs(next.intercept - intercept) + reach * Math.abs(next.slope - slope);
    line = next;
    if (!(moved > still * scale)) return line;
  }
  return line;
}

function scaleOf({ x, y }: Pairs, { slope, intercept }: Line): number {
  const away = new Float64Array(x.length);
  for (let i = 0; i < away.length; i++) away[i] = Math.abs((y[i] as number) - intercept - slope * (x[i] as number));
  return median(away) / 0.6745;
}

/** Half of the 95 % interval of the slope. */
function slopeDeviation(pairs: Pairs, line: Line, { weight, derivative }: Influence): number {
  const { x, y, blocks } = pairs;
  const scale = scaleOf(pairs, line) || 1;
  // The sum of derivatives, and blocks' sums of influence, for offset and slope.
  let [h0, h1, h2, s00, s01, s11, b0, b1] = [0, 0, 0, 0, 0, 0, 0, 0];
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const [xi, residual] = [x[i] as number, (y[i] as number) - line.intercept - line.slope * (x[i] as number)];
    const u = residual / scale;
    const psi = weight(u) * residual;
    const d = derivative(u);
    h0 += d;
    h1 += d * xi;
    h2 += d * xi * xi;
    b0 += psi;
    b1 += psi * xi;
    if (i + 1 < x.length && blocks[i + 1] === blocks[i]) continue;
    s00 += b0 * b0;
    s01 += b0 * b1;
    s11 += b1 * b1;
    [b0, b1] = [0, 0];
    count++;
  }
  if (count < 2) return Number.NaN;
  const determinant = h0 * h2 - h1 * h1;
  const [fromOffset, fromSlope] = [-h1 / determinant, h0 / determinant];
  const variance = fromOffset * fromOffset * s00 + 2 * fromOffset * fromSlope * s01 + fromSlope * fromSlope * s11;
  const few = (count / (count - 1)) * ((x.length - 1) / (x.length - 2));
  return studentQuantile(count - 1) * Math.sqrt(few * variance);
}
