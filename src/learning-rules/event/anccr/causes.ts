import type { EventStream } from '../../../contracts/event-stream.ts';
import type { AnccrParameters } from './parameters.ts';

/** What is known of which event causes which. Times are seconds of the animal's life. */
export interface Causes {
  /** An event happens; returns the dopamine that it brings, after what `change` makes of it. */
  noteEvent(
    event: number,
    time: number,
    magnitude: number,
    plastic: boolean,
    change: ((dopamine: number) => number) | undefined,
  ): number;
  /** Lets traces fade and base rates be sampled. */
  waitUntil(time: number, plastic: boolean): void;
  /** Δ_i, now. */
  recency(event: number): number;
  /** NC_ij R_ij of a cause i of an outcome j, as of the last event; 0 of what does not count as a cause. */
  effect(event: number, outcome: number): number;
  /** E_i, M_i; and NC_ij, R_ij, ANCCR_ij at i x size + j, as of the last event. */
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

/** Times, seconds, are sums of floating-point numbers: two that differ by less are one. */
const sameMoment = 1e-9;

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
  const seen = new Float64Array(size);
  const meaningful = new Float64Array(size);
  const together = new Float64Array(size * size);
  const contingency = new Float64Array(size * size);
  const causalWeight = new Float64Array(size * size);
  const adjusted = new Float64Array(size * size);
  // Now, the time of the next sample, whether the reward has a known cause, and the number of events learned from.
  const clock = new Float64Array(4);
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
    values.timeConstantSeconds > 0 ? values.timeConstantSeconds : values.timeConstantRatio * (outcomes[0] as number);

  /** α after the events so far. */
  const learningRate = (): number =>
    values.learningRate +
    (values.initialLearningRate - values.learningRate) * Math.exp(-values.annealingRate * (clock[3] as number));

  /** The mean over all intervals until there are as many as are remembered; from then on each new one counts for its share of that number. */
  function countOutcome(time: number, plastic: boolean): void {
    if (plastic) {
      outcomes[1] = Math.min((outcomes[1] as number) + 1, values.intervalMemory);
      outcomes[0] = (outcomes[0] as number) + (time - (outcomes[2] as number) - (outcomes[0] as number)) / outcomes[1];
    }
    outcomes[2] = time;
  }

  function fadeTo(time: number): void {
    const kept = Math.exp(-(time - (clock[0] as number)) / timeConstant());
    for (let i = 0; i < size; i++) {
      trace[i] = (trace[i] as number) * kept;
      recency[i] = (recency[i] as number) * kept;
    }
    clock[0] = time;
  }

  /** Everything up to, but not at, a time. */
  function waitUntil(time: number, plastic: boolean): void {
    const share = baselineRatio * learningRate();
    while ((clock[1] as number) < time - sameMoment) {
      fadeTo(Math.max(clock[0] as number, clock[1] as number));
      if (plastic)
        for (let i = 0; i < size; i++)
          baseline[i] = (baseline[i] as number) + share * ((trace[i] as number) - (baseline[i] as number));
      clock[1] = (clock[1] as number) + samplingSeconds;
    }
    if (time > (clock[0] as number)) fadeTo(time);
  }

  function weighContingencies(): void {
    const seconds = timeConstant();
    for (let i = 0; i < size; i++) {
      const rate = baseline[i] as number;
      for (let j = 0; j < size; j++) {
        const known = (seen[i] as number) > 0 && (seen[j] as number) > 0;
        const predecessor = known ? (together[i * size + j] as number) - rate : 0;
        const successor =
          rate > 0 && rate / seconds >= minimumRate ? (predecessor * (baseline[j] as number)) / rate : 0;
        contingency[i * size + j] = retrospectiveShare * successor + (1 - retrospectiveShare) * predecessor;
      }
    }
  }

  const isCause = (i: number, j: number): boolean => i !== j && (contingency[i * size + j] as number) > threshold;

  /** ANCCR_ij = NC_ij R_ij - Σ_k ANCCR_kj Δ_k over the causes k of i. */
  function adjust(event: number): void {
    adjusted.fill(0, event * size, (event + 1) * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let net = (contingency[i * size + j] as number) * (causalWeight[i * size + j] as number);
        for (let k = 0; k < size; k++)
          if (isCause(k, i)) net -= (adjusted[k * size + j] as number) * (recency[k] as number);
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
    waitUntil(time, plastic);
    if (event === reward || event === punishment) countOutcome(time, plastic);
    if (event === omission && clock[2] === 0) return 0;
    recency[event] = 1;
    trace[event] = (trace[event] as number) + 1;
    if (plastic) learnContingency(event);
    weighContingencies();
    const before = causalWeight[event * size + event] as number;
    causalWeight[event * size + event] = magnitude;
    adjust(event);
    let rawError = 0;
    for (let i = 0; i < size; i++) if (meaningful[i] === 1) rawError += adjusted[event * size + i] as number;
    const dopamine = change === undefined ? rawError : change(rawError);
    if (plastic) learnCauses(event, magnitude, dopamine);
    else causalWeight[event * size + event] = before;
    return dopamine;
  }

  /** M_ij <- M_ij + α (E_i - M_ij), where the event j is meaningful. */
  function learnContingency(event: number): void {
    seen[event] = (seen[event] as number) + 1;
    clock[3] = (clock[3] as number) + 1;
    if (meaningful[event] === 0) return;
    const share = learningRate();
    for (let i = 0; i < size; i++) {
      const pair = i * size + event;
      together[pair] = (together[pair] as number) + share * ((trace[i] as number) - (together[pair] as number));
    }
  }

  function learnCauses(event: number, magnitude: number, dopamine: number): void {
    if (event === reward) for (let i = 0; i < size; i++) if (isCause(i, reward)) clock[2] = 1;
    if (event === omission) {
      causalWeight[event * size + reward] = causalWeight[reward * size + reward] as number;
      meaningful[event] = 1;
    }
    if (dopamine + innate(event) > threshold) meaningful[event] = 1;
    if (dopamine >= 0) {
      for (let i = 0; i < size; i++) {
        const pair = i * size + event;
        causalWeight[pair] =
          (causalWeight[pair] as number) + rewardLearningRate * (magnitude - (causalWeight[pair] as number));
      }
    } else blameCauses(event);
  }

  /** The causes of an event that brought less than nothing lose weight, the recent and rare ones most. */
  function blameCauses(event: number): void {
    const blame = (i: number): number => (isCause(i, event) ? (recency[i] as number) / (seen[i] as number) : 0);
    let total = 0;
    for (let i = 0; i < size; i++) total += blame(i);
    if (total === 0) return;
    for (let i = 0; i < size; i++) {
      const pair = i * size + event;
      causalWeight[pair] = (causalWeight[pair] as number) * (1 - (rewardLearningRate * blame(i)) / total);
    }
  }

  return {
    noteEvent,
    waitUntil,
    recency: (event) => recency[event] as number,
    effect: (event, outcome) =>
      isCause(event, outcome)
        ? (contingency[event * size + outcome] as number) * (causalWeight[event * size + outcome] as number)
        : 0,
    shown: { trace, baseline, contingency, causalWeight, adjusted },
    state: () => parts.flatMap((part) => Array.from(part)),
    restore(state, from) {
      let at = from;
      for (const part of parts) for (let k = 0; k < part.length; k++) part[k] = state[at++] as number;
    },
  };
}
