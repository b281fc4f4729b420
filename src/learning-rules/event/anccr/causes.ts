import { power } from '../../../core/power.ts';
import type { EventStream } from '../../../contracts/event-stream.ts';
import type { AnccrParameters } from './parameters.ts';

/** What is known of which event causes which. Times are seconds of the animal's life. */
export interface Causes {
  /** An event happens, not before the last one; returns the dopamine that it brings, after what `change` makes of it. */
  noteEvent(
    event: number,
    time: number,
    magnitude: number,
    plastic: boolean,
    change: ((dopamine: number) => number) | undefined,
  ): number;
  /** Whether base rates are learned from a time on, which is not before the last event. */
  setPlastic(time: number, plastic: boolean): void;
  /** Δ_i of the last event. */
  recency(event: number): number;
  /** The share of Δ_i that is left at a time since then. */
  fading(time: number): number;
  /** NC_ij R_ij of a cause i of an outcome j, as of the last event; 0 of what does not count as a cause. */
  effect(event: number, outcome: number): number;
  /** Brings E_i and M_i that are shown up to a time. */
  show(time: number): void;
  /** E_i, M_i, as of when they were last shown; and NC_ij, R_ij, ANCCR_ij at i x size + j, as of the last event. */
  readonly shown: {
    readonly trace: Float64Array;
    readonly baseline: Float64Array;
    readonly contingency: Float64Array;
    readonly causalWeight: Float64Array;
    readonly adjusted: Float64Array;
  };
  state(): readonly number[];
  restore(state: ArrayLike<number>, from: number): void;
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
export function causes(values: AnccrParameters, { reward, punishment, omission }: EventStream, size: number): Causes {
  const {
    rewardLearningRate,
    baselineRatio,
    retrospectiveShare,
    threshold,
    minimumRate,
    samplingSeconds,
    outcomeMeaning,
  } = values;
  // Vectors are by event, matrices at i x size + j for the pair i -> j.
  const trace = new Float64Array(size);
  const recency = new Float64Array(size);
  const baseline = new Float64Array(size);
  const shownTrace = new Float64Array(size);
  const shownBaseline = new Float64Array(size);
  const seen = new Float64Array(size);
  const meaningful = new Float64Array(size);
  const together = new Float64Array(size * size);
  const contingency = new Float64Array(size * size);
  const causalWeight = new Float64Array(size * size);
  const adjusted = new Float64Array(size * size);
  // When traces and base rates were as they are kept, the number of the next sample, whether the reward has a known
  // cause, the number of events learned from, and whether base rates are learned.
  const clock = new Float64Array(5);
  // Of the intervals between outcomes that have ended: their mean and number, the prior counting as one; and when the last outcome came.
  const outcomes = Float64Array.of(values.priorIntervalSeconds, 1, 0);
  const parts = [
    trace,
    recency,
    baseline,
    seen,
    meaningful,
    together,
    contingency,
    causalWeight,
    adjusted,
    clock,
    outcomes,
  ];
  const innate = (event: number): number => (event === reward || event === punishment ? outcomeMeaning : 0);
  for (let event = 0; event < size; event++) meaningful[event] = innate(event) > threshold ? 1 : 0;

  /** T, seconds. */
  const timeConstant = (): number =>
    values.timeConstantSeconds > 0 ? values.timeConstantSeconds : values.timeConstantRatio * outcomes[0];

  /** α after the events so far. */
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

  function weighContingencies(): void {
    const seconds = timeConstant();
    for (let i = 0; i < size; i++) {
      const rate = baseline[i];
      for (let j = 0; j < size; j++) {
        const known = seen[i] > 0 && seen[j] > 0;
        const predecessor = known ? together[i * size + j] - rate : 0;
        const successor = rate > 0 && rate / seconds >= minimumRate ? (predecessor * baseline[j]) / rate : 0;
        contingency[i * size + j] = retrospectiveShare * successor + (1 - retrospectiveShare) * predecessor;
      }
    }
  }

  const isCause = (i: number, j: number): boolean => i !== j && contingency[i * size + j] > threshold;

  /** ANCCR_ij = NC_ij R_ij - Σ_k ANCCR_kj Δ_k over the causes k of i. */
  function adjust(event: number): void {
    adjusted.fill(0, event * size, (event + 1) * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let net = contingency[i * size + j] * causalWeight[i * size + j];
        for (let k = 0; k < size; k++) if (isCause(k, i)) net -= adjusted[k * size + j] * recency[k];
        adjusted[i * size + j] = net;
      }
    }
  }

