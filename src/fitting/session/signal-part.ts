import type { AgentPart } from '../../contracts/agent.ts';
import { InputError } from '../../core/errors.ts';
import type { RandomStream } from '../../core/random.ts';
import { errorPlacement, sensorOf } from '../../engine/sensed-session.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import { fitAr1, type Ar1Fit } from '../../recorded/photometry/ar1-regression.ts';
import { binMeans } from '../../recorded/model/signal-means.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { DataPart, SessionRun, TrialRange } from './data-part.ts';

/** A recorded signal on equal bins, on the session's clock. */
export interface SignalTrace {
  readonly id: string;
  /** Start of the first bin, seconds from the session's start; may be negative. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  /** One number per bin; NaN where nothing was recorded. */
  readonly values: Float64Array;
}

/** A recorded signal and what a model predicts of it, on equal bins of the session's clock. */
export interface SignalPrediction extends Omit<SignalTrace, 'id'> {
  /** One number per bin, baseline and gain included. */
  readonly predicted: Float64Array;
}

/** What is solved exactly inside, by name: the gain with its standard error, the baseline, and the noise of the bins. */
type SignalPart = DataPart & {
  /** A signal as this one would be, with gaps where it has them, if an agent and the sensor had made it. */
  simulated(
    run: SessionRun,
    recording: AgentPart,
    solved: Readonly<Record<string, number>>,
    random: RandomStream,
  ): SignalTrace;
  /** What the agent and the sensor predict, with the gain and the baseline that fit best. */
  predicted(run: SessionRun, recording: AgentPart): SignalPrediction;
};

type Timed = Pick<ScheduledSession, 'design' | 'trials' | 'offsets'> & { readonly spec: TrialSpec };

/**
 * A signal through its sensor: recorded = baseline + gain x shown + noise, with AR(1) noise, because the residuals of
 * photometry are strongly correlated and white noise would be overconfident. Gain, baseline, correlation and variance are
 * at their maximum for every setting of the others (exactly, see fitAr1()).
 * @throws InputError if the signal does not vary in the session
 */
export function signalPart(session: Timed, trace: SignalTrace): SignalPart {
  const placement = errorPlacement(session);
  const { stepSeconds, length } = placement;
  const { first, values } = binsInside(trace, length * stepSeconds);
  requireVaries(values, trace.id);
  const { binSeconds } = trace;
  const startSeconds = trace.startSeconds + first * binSeconds;

  const means = binMeans({ stepSeconds, length }, { startSeconds, binSeconds, count: values.length });
  // An evaluation takes milliseconds, of which fresh memory would be the larger part.
  const [errors, shown] = [new Float64Array(length), new Float64Array(length)];

  /** What the sensor shows of a run, in each bin. Overwritten by the next one. */
  const model = new Float64Array(values.length);
  function modelOf({ rpe }: SessionRun, recording: AgentPart): Float64Array {
    const sensor = sensorOf({ recording, seed: session.spec.seed }, stepSeconds);
    return means(sensor(placement.placed(rpe, errors), shown), model);
  }

  /** Bins of some trials, each from its start to that of the next. */
  function binsOf([from, to]: TrialRange): readonly [number, number] {
    const binOf = (trial: number): number =>
      Math.ceil(((session.trials[trial]?.startSeconds ?? Infinity) - startSeconds) / binSeconds - rounding);
    return [Math.max(0, binOf(from)), Math.min(values.length, binOf(to))];
  }

  const partOf = (recorded: Float64Array): SignalPart => ({
    id: 'signal',
    title: `signal ${trace.id}`,
    inner: 4,
    fit(run, recording) {
      const { gain, error, baseline, rho, sigma, logLikelihood, samples } = fitAr1(modelOf(run, recording), recorded);
      return {
        logLikelihood: upright(logLikelihood, gain / error),
        observations: Math.max(1, (samples * (1 - rho)) / (1 + rho)),
        solved: {
          gain,
          'standard error of the gain': error,
          baseline,
          rho,
          noise: sigma,
          samples,
        },
      };
    },
    simulated(run, recording, { gain = 1, baseline = 0, rho = 0, noise = 1 }, random) {
      let error = random.normal(0, noise / Math.sqrt(1 - rho * rho));
      const made = modelOf(run, recording).map((shown, i) => {
        const value = Number.isNaN(recorded[i]) ? Number.NaN : baseline + gain * shown + error;
        error = rho * error + random.normal(0, noise);
        return value;
      });
      return { id: trace.id, startSeconds, binSeconds, values: made };
    },
    predicted(run, recording) {
      const model = modelOf(run, recording);
      const { gain, baseline } = fitAr1(model, recorded);
      return { startSeconds, binSeconds, values: recorded, predicted: model.map((shown) => baseline + gain * shown) };
    },
    split(held) {
      const [begin, end] = binsOf(held);
      const training = recorded.map((value, i) => (i >= begin && i < end ? Number.NaN : value));
      return {
        training: partOf(training),
        score(run, recording) {
          modelOf(run, recording);
          const solved = fitAr1(model, training);
          return ar1LogDensity(
            recorded
              .subarray(begin, end)
              .map((value, i) => value - solved.baseline - solved.gain * (model[begin + i] as number)),
            solved,
          );
        },
      };
    },
  });
  return partOf(values);
}

/** Log density of residuals with AR(1) noise; a run of them after a gap begins with the stationary distribution. */
function ar1LogDensity(residuals: Float64Array, { rho, sigma }: Pick<Ar1Fit, 'rho' | 'sigma'>): number {
  const density = (deviation: number, sd: number): number =>
    -(deviation * deviation) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
  const stationary = sigma / Math.sqrt(1 - rho * rho);
  let [sum, before] = [0, Number.NaN];
  for (const residual of residuals) {
    if (!Number.isNaN(residual))
      sum += Number.isNaN(before) ? density(residual, stationary) : density(residual - rho * before, sigma);
    before = residual;
  }
  return sum;
}

/**
 * A model that fits only upside down explains nothing: it counts as far below no response at all as it would be above it
 * (twice half the squared gain over its error), which leads a search back to where it is upright. One that shows nothing
 * has no likelihood.
 */
function upright(logLikelihood: number, standardGain: number): number {
  if (Number.isNaN(logLikelihood)) return -Infinity;
  return standardGain < 0 ? logLikelihood - standardGain * standardGain : logLikelihood;
}

interface Inside {
  /** Number of the first bin that is wholly in the session. */
  readonly first: number;
  readonly values: Float64Array;
}

function binsInside({ startSeconds, binSeconds, values }: SignalTrace, endSeconds: number): Inside {
  const first = Math.max(0, Math.ceil(-startSeconds / binSeconds - rounding));
  const end = Math.min(values.length, Math.floor((endSeconds - startSeconds) / binSeconds + rounding));
  return { first, values: values.slice(first, Math.max(first, end)) };
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;
const leastBins = 50;

function requireVaries(values: Float64Array, id: string): void {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < leastBins)
    throw new InputError(
      `signal ${id} has ${known.length} samples in the session`,
      'fit',
      `at least ${leastBins} are needed`,
    );
  if (known.every((value) => value === known[0]))
    throw new InputError(`signal ${id} is constant`, 'fit', 'name a signal that varies');
}
