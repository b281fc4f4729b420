import type { EventStream } from '../../../contracts/event-stream.ts';
import { eventTraces } from './event-traces.ts';
import type { AnccrParameters } from './parameters.ts';

/** Causal relations between events. Times are seconds since the start of the subject's first trial. */
export interface Causes {
  /** An event, not before the last one; returns its dopamine response after the intervention `change`. */
  noteEvent(
    event: number,
    time: number,
    magnitude: number,
    plastic: boolean,
    change: ((dopamine: number) => number) | undefined,
  ): number;
  /** Sets whether base rates are learned from a time on, which is not before the last event. */
  setPlastic(time: number, plastic: boolean): void;
  /** Δ_i of the last event. */
  recency(event: number): number;
  /** The share of Δ_i that remains at a later time. */
  fading(time: number): number;
  /** NC_ij R_ij of a cause i of an outcome j, as of the last event; 0 if i does not count as a cause. */
  effect(event: number, outcome: number): number;
  /** Updates the displayed E_i and M_i to a time. */
  show(time: number): void;
  /** The displayed E_i and M_i; and NC_ij, R_ij, ANCCR_ij at i x size + j, as of the last event. */
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

/** @param size number of events */
export function causes(values: AnccrParameters, { reward, punishment, omission }: EventStream, size: number): Causes {
  const { rewardLearningRate, retrospectiveShare, threshold, minimumRate, outcomeMeaning } = values;
  const traces = eventTraces(values, size);
  const { trace, recency, baseline, clock, outcomes } = traces;
  // Vectors are indexed by event, matrices at i x size + j for the pair i -> j.
  const shownTrace = new Float64Array(size);
  const shownBaseline = new Float64Array(size);
  const seen = new Float64Array(size);
  const meaningful = new Float64Array(size);
  const together = new Float64Array(size * size);
  const contingency = new Float64Array(size * size);
  const causalWeight = new Float64Array(size * size);
  const adjusted = new Float64Array(size * size);
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

  function weighContingencies(): void {
    const seconds = traces.timeConstant();
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
    traces.settle(time);
    if (event === reward || event === punishment) traces.countOutcome(time, plastic);
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

  /** M_ij <- M_ij + α (E_i - M_ij), if the event j is meaningful. */
  function learnContingency(event: number): void {
    seen[event] = seen[event] + 1;
    clock[3] = clock[3] + 1;
    if (meaningful[event] === 0) return;
    const share = traces.learningRate();
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

  /** The causes of an event with a negative response lose weight, the recent and rare ones most. */
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
    setPlastic: traces.setPlastic,
    recency: (event) => recency[event],
    fading: traces.fading,
    effect: (event, outcome) =>
      isCause(event, outcome) ? contingency[event * size + outcome] * causalWeight[event * size + outcome] : 0,
    show(time) {
      traces.fadeUntil(time, shownTrace);
      traces.sampleUntil(time, shownBaseline);
    },
    shown: { trace: shownTrace, baseline: shownBaseline, contingency, causalWeight, adjusted },
    state: () => parts.flatMap((part) => Array.from(part)),
    restore(state, from) {
      let at = from;
      for (const part of parts) for (let k = 0; k < part.length; k++) part[k] = state[at++];
    },
  };
}
