import { squared } from '../../core/power.ts';
import { newtonMaximum, type CurvedFunction } from './newton.ts';
import { logNormalTail } from './normal-tail.ts';

/** Latencies with what a model shows in their trials. */
export interface Timed {
  /** Seconds, above the shift; NaN where there is none. */
  readonly seconds: Float64Array;
  /** 1 where there was no response by then, else 0. */
  readonly isCensored: Uint8Array;
  /** Seconds before which no response can come. */
  readonly shiftSeconds: number;
}

/** ln(latency - shift) = baseline - gain x shown + sigma x a standard normal variable. */
export interface LatencyFit {
  /** By how much the logarithm falls per unit of what the model shows: responses are sooner where it is larger. */
  readonly gain: number;
  /** Standard error of the gain. */
  readonly error: number;
  readonly baseline: number;
  readonly sigma: number;
  readonly logLikelihood: number;
}

/**
 * Maximum likelihood of a regression of lognormal latencies, some of which are only known to be longer: where there was no
 * response by the end of the window. It is concave in 1/sigma, baseline/sigma and gain/sigma (Olsen 1978, Econometrica
 * 46:1211), so that Newton's method finds its one maximum. The shift is given, because with a free one the likelihood has
 * no maximum (Hill 1963, JASA 58:72).
 * @returns a log likelihood of -Infinity if `shown` does not vary or there are fewer than three responses, and NaN else
 */
export function fitLatencies(shown: Float64Array, timed: Timed): LatencyFit {
  const rows = rowsOf(shown, timed);
  const seen = rows.filter(({ isCensored }) => !isCensored);
  const [first] = rows;
  if (seen.length < leastSeen || first === undefined || rows.every((row) => row.shown === first.shown)) return nothing;
  const mean = seen.reduce((sum, { log }) => sum + log, 0) / seen.length;
  const sd = Math.sqrt(seen.reduce((sum, { log }) => sum + squared(log - mean), 0) / seen.length) || 1;
  const { point, height, covariance } = newtonMaximum(likelihood(rows), [1 / sd, mean / sd, 0]);
  const [precision = 0, baseline = 0, gain = 0] = point;
  const at = (i: number, j: number): number => covariance[i]?.[j] ?? Number.NaN;
  // Of gain / precision.
  const ratio = gain / precision;
  const variance = (at(2, 2) - 2 * ratio * at(2, 0) + ratio * ratio * at(0, 0)) / (precision * precision);
  return {
    gain: ratio,
    error: Math.sqrt(variance),
    baseline: baseline / precision,
    sigma: 1 / precision,
    logLikelihood: height,
  };
}

const leastSeen = 3;

/** Log likelihood of latencies under a fit. */
export function latencyLogLikelihood(
  shown: Float64Array,
  timed: Timed,
  { gain, baseline, sigma }: Pick<LatencyFit, 'gain' | 'baseline' | 'sigma'>,
): number {
  const point = Float64Array.of(1 / sigma, baseline / sigma, gain / sigma);
  return likelihood(rowsOf(shown, timed)).at(point, new Float64Array(3), new Float64Array(9));
}

const nothing: LatencyFit = {
  gain: Number.NaN,
  error: Number.NaN,
  baseline: Number.NaN,
  sigma: Number.NaN,
  logLikelihood: -Infinity,
};

interface Row {
  readonly shown: number;
  /** ln(latency - shift). */
  readonly log: number;
  readonly isCensored: boolean;
}

const rowsOf = (shown: Float64Array, { seconds, isCensored, shiftSeconds }: Timed): readonly Row[] =>
  Array.from(seconds, (latency, i) => ({
    shown: shown[i] as number,
    log: Math.log(latency - shiftSeconds),
    isCensored: isCensored[i] === 1,
  })).filter((row) => !Number.isNaN(row.shown + row.log));

/** Of 1/sigma, baseline/sigma and gain/sigma: z = log/sigma - baseline/sigma + gain/sigma x shown. */
function likelihood(rows: readonly Row[]): CurvedFunction {
  const free = [-Infinity, Infinity] as const;
  return {
    ranges: [[1e-9, Infinity], free, free],
    at(point, slope, curvature) {
      const [precision = 0, baseline = 0, gain = 0] = point;
      slope.fill(0);
      curvature.fill(0);
      let height = 0;
      for (const { shown, log, isCensored } of rows) {
        const z = precision * log - baseline + gain * shown;
        const [value, first, second] = isCensored
          ? logNormalTail(z)
          : [Math.log(precision) - (z * z) / 2 - Math.log(2 * Math.PI) / 2 - log, -z, -1];
        height += value;
        const by = [log, -1, shown];
        for (let i = 0; i < 3; i++) {
          slope[i] = (slope[i] as number) + first * (by[i] as number);
          for (let j = 0; j <= i; j++)
            curvature[i * 3 + j] = (curvature[i * 3 + j] as number) + second * (by[i] as number) * (by[j] as number);
        }
        if (isCensored) continue;
        slope[0] = (slope[0] as number) + 1 / precision;
        curvature[0] = (curvature[0] as number) - 1 / (precision * precision);
      }
      return height;
    },
  };
}
