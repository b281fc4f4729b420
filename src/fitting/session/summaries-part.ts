import type { AgentPart } from '../../contracts/agent.ts';
import { InputError } from '../../core/errors.ts';
import { errorPlacement, sensorOf } from '../../engine/sensed-session.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import { signalMeans } from '../../recorded/model/signal-means.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { fitWeighted, weightedDensities, type WeightedFit } from '../inner/weighted-ar1.ts';
import type { DataPart, SessionRun } from './data-part.ts';
import { excessKurtosis, independentOf } from '../residuals.ts';
import { sessionSteps } from './session-steps.ts';
import { trialSums } from './trial-sums.ts';
import type { TrialRange } from '../held-out.ts';
import { upright } from '../upright.ts';

/** What a number stands for: the largest value in a window, the mean, or the integral (value x seconds). */
export const reductions = ['peak', 'mean', 'area'] as const;

/** One number an event, such as the peak of its response, on the session's clock. */
export interface EventSummaries {
  /** What they are called. */
  readonly id: string;
  readonly reduction: (typeof reductions)[number];
  /** Seconds from the event. */
  readonly window: readonly [from: number, to: number];
  /** Seconds from the event of what was subtracted, the mean there; absent if nothing was. */
  readonly baseline?: readonly [from: number, to: number] | undefined;
  /** Of the events, in order: seconds from the session's start. */
  readonly atSeconds: Float64Array;
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** Standard error of each; absent if they are not known. */
  readonly errors?: Float64Array | undefined;
  /** Whether successive ones are correlated. */
  readonly isCorrelated: boolean;
}

type Timed = Pick<ScheduledSession, 'design' | 'trials' | 'offsets'> & { readonly spec: TrialSpec };

/**
 * Summaries of events: recorded = baseline + gain x the same summary of what the sensor shows + noise, weighted by their
 * errors, which are known up to a factor, and correlated from event to event (AR(1)). Gain, baseline, factor and correlation
 * are at their maximum for every setting of the others (fitWeighted()). A peak is that of a gain that is not negative.
 * @throws InputError for too few values, an error that is not positive, and if all values are the same
 */
export function summariesPart(session: Timed, summaries: EventSummaries): DataPart<EventSummaries> {
  const { id, atSeconds, reduction, isCorrelated } = summaries;
  requireSummaries(summaries);
  const placement = errorPlacement(session);
  const { stepSeconds } = placement;
  const steps = sessionSteps(session);
  const errors = summaries.errors ?? atSeconds.map(() => 1);

  function summariesOf({ rpe }: SessionRun, recording: AgentPart): Float64Array {
    const values = sensorOf({ recording, seed: session.spec.seed }, stepSeconds)(placement.placed(rpe));
    const reduce = reducer({ stepSeconds, values }, summaries);
    return Float64Array.from(atSeconds, reduce);
  }

  const trialOf = Int32Array.from(atSeconds, steps.trialAt);
  const densitiesByTrial = (shown: Float64Array, values: Float64Array, fit: WeightedFit): Float64Array =>
    trialSums(session.trials.length, trialOf, weightedDensities(shown, { values, errors, isCorrelated }, fit));

  const partOf = (values: Float64Array): DataPart<EventSummaries> => {
    const weighted = { values, errors, isCorrelated };
    return {
      id: 'summaries',
      title: `${reduction} ${id} of ${values.filter((value) => !Number.isNaN(value)).length} events`,
      inner: isCorrelated ? 4 : 3,
      fit(run, recording) {
        const { gain, error, baseline, rho, sigma, logLikelihood, rows } = fitWeighted(
          summariesOf(run, recording),
          weighted,
        );
        return {
          logLikelihood: upright(logLikelihood, gain / error),
          observations: independentOf(rows, rho),
          solved: {
            gain,
            'standard error of the gain': error,
            baseline,
            ...(isCorrelated ? { rho } : {}),
            [summaries.errors === undefined ? 'noise' : 'noise in errors']: sigma,
            events: rows,
          },
        };
      },
      checks(run, recording) {
        const shown = summariesOf(run, recording);
        return summaryWords(summaries, shown, { values, fit: fitWeighted(shown, weighted) });
      },
      byTrial(run, recording) {
        const shown = summariesOf(run, recording);
        return densitiesByTrial(shown, values, fitWeighted(shown, weighted));
      },
      simulated(run, recording, { gain = 1, baseline = 0, rho = 0, ...solved }, random) {
        const sigma = solved['noise'] ?? solved['noise in errors'] ?? 1;
        let noise = random.normal(0, sigma / Math.sqrt(1 - rho * rho));
        const made = summariesOf(run, recording).map((shown, i) => {
          const value = baseline + gain * shown + (errors[i] as number) * noise;
          noise = rho * noise + random.normal(0, sigma);
          return Number.isNaN(values[i]) ? Number.NaN : value;
        });
        return { ...summaries, values: made };
      },
      split(held: TrialRange) {
        const isHeld = atSeconds.map((at) => Number(steps.isIn(at, held)));
        const training = values.map((value, i) => (isHeld[i] === 1 ? Number.NaN : value));
        const own = values.map((value, i) => (isHeld[i] === 1 ? value : Number.NaN));
        return {
          training: partOf(training),
          score(run, recording) {
            const shown = summariesOf(run, recording);
            return densitiesByTrial(shown, own, fitWeighted(shown, { ...weighted, values: training }));
          },
        };
      },
    };
  };
  return partOf(summaries.values);
}

