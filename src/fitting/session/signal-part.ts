import { InputError } from '../../core/errors.ts';
import { errorPlacement, sensorOf } from '../../engine/sensed-session.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import { fitAr1 } from '../../recorded/photometry/ar1-regression.ts';
import { signalMeans } from '../../recorded/model/signal-means.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { DataPart } from './data-part.ts';

/** A recorded signal on equal bins, on the session's clock. */
export interface SignalTrace {
  readonly id: string;
  /** Start of the first bin, seconds from the session's start; may be negative. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  /** One number per bin; NaN where nothing was recorded. */
  readonly values: Float64Array;
}

type Timed = Pick<ScheduledSession, 'design' | 'trials' | 'offsets'> & { readonly spec: TrialSpec };

/**
 * A signal through its sensor: recorded = baseline + gain x shown + noise, with AR(1) noise, because the residuals of
 * photometry are strongly correlated and white noise would be overconfident. Gain, baseline, correlation and variance are
 * at their maximum for every setting of the others (exactly, see fitAr1()).
 * @throws InputError if the signal does not vary in the session
 */
export function signalPart(session: Timed, trace: SignalTrace): DataPart {
  const placement = errorPlacement(session);
  const inside = binsInside(
    trace,
    session.trials.length === 0
      ? 0
      : placement.placed(new Float64Array(session.offsets.at(-1) as number)).length * placement.stepSeconds,
  );
  requireVaries(inside, trace.id);
  return {
    id: 'signal',
    title: `signal ${trace.id}`,
    inner: 4,
    fit({ rpe }, recording) {
      const shown = sensorOf({ recording, seed: session.spec.seed }, placement.stepSeconds)(placement.placed(rpe));
      const mean = signalMeans({ stepSeconds: placement.stepSeconds, values: shown });
      const { values, first } = inside;
      const from = trace.startSeconds + first * trace.binSeconds;
      const model = Float64Array.from(values, (_, i) =>
        mean(from + i * trace.binSeconds, from + (i + 1) * trace.binSeconds),
      );
      const { gain, error, baseline, rho, sigma, logLikelihood, samples } = fitAr1(model, values);
      return {
        // A model that shows nothing explains the signal as its baseline does, which is not a number to compare: it is refused.
        logLikelihood: Number.isNaN(logLikelihood) ? -Infinity : logLikelihood,
        observations: Math.max(1, (samples * (1 - rho)) / (1 + rho)),
        solved: {
          gain,
          'standard error of the gain': error,
          baseline,
          'correlation of the noise': rho,
          noise: sigma,
          samples,
        },
      };
    },
  };
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

function requireVaries({ values }: Inside, id: string): void {
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
