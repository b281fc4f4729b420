import { power } from '../../../core/power.ts';
import type { AnccrParameters } from './parameters.ts';

/** How long ago, and how often, each event has happened. Times are seconds of the subject's life. */
export interface EventTraces {
  /** E_i, Δ_i and M_i, by event, as of clock[0]; written in place, also by who notes an event. */
  readonly trace: Float64Array;
  readonly recency: Float64Array;
  readonly baseline: Float64Array;
  /**
   * When traces and base rates were as they are kept, the number of the next sample, whether the reward has a known
   * cause, the number of events learned from, and whether base rates are learned.
   */
  readonly clock: Float64Array;
  /** Of the intervals between outcomes that have ended: their mean and number, the prior counting as one; and when the last outcome came. */
  readonly outcomes: Float64Array;
  /** T, seconds. */
  timeConstant(): number;
  /** α after the events so far. */
  learningRate(): number;
  /** Notes the interval that an outcome ends. */
  countOutcome(time: number, plastic: boolean): void;
  /** The share of a trace that is left at a time. */
  fading(time: number): number;
  /** E_i at a time, if nothing happens until then. */
  fadeUntil(time: number, into: Float64Array): void;
  /** M_i at a time, if nothing happens until then. */
  sampleUntil(time: number, into: Float64Array): void;
  /** Brings all up to a time. */
  settle(time: number): void;
  /** Whether base rates are learned from a time on. */
  setPlastic(time: number, plastic: boolean): void;
}

/** Times, seconds, are rounded numbers: two that differ by less are one. */
const sameMoment = 1e-9;

/**
 * Σ_{j<n} q^j a^(n-1-j): what n samples, each of which keeps the share a of all earlier ones, have made of a trace that
 * keeps the share q from one to the next. (a^n - q^n) / (a - q) loses its digits where both are near 1, as they mostly are.
 */
function sampled(n: number, q: number, a: number): number {
  if (a <= 0 || q <= 0) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum = a * sum + power(q, j);
    return sum;
  }
  // Powers of the larger share, so that none overflows.
  const larger = Math.max(a, q);
  const ratio = Math.log(Math.min(a, q) / larger);
  return power(larger, n - 1) * (ratio === 0 ? n : Math.expm1(n * ratio) / Math.expm1(ratio));
}

/** @param size number of events */
export function eventTraces(values: AnccrParameters, size: number): EventTraces {
  const { baselineRatio, samplingSeconds } = values;
  const trace = new Float64Array(size);
  const recency = new Float64Array(size);
  const baseline = new Float64Array(size);
  const clock = new Float64Array(5);
  const outcomes = Float64Array.of(values.priorIntervalSeconds, 1, 0);

  const timeConstant = (): number =>
    values.timeConstantSeconds > 0 ? values.timeConstantSeconds : values.timeConstantRatio * outcomes[0];

  const learningRate = (): number =>
    values.learningRate +
    (values.initialLearningRate - values.learningRate) * Math.exp(-values.annealingRate * clock[3]);

  /** The mean over all intervals until there are as many as are remembered; from then on each new one counts for its share of that number. */
  function countOutcome(time: number, plastic: boolean): void {
    if (plastic) {
      outcomes[1] = Math.min(outcomes[1] + 1, values.intervalMemory);
      outcomes[0] = outcomes[0] + (time - outcomes[2] - outcomes[0]) / outcomes[1];
    }
    outcomes[2] = time;
  }

  // Nothing fades within a moment, even where T is 0.
  const fading = (time: number): number => (time > clock[0] ? Math.exp(-(time - clock[0]) / timeConstant()) : 1);

  /** Samples up to, but not at, a time. */
  const samplesBefore = (time: number): number =>
    Math.max(0, Math.ceil((time - sameMoment) / samplingSeconds) - clock[1]);

  /** M_i after the samples that come before a time, in which nothing happens: each is M_i <- M_i + k α (E_i - M_i). */
  function sampleUntil(time: number, into: Float64Array): void {
    const samples = clock[4] === 1 ? samplesBefore(time) : 0;
    if (samples === 0) return into.set(baseline);
    const share = baselineRatio * learningRate();
    const first = fading(Math.max(clock[0], clock[1] * samplingSeconds));
    const kept = power(1 - share, samples);
    const added = share * first * sampled(samples, Math.exp(-samplingSeconds / timeConstant()), 1 - share);
    for (let i = 0; i < size; i++) into[i] = kept * baseline[i] + added * trace[i];
  }

  function fadeUntil(time: number, into: Float64Array): void {
    const kept = fading(time);
    for (let i = 0; i < size; i++) into[i] = kept * trace[i];
  }

  /**
   * Brings all up to a time. Never called where a trial ends: the same events then give the same bits however they are
   * cut into trials.
   */
  function settle(time: number): void {
    sampleUntil(time, baseline);
    const kept = fading(time);
    for (let i = 0; i < size; i++) {
      trace[i] = kept * trace[i];
      recency[i] = kept * recency[i];
    }
    clock[1] = clock[1] + samplesBefore(time);
    clock[0] = time;
  }

  function setPlastic(time: number, plastic: boolean): void {
    if ((clock[4] === 1) === plastic) return;
    settle(time);
    clock[4] = plastic ? 1 : 0;
  }

  return {
    trace,
    recency,
    baseline,
    clock,
    outcomes,
    timeConstant,
    learningRate,
    countOutcome,
    fading,
    fadeUntil,
    sampleUntil,
    settle,
    setPlastic,
  };
}
