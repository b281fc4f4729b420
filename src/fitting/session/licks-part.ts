import { InputError } from '../../core/errors.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import {
  countLogLikelihood,
  countMeans,
  fitCounts,
  type CountFamily,
  type CountFit,
} from '../inner/count-regression.ts';
import { countDraw } from '../inner/random-counts.ts';
import { driveOf } from '../inner/rectifier.ts';
import { countWords, independentCounts, pearsonResiduals } from './count-residuals.ts';
import type { DataPart, SessionRun } from './data-part.ts';
import { sessionSteps } from './session-steps.ts';
import { trialSums } from './trial-sums.ts';
import type { TrialRange } from '../held-out.ts';
import { upright } from '../upright.ts';

/** Licks in one window a trial, on the session's clock. */
export interface LickCounts {
  readonly family: CountFamily;
  /** Seconds from the session's start: where each window begins and ends. */
  readonly fromSeconds: Float64Array;
  readonly toSeconds: Float64Array;
  /** NaN where a trial does not count. */
  readonly counts: Float64Array;
}

/**
 * Anticipatory licks: rate = max(0, baseline + gain x value), rounded, where the value is the mean of the model's prediction
 * while licks are counted. Responding follows value above a threshold (Ludvig, Sutton & Kehoe 2008; contracts/response.ts),
 * which a negative baseline is. Gain, baseline and dispersion are at their maximum for every setting of the others.
 * @throws InputError for too few trials or licks, and if all trials have the same number
 */
export function licksPart(
  session: Pick<ReusableSession, 'design' | 'trials' | 'offsets'>,
  licks: LickCounts,
): DataPart<LickCounts> {
  const steps = sessionSteps(session);
  const { family, fromSeconds, toSeconds } = licks;
  requireLicks(licks.counts);
  const seconds = toSeconds.map((to, i) => to - (fromSeconds[i] as number));
  const ranges = Array.from(fromSeconds, (from, i) => {
    const first = steps.stepAt(from);
    return [first, Math.max(first + 1, steps.stepAt((toSeconds[i] as number) - rounding) + 1)] as const;
  });

  /** The mean value in each window. */
  const valueIn = ({ value }: SessionRun): Float64Array =>
    Float64Array.from(ranges, ([from, to]) => {
      let sum = 0;
      for (let step = from; step < to; step++) sum += value[step] as number;
      return sum / (to - from);
    });

  const trialOf = Int32Array.from(fromSeconds, steps.trialAt);
  /** A count says nothing of the others. */
  const countsByTrial = (shown: Float64Array, counts: Float64Array, fit: CountFit): Float64Array =>
    trialSums(
      session.trials.length,
      trialOf,
      counts.map((count, i) =>
        Number.isNaN(count)
          ? count
          : countLogLikelihood(
              shown.subarray(i, i + 1),
              { counts: counts.subarray(i, i + 1), seconds: seconds.subarray(i, i + 1) },
              fit,
            ),
      ),
    );

  const partOf = (counts: Float64Array): DataPart<LickCounts> => ({
    id: 'licks',
    title: `licks in ${counts.filter((count) => !Number.isNaN(count)).length} trials`,
    inner: family === 'poisson' ? 2 : 3,
    fit(run) {
      const shown = valueIn(run);
      const fit = fitCounts(shown, { counts, seconds }, family);
      return {
        logLikelihood: upright(fit.logLikelihood, fit.gain / fit.error),
        observations: independentCounts(shown, { counts, seconds }, fit),
        solved: {
          gain: fit.gain,
          'standard error of the gain': fit.error,
          baseline: fit.baseline,
          ...(family === 'poisson' ? {} : { dispersion: fit.dispersion }),
        },
      };
    },
    checks(run) {
      const shown = valueIn(run);
      const fit = fitCounts(shown, { counts, seconds }, family);
      return countWords('licks', pearsonResiduals(shown, { counts, seconds }, fit), family, 'trials');
    },
    byTrial(run) {
      const shown = valueIn(run);
      return countsByTrial(shown, counts, fitCounts(shown, { counts, seconds }, family));
    },
    simulated(run, _, { gain = 1, baseline = 1, dispersion = 0 }, random) {
      const means = countMeans(valueIn(run), seconds, { drive: driveOf(baseline), gain });
      return {
        ...licks,
        counts: means.map((mean, i) => (Number.isNaN(counts[i]) ? Number.NaN : countDraw(mean, dispersion, random))),
      };
    },
    split(held: TrialRange) {
      const isHeld = fromSeconds.map((from) => Number(steps.isIn(from, held)));
      const training = counts.map((count, i) => (isHeld[i] === 1 ? Number.NaN : count));
      const own = counts.map((count, i) => (isHeld[i] === 1 ? count : Number.NaN));
      return {
        training: partOf(training),
        score(run) {
          const shown = valueIn(run);
          return countsByTrial(shown, own, fitCounts(shown, { counts: training, seconds }, family));
        },
      };
    },
  });
  return partOf(licks.counts);
}

/** The end of a window is no part of it. */
const rounding = 1e-6;
const leastTrials = 10;
const leastLicks = 10;

function requireLicks(counts: Float64Array): void {
  const known = counts.filter((count) => !Number.isNaN(count));
  const total = known.reduce((sum, count) => sum + count, 0);
  if (known.length < leastTrials)
    throw new InputError(
      `licks are counted in ${known.length} trials`,
      'fit',
      `at least ${leastTrials} with a cue and time before the reward are needed`,
    );
  if (total < leastLicks)
    throw new InputError(
      `there are ${total} licks before rewards`,
      'fit',
      `at least ${leastLicks} are needed: see "lickWindow" in docs/recordings.md`,
    );
  if (known.every((count) => count === known[0]))
    throw new InputError(`every trial has ${known[0]} licks`, 'fit', 'give a window in which they vary ("lickWindow")');
}
