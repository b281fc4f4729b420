import type { RecordedTrial } from '../../contracts/design.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { RepeatedTrial } from '../noise-ceiling.ts';
import type { SignalPrediction } from '../session/signal-part.ts';
import { trialKind } from './trial-kind.ts';

/** Seconds before a trial's first event, and after its last; less where the next trial begins. */
const [before, after] = [1, 2];
/** Events at times that differ by less are repeats, seconds. */
const sameTime = 0.1;

/** The signal around the events of each trial, and what is predicted of it, for those that have the same events. */
export function repeatedTrials({ design }: TrialSpec, prediction: SignalPrediction): readonly RepeatedTrial[] {
  const { startSeconds, binSeconds, values, predicted } = prediction;
  const trials = design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
  const bins = (seconds: number): number => Math.round(seconds / binSeconds);
  return trials.map((trial, i) => {
    const zero = bins(trial.zeroSeconds - startSeconds);
    const end = bins((trials[i + 1]?.zeroSeconds ?? Infinity) - before - startSeconds);
    const from = zero - bins(before);
    const length = bins(before) + bins(lastSeconds(trial) + after);
    const cut = (of: Float64Array): Float64Array =>
      Float64Array.from({ length }, (_, bin) => (from + bin < end ? (of[from + bin] ?? Number.NaN) : Number.NaN));
    return { condition: conditionOf(trial), recorded: cut(values), predicted: cut(predicted) };
  });
}

const timesOf = ({ cues, rewards, choices = [] }: RecordedTrial): readonly number[] => [
  ...cues.map(({ onsetSeconds }) => onsetSeconds),
  ...choices.map(({ seconds }) => seconds),
  ...rewards.map(({ seconds }) => seconds),
];

const rounded = (seconds: number): number => Math.round(seconds / sameTime);

const lastSeconds = (trial: RecordedTrial): number => rounded(Math.max(0, ...timesOf(trial))) * sameTime;

/** Events, their sizes and their times. */
const conditionOf = (trial: RecordedTrial): string =>
  [
    trialKind(trial),
    ...trial.rewards.map(({ magnitude }) => magnitude),
    ...(trial.choices ?? []).map(({ action }) => action),
    ...timesOf(trial).map(rounded),
  ].join(' ');
