import { quantileSorted } from 'simple-statistics';
import { microseconds } from '../../contracts/clock.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import { worldOf } from '../../engine/world.ts';
import { align, eventStep } from '../../analysis/aligned.ts';
import type { TrialSpec } from '../../spec/spec.ts';

/** What each model predicts of one condition: the mean over its trials, around its event. */
export interface PredictedCondition {
  readonly id: string;
  readonly title: string;
  readonly align: 'cue' | 'reward';
  readonly trials: number;
  /** Middle of each bin, seconds from the event. */
  readonly t: readonly number[];
  /** One a model: median over parameters of its prior, and the range of the middle 80 %, in the sensor's unit. */
  readonly models: readonly PredictedCurve[];
}

interface PredictedCurve {
  readonly median: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Conditions that a figure has room for. */
const maxConditions = 3;

/**
 * @param traces of each model, with parameters from its prior, in bins from the session's start
 */
export function predictedResponses(
  spec: TrialSpec,
  { design, trials }: Pick<ReusableSession, 'design' | 'trials'>,
  traces: readonly (readonly Float64Array[])[],
  binSeconds: number,
): readonly PredictedCondition[] {
  const { conditions, shown } = worldOf(spec);
  const resolution = microseconds(design.stepSeconds);
  return shown
    .flatMap((id): readonly PredictedCondition[] => {
      const condition = conditions[id];
      if (condition === undefined) return [];
      const { trials: own } = align(condition, design, trials);
      const events = own.map((trial) => {
        const zero = Math.floor(microseconds(trial.zeroSeconds) / resolution);
        return Math.floor(((zero + eventStep(condition, trial)) * design.stepSeconds) / binSeconds + rounding);
      });
      if (events.length === 0) return [];
      const [first, last] = condition.window;
      const from = Math.round(first / binSeconds);
      const places = Array.from({ length: Math.round(last / binSeconds) - from }, (_, i) => from + i);
      return [
        {
          id,
          title: condition.title,
          align: condition.align,
          trials: events.length,
          t: places.map((place) => (place + 0.5) * binSeconds),
          models: traces.map((ofModel) => curveOf(ofModel.map((trace) => meansAt(trace, events, places)))),
        },
      ];
    })
    .slice(0, maxConditions);
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;

const meansAt = (trace: Float64Array, events: readonly number[], places: readonly number[]): readonly number[] =>
  places.map((place) => {
    const known = events.flatMap((event) => trace[event + place] ?? []);
    return known.reduce((sum, one) => sum + one, 0) / known.length;
  });

function curveOf(all: readonly (readonly number[])[]): PredictedCurve {
  const sorted = (all[0] ?? []).map((_, i) => all.map((one) => one[i] as number).sort((one, other) => one - other));
  const at = (share: number): readonly number[] => sorted.map((values) => quantileSorted(values, share));
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}
