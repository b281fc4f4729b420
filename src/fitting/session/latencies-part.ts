import { InputError } from '../../core/errors.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import { fitLatencies, latencyLogLikelihood, type LatencyFit } from '../inner/latency-regression.ts';
import type { DataPart, SessionRun } from './data-part.ts';
import { correlationWords, excessKurtosis, independentOf, lagCorrelation } from '../residuals.ts';
import { sessionSteps } from './session-steps.ts';
import { trialSums } from './trial-sums.ts';
import type { TrialRange } from '../held-out.ts';
import { upright } from '../upright.ts';

/** How long responses took, one a trial, on the session's clock. */
export interface Latencies {
  /** What they are of, in words: `first licks`. */
  readonly of: string;
  /** When each was prompted, such as the onset of the cue: seconds from the session's start. */
  readonly atSeconds: Float64Array;
  /** Seconds from then to the response, or to the end of the time in which there was none; NaN where a trial does not count. */
  readonly seconds: Float64Array;
  /** 1 where there was no response by then, else 0. */
  readonly isCensored: Uint8Array;
  /** Seconds that no response can be faster than. */
  readonly shiftSeconds: number;
}

/**
 * Lognormal latencies: ln(latency - shift) = baseline - gain x value + noise, where the value is the model's prediction when
 * the response was prompted. Where there was none, it is known to have come later. Gain, baseline and spread are at their
 * maximum for every setting of the others (fitLatencies()).
 * @throws InputError for too few responses, for one faster than the shift, and if all are alike
 */
export function latenciesPart(
  session: Pick<ReusableSession, 'design' | 'trials' | 'offsets'>,
  latencies: Latencies,
): DataPart<Latencies> {
  const steps = sessionSteps(session);
  const { of, atSeconds, isCensored, shiftSeconds } = latencies;
  requireLatencies(latencies);
  const places = Int32Array.from(atSeconds, (at) => steps.stepAt(at));
  const valueAt = ({ value }: SessionRun): Float64Array => Float64Array.from(places, (step) => value[step] as number);

  const trialOf = Int32Array.from(atSeconds, steps.trialAt);
  /** A latency says nothing of the others. */
  const latenciesByTrial = (shown: Float64Array, seconds: Float64Array, fit: LatencyFit): Float64Array =>
    trialSums(
      session.trials.length,
      trialOf,
      seconds.map((latency, i) =>
        Number.isNaN(latency)
          ? latency
          : latencyLogLikelihood(
              shown.subarray(i, i + 1),
              { seconds: seconds.subarray(i, i + 1), isCensored: isCensored.subarray(i, i + 1), shiftSeconds },
              fit,
            ),
      ),
    );

  const partOf = (seconds: Float64Array): DataPart<Latencies> => {
    const timed = { seconds, isCensored, shiftSeconds };
    const seen = seconds.filter((latency, i) => !Number.isNaN(latency) && isCensored[i] === 0).length;
    return {
      id: 'latencies',
      title: `latencies of ${of}`,
      inner: 3,
      fit(run) {
        const shown = valueAt(run);
        const fit = fitLatencies(shown, timed);
        return {
          logLikelihood: upright(fit.logLikelihood, fit.gain / fit.error),
          observations: independentOf(seen, lagCorrelation(residualsOf(shown, { ...latencies, seconds }, fit))),
          solved: {
            gain: fit.gain,
            'standard error of the gain': fit.error,
            baseline: fit.baseline,
            spread: fit.sigma,
            responses: seen,
            'trials without': seconds.filter((latency, i) => !Number.isNaN(latency) && isCensored[i] === 1).length,
          },
        };
      },
      checks(run) {
        const shown = valueAt(run);
        return latencyWords(of, residualsOf(shown, { ...latencies, seconds }, fitLatencies(shown, timed)));
      },
      byTrial(run) {
        const shown = valueAt(run);
        return latenciesByTrial(shown, seconds, fitLatencies(shown, timed));
      },
      simulated(run, _, { gain = 1, baseline = 0, spread = 1 }, random) {
        const shown = valueAt(run);
        const drawn = seconds.map(
          (_, i) => shiftSeconds + Math.exp(random.normal(baseline - gain * (shown[i] as number), spread)),
        );
        // The time in which a response counted is known where there was none: elsewhere it was at least the longest wait.
        const longest = seconds.reduce((most, latency) => Math.max(most, Number.isNaN(latency) ? 0 : latency), 0);
        const limit = (i: number): number =>
          isCensored.every((one) => one === 0) ? Infinity : isCensored[i] === 1 ? (seconds[i] as number) : longest;
        return {
          ...latencies,
          seconds: drawn.map((latency, i) => (Number.isNaN(seconds[i]) ? Number.NaN : Math.min(latency, limit(i)))),
          isCensored: Uint8Array.from(drawn, (latency, i) => Number(latency > limit(i))),
        };
      },
      split(held: TrialRange) {
        const isHeld = atSeconds.map((at) => Number(steps.isIn(at, held)));
        const training = seconds.map((latency, i) => (isHeld[i] === 1 ? Number.NaN : latency));
        const own = seconds.map((latency, i) => (isHeld[i] === 1 ? latency : Number.NaN));
        return {
          training: partOf(training),
          score(run) {
            const shown = valueAt(run);
            return latenciesByTrial(shown, own, fitLatencies(shown, { ...timed, seconds: training }));
          },
        };
      },
    };
  };
  return partOf(latencies.seconds);
}

/** In standard deviations; NaN where there was no response. */
const residualsOf = (
  shown: Float64Array,
  { seconds, isCensored, shiftSeconds }: Latencies,
  { gain, baseline, sigma }: LatencyFit,
): Float64Array =>
  seconds.map((latency, i) =>
    isCensored[i] === 1
      ? Number.NaN
      : (Math.log(latency - shiftSeconds) - baseline + gain * (shown[i] as number)) / sigma,
  );

const heavyFrom = 2;

function latencyWords(of: string, residuals: Float64Array): readonly string[] {
  const tails = excessKurtosis(residuals);
  return [
    ...(tails > heavyFrom
      ? [
          `latencies of ${of}: some are far from lognormal (excess kurtosis ${tails.toFixed(1)}): see whether the fastest are anticipations, and state the shortest possible one (--shift).`,
        ]
      : []),
    ...correlationWords(`latencies of ${of}`, lagCorrelation(residuals), 'trials'),
  ];
}

const leastResponses = 10;

function requireLatencies({ of, seconds, isCensored, shiftSeconds }: Latencies): void {
  const seen = seconds.filter((latency, i) => !Number.isNaN(latency) && isCensored[i] === 0);
  if (seen.length < leastResponses)
    throw new InputError(`there are ${seen.length} latencies of ${of}`, 'fit', `at least ${leastResponses} are needed`);
  const shortest = seen.reduce((least, latency) => Math.min(least, latency), Infinity);
  if (shortest <= shiftSeconds)
    throw new InputError(
      `a latency of ${of} is ${Number(shortest.toPrecision(3))} s, not above the shift of ${shiftSeconds} s`,
      '--shift',
      'give a shift below the shortest latency',
    );
  if (seen.every((latency) => latency === shortest))
    throw new InputError(`all latencies of ${of} are ${shortest} s`, 'fit', 'name a column in which they vary');
}
