import type { Trial } from '../../../src/contracts/trial.ts';

/** The events of one step of a session. */
export interface Moment {
  /** Cues with their onset in this step, and cues that are on, as indices into the design's. */
  readonly onsets: number[];
  readonly on: number[];
  /** Sum of delivered rewards, reward units. */
  reward: number;
  /** Whether a reward of any size is delivered. */
  delivered: boolean;
  /** False while learning is off. */
  readonly plastic: boolean;
  /** The first step of a naive subject. */
  readonly isNaive: boolean;
  /** The last step of a trial's window. */
  readonly isLastOfTrial: boolean;
  /** Index into the design's contexts; -1 for none. */
  readonly context: number;
}

/** A session as one sequence of steps, including intervals. Of the trials only their ends are marked. */
export function streamOf(trials: readonly Trial[]): readonly Moment[] {
  const moments: Moment[] = [];
  for (const [i, { steps, plastic, context, group }] of trials.entries()) {
    const isNaive = i === 0 || group !== trials[i - 1]?.group;
    for (let step = 0; step < steps; step++) {
      moments.push({
        onsets: [],
        on: [],
        reward: 0,
        delivered: false,
        plastic,
        isNaive: isNaive && step === 0,
        isLastOfTrial: step === steps - 1,
        context,
      });
    }
  }
  let from = 0;
  for (const { steps, zeroStep, cues, outcomes } of trials) {
    for (const { cue, onset, steps: length } of cues) {
      const at = from + zeroStep + onset;
      moments[at]?.onsets.push(cue);
      for (let t = at; t < at + length; t++) {
        // Cues of one subject do not continue for the next.
        if (t > at && moments[t]?.isNaive) break;
        if (!moments[t]?.on.includes(cue)) moments[t]?.on.push(cue);
      }
    }
    for (const { step, magnitude, delivered } of outcomes) {
      const moment = moments[from + zeroStep + step] as Moment;
      moment.reward += magnitude;
      moment.delivered ||= delivered;
    }
    from += steps;
  }
  return moments;
}