type Shown = Parameters<typeof signalMeans>[0];

/** The summary of the event at a time. NaN where its window is not wholly in the session. */
function reducer(shown: Shown, { reduction, window, baseline }: EventSummaries): (at: number) => number {
  const mean = signalMeans(shown);
  const from = (at: number): number => (baseline === undefined ? 0 : mean(at + baseline[0], at + baseline[1]));
  const [begin, end] = window;
  if (reduction === 'peak') return (at) => peakIn(shown, at + begin, at + end) - from(at);
  const factor = reduction === 'mean' ? 1 : end - begin;
  return (at) => factor * (mean(at + begin, at + end) - from(at));
}

/** The largest value of the steps that begin between two times, or of the step that contains them both. */
function peakIn({ stepSeconds, values }: Shown, from: number, to: number): number {
  const first = Math.max(0, Math.floor(from / stepSeconds + rounding));
  const end = Math.ceil(to / stepSeconds - rounding);
  if (end > values.length) return Number.NaN;
  let peak = -Infinity;
  for (let step = first; step < Math.max(end, first + 1); step++) peak = Math.max(peak, values[step] as number);
  return peak;
}

/** Of times that are a whole number of steps. */
const rounding = 1e-6;

/** Scatter of more or less than so many errors is told. */
const [tooSmall, tooLarge] = [0.67, 1.5];
const heavyFrom = 2;

function summaryWords(
  { id, errors, atSeconds }: EventSummaries,
  shown: Float64Array,
  { values, fit }: { readonly values: Float64Array; readonly fit: WeightedFit },
): readonly string[] {
  const { gain, baseline, rho, sigma } = fit;
  const residuals = atSeconds.map(
    (_, i) => ((values[i] as number) - baseline - gain * (shown[i] as number)) / (errors?.[i] ?? 1),
  );
  const tails = excessKurtosis(residuals);
  const scatter = sigma / Math.sqrt(1 - rho * rho);
  return [
    ...(errors !== undefined && (scatter > tooLarge || scatter < tooSmall)
      ? [
          `${id}: values scatter ${scatter.toFixed(1)} times as much as their errors say, which is allowed for: ${scatter > 1 ? 'the model leaves something out, or the errors are too small' : 'the errors are too large'}.`,
        ]
      : []),
    ...(tails > heavyFrom
      ? [`${id}: some values are far from the others (excess kurtosis ${tails.toFixed(1)}), and weigh much.`]
      : []),
  ];
}

const leastValues = 10;

function requireSummaries({ id, values, errors, window: [from, to] }: EventSummaries): void {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < leastValues)
    throw new InputError(
      `${id} has ${known.length} values in the session`,
      'fit',
      `at least ${leastValues} are needed`,
    );
  if (known.every((value) => value === known[0]))
    throw new InputError(`${id} is ${known[0]} in every row`, 'fit', 'name a column that varies');
  const wrong = values.findIndex((value, i) => !Number.isNaN(value) && !((errors?.[i] ?? 1) > 0));
  if (wrong >= 0)
    throw new InputError(
      `the error of ${id} in row ${wrong + 1} is ${errors?.[wrong]}`,
      'fit',
      'errors are above 0; leave the row empty where there is none',
    );
  if (!(from < to))
    throw new InputError(
      `the window of ${id} ends before it begins`,
      'mapping',
      'give [from, to] in seconds from the event',
    );
}