  function noteEvent(
    event: number,
    time: number,
    magnitude: number,
    plastic: boolean,
    change: ((dopamine: number) => number) | undefined,
  ): number {
    settle(time);
    if (event === reward || event === punishment) countOutcome(time, plastic);
    if (event === omission && clock[2] === 0) return 0;
    recency[event] = 1;
    trace[event] = trace[event] + 1;
    if (plastic) learnContingency(event);
    weighContingencies();
    const before = causalWeight[event * size + event];
    causalWeight[event * size + event] = magnitude;
    adjust(event);
    let rawError = 0;
    for (let i = 0; i < size; i++) if (meaningful[i] === 1) rawError += adjusted[event * size + i];
    const dopamine = change === undefined ? rawError : change(rawError);
    if (plastic) learnCauses(event, magnitude, dopamine);
    else causalWeight[event * size + event] = before;
    return dopamine;
  }

  /** M_ij <- M_ij + α (E_i - M_ij), where the event j is meaningful. */
  function learnContingency(event: number): void {
    seen[event] = seen[event] + 1;
    clock[3] = clock[3] + 1;
    if (meaningful[event] === 0) return;
    const share = learningRate();
    for (let i = 0; i < size; i++) {
      const pair = i * size + event;
      together[pair] = together[pair] + share * (trace[i] - together[pair]);
    }
  }

  function learnCauses(event: number, magnitude: number, dopamine: number): void {
    if (event === reward) for (let i = 0; i < size; i++) if (isCause(i, reward)) clock[2] = 1;
    if (event === omission) {
      causalWeight[event * size + reward] = causalWeight[reward * size + reward];
      meaningful[event] = 1;
    }
    if (dopamine + innate(event) > threshold) meaningful[event] = 1;
    if (dopamine >= 0) {
      for (let i = 0; i < size; i++) {
        const pair = i * size + event;
        causalWeight[pair] = causalWeight[pair] + rewardLearningRate * (magnitude - causalWeight[pair]);
      }
    } else blameCauses(event);
  }

  /** The causes of an event that brought less than nothing lose weight, the recent and rare ones most. */
  function blameCauses(event: number): void {
    const blame = (i: number): number => (isCause(i, event) ? recency[i] / seen[i] : 0);
    let total = 0;
    for (let i = 0; i < size; i++) total += blame(i);
    if (total === 0) return;
    for (let i = 0; i < size; i++) {
      const pair = i * size + event;
      causalWeight[pair] = causalWeight[pair] * (1 - (rewardLearningRate * blame(i)) / total);
    }
  }

  return {
    noteEvent,
    setPlastic,
    recency: (event) => recency[event],
    fading,
    effect: (event, outcome) =>
      isCause(event, outcome) ? contingency[event * size + outcome] * causalWeight[event * size + outcome] : 0,
    show(time) {
      fadeUntil(time, shownTrace);
      sampleUntil(time, shownBaseline);
    },
    shown: { trace: shownTrace, baseline: shownBaseline, contingency, causalWeight, adjusted },
    state: () => parts.flatMap((part) => Array.from(part)),
    restore(state, from) {
      let at = from;
      for (const part of parts) for (let k = 0; k < part.length; k++) part[k] = state[at++];
    },
  };
}
