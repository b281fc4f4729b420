import type { AgentPart } from '../../contracts/agent.ts';
import { InputError } from '../../core/errors.ts';
import { errorPlacement } from '../../engine/sensed-session.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { DataPart, SessionRun, Solved } from './data-part.ts';
import { SensedBins } from './sensed-bins.ts';
import {
  noiseDraws,
  noiseWords,
  residualDensities,
  signalNoise,
  type SignalFit,
  type StudentNoise,
} from './signal-noise.ts';
import { trialBins } from './trial-bins.ts';
import { trialSums } from './trial-sums.ts';
import { upright } from '../upright.ts';

/** A recorded signal on equal bins, on the session's clock. */
export interface SignalTrace {
  readonly id: string;
  /** Start of the first bin, seconds from the session's start; may be negative. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  /** One number per bin; NaN where nothing was recorded. */
  readonly values: Float64Array;
  /** Of heavy tails; normal if absent. */
  readonly noise?: StudentNoise | undefined;
}

/** A recorded signal and what a model predicts of it, on equal bins of the session's clock. */
export interface SignalPrediction extends Omit<SignalTrace, 'id' | 'noise'> {
  /** One number per bin, baseline and gain included. */
  readonly predicted: Float64Array;
}

interface SignalPart extends DataPart<SignalTrace> {
  /** What the agent and the sensor predict, with the gain and the baseline that fit best. */
  predicted(run: SessionRun, recording: AgentPart): SignalPrediction;
}

type Timed = Pick<ScheduledSession, 'design' | 'trials' | 'offsets'> & { readonly spec: TrialSpec };

/**
 * A signal through its sensor: recorded = baseline + gain x shown + noise, with AR(1) noise, because the residuals of
 * photometry are strongly correlated and white noise would be overconfident; its innovations are normal, or of Student's t
 * distribution. Gain, baseline, correlation, scale and degrees of freedom are at their maximum for every setting of the
 * others (exactly, see fitAr1() and fitStudentAr1()).
 * @throws InputError if the signal does not vary in the session
 */
export function signalPart(session: Timed, trace: SignalTrace): SignalPart {
  const placement = errorPlacement(session);
  const { stepSeconds, length } = placement;
  const { first, values } = binsInside(trace, length * stepSeconds);
  requireVaries(values, trace.id);
  if (trace.noise !== undefined) requireChanges(values, trace.id);
  const { binSeconds } = trace;
  const startSeconds = trace.startSeconds + first * binSeconds;

  const sensed = new SensedBins(placement, session.spec, { startSeconds, binSeconds, count: values.length });
  const slopes = new Float64Array(values.length);

  const binsOf = trialBins(session, { startSeconds, binSeconds, count: values.length });
  const trialOf = new Int32Array(values.length);
  session.trials.forEach((_, trial) => trialOf.fill(trial, ...binsOf([trial, trial + 1])));

  const densitiesByTrial = (residuals: Float64Array, fit: SignalFit): Float64Array =>
    trialSums(session.trials.length, trialOf, residualDensities(residuals, fit));

  const residualsOf = (model: Float64Array, recorded: Float64Array, solved: Solved): Float64Array =>
    recorded.map((value, i) => value - (solved['baseline'] ?? 0) - (solved['gain'] ?? 1) * (model[i] as number));

  const partOf = (recorded: Float64Array): SignalPart => {
    const noise = signalNoise(recorded, trace.noise);
    const solvedAt = (model: Float64Array): Solved => solvedOf(noise.fit(model), noise.hasDf);
    return {
      id: 'signal',
      title: `signal ${trace.id}`,
      inner: noise.inner,
      fit(run, recording) {
        const fit = noise.fit(sensed.of(run, recording));
        const { gain, error, rho, logLikelihood, samples } = fit;
        return {
          logLikelihood: upright(logLikelihood, gain / error),
          observations: Math.max(1, (samples * (1 - rho)) / (1 + rho)),
          solved: solvedOf(fit, noise.hasDf),
        };
      },
      near(run, recording) {
        const model = sensed.of(run, recording);
        const fit = noise.fit(model);
        // Upside down it is no likelihood that counts, and has other derivatives.
        if (noise.slopes === undefined || !(fit.gain >= 0)) return undefined;
        return { logLikelihood: fit.logLikelihood, ...sensed.near(run, noise.slopes(fit, model, slopes)) };
      },
      checks(run, recording) {
        const model = sensed.of(run, recording);
        const solved = solvedAt(model);
        return noiseWords(trace.id, residualsOf(model, recorded, solved), noiseOf(solved));
      },
      byTrial(run, recording) {
        const model = sensed.of(run, recording);
        const fit = noise.fit(model);
        return densitiesByTrial(residualsOf(model, recorded, solvedOf(fit, noise.hasDf)), fit);
      },
      simulated(run, recording, solved, random) {
        const { gain = 1, baseline = 0 } = solved;
        const draw = noiseDraws(noiseOf(solved), random);
        const made = sensed.of(run, recording).map((shown, i) => {
          const error = draw();
          return Number.isNaN(recorded[i]) ? Number.NaN : baseline + gain * shown + error;
        });
        return { ...trace, startSeconds, values: made };
      },
      predicted(run, recording) {
        const shown = sensed.of(run, recording);
        const { gain, baseline } = noise.fit(shown);
        return { startSeconds, binSeconds, values: recorded, predicted: shown.map((one) => baseline + gain * one) };
      },
      split(held) {
        const [begin, end] = binsOf(held);
        const isHeld = (i: number): boolean => i >= begin && i < end;
        const training = recorded.map((value, i) => (isHeld(i) ? Number.NaN : value));
        const own = recorded.map((value, i) => (isHeld(i) ? value : Number.NaN));
        const others = signalNoise(training, trace.noise);
        return {
          training: partOf(training),
          score(run, recording) {
            const model = sensed.of(run, recording);
            const fit = others.fit(model);
            return densitiesByTrial(residualsOf(model, own, solvedOf(fit, noise.hasDf)), fit);
          },
        };
      },
    };
  };
  return partOf(values);
}

const solvedOf = ({ gain, error, baseline, rho, sigma, df, samples }: SignalFit, hasDf: boolean): Solved => ({
  gain,
  'standard error of the gain': error,
  baseline,
  rho,
  noise: sigma,
  ...(hasDf ? { 'degrees of freedom': df } : {}),
  samples,
});

const noiseOf = ({ rho = 0, noise = 1, 'degrees of freedom': df = Infinity }: Solved) => ({ rho, sigma: noise, df });

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

/** Where a signal repeats itself its scale could be 0, and heavy tails would explain the rest. */
const mostRepeats = 0.5;

function requireChanges(values: Float64Array, id: string): void {
  const repeats = values.reduce((sum, value, i) => sum + Number(value === values[i - 1]), 0);
  if (repeats > mostRepeats * values.length)
    throw new InputError(
      `signal ${id} repeats the value before in ${repeats} of ${values.length} samples`,
      'noise of heavy tails',
      'fit it with normal noise (--noise gaussian)',
    );
}
