import { power } from '../../../core/power.ts';
import type { AnccrParameters } from './parameters.ts';

/** Recency, trace and mean trace of each event. Times are seconds since the start of the subject's first trial. */
export interface EventTraces {
  /** E_i, Δ_i and M_i, by event, as of clock[0]; updated in place, also by the code that records an event. */
  readonly trace: Float64Array;
  readonly recency: Float64Array;
  readonly baseline: Float64Array;
  /**
   * The time of the stored traces and base rates, the number of the next sample, whether the reward has a known cause,
   * the number of events learned from, and whether base rates are learned.
   */
  readonly clock: Float64Array;
  /**
   * Completed intervals between outcomes: their mean and number, including the prior as one interval; and the time of
   * the last outcome.
   */
  readonly outcomes: Float64Array;
  /** T, seconds. */
  timeConstant(): number;
  /** α after the number of events so far. */
  learningRate(): number;
  /** Records the interval that ends with an outcome. */
  countOutcome(time: number, plastic: boolean): void;
  /** The share of a trace that remains at a time. */
  fading(time: number): number;
  /** E_i at a time, without events until then. */
  fadeUntil(time: number, into: Float64Array): void;
  /** M_i at a time, without events until then. */
  sampleUntil(time: number, into: Float64Array): void;
  /** Updates everything to a time. */
  settle(time: number): void;
  /** Sets whether base rates are learned from a time on. */
  setPlastic(time: number, plastic: boolean): void;
}

/** Times, in seconds, are rounded: times closer than this are equal. */
const sameMoment = 1e-9;

/**
 * Σ_{j<n} q^j a^(n-1-j): the effect of n samples, each of which keeps the share a of earlier samples, on a trace that
 * decays by the share q between samples. (a^n - q^n) / (a - q) loses precision if both are near 1, which is the usual
 * case.
 */
function sampled(n: number, q: number, a: number): number {
  if (a <= 0 || q <= 0) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum = a * sum + power(q, j);
    return sum;
  }
  // Powers of the larger share, to avoid overflow.
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

  /** The mean over all intervals until the memory is full; then a running mean with weight 1 / memory. */
  function countOutcome(time: number, plastic: boolean): void {
    if (plastic) {
      outcomes[1] = Math.min(outcomes[1] + 1, values.intervalMemory);
      outcomes[0] = outcomes[0] + (time - outcomes[2] - outcomes[0]) / outcomes[1];
    }
    outcomes[2] = time;
  }

  // No decay within one moment, even if T is 0.
  const fading = (time: number): number => (time > clock[0] ? Math.exp(-(time - clock[0]) / timeConstant()) : 1);

  /** Samples before a time, excluding it. */
  const samplesBefore = (time: number): number =>
    Math.max(0, Math.ceil((time - sameMoment) / samplingSeconds) - clock[1]);

  /** M_i after the samples before a time, without events: each is M_i <- M_i + k α (E_i - M_i). */
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
   * Updates everything to a time. Not called at the end of a trial, so the same events give the same bits however they
   * are divided into trials.
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
