import type { RecordedTrial } from '../../contracts/design.ts';
import type { Mark } from '../../contracts/paradigm.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { SignalPrediction } from '../session/signal-part.ts';
import { trialKind } from './trial-kind.ts';

/** The signal around the trials of a kind, and what is predicted of it: means over these trials. */
interface PredictionMeans {
  readonly title: string;
  /** How many trials they are of. */
  readonly note: string;
  readonly align: 'cue' | 'reward';
  readonly marks: readonly Mark[];
  /** Start of each bin, seconds from the trial's first event. */
  readonly t: readonly number[];
  readonly recorded: readonly number[];
  readonly predicted: readonly number[];
  readonly residual: readonly number[];
}

/** Seconds before a trial's first event, and after its last. */
const [before, after] = [1, 2];
/** Of a kind; fewer are no mean. */
const minTrials = 2;

/**
 * Means of the recorded and the predicted signal by kind of trial, in the bins nearest to the same time from the trial's
 * first event; a bin counts only where something was recorded. The most frequent kinds come first. None in a session of
 * choices, whose trials differ in their times.
 * @param maxKinds number of kinds
 */
export function predictionMeans(
  { design }: TrialSpec,
  prediction: SignalPrediction,
  maxKinds: number,
): readonly PredictionMeans[] {
  const trials = design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
  if (trials.some(({ choices }) => choices !== undefined)) return [];
  const kinds = new Map<string, readonly RecordedTrial[]>();
  for (const trial of trials) kinds.set(trialKind(trial), [...(kinds.get(trialKind(trial)) ?? []), trial]);
  return [...kinds]
    .filter(([, own]) => own.length >= minTrials)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, maxKinds)
    .map(([type, own]) => meansOf(type, own, prediction));
}

function meansOf(title: string, trials: readonly RecordedTrial[], prediction: SignalPrediction): PredictionMeans {
  const { startSeconds, binSeconds, values, predicted } = prediction;
  const [first] = trials as readonly [RecordedTrial];
  const marks = marksOf(first);
  const bins = (seconds: number): number => Math.round(seconds / binSeconds);
  const [from, to] = [bins(-before), bins(Math.max(...marks.map(({ seconds }) => seconds)) + after)];
  const places = Array.from({ length: to - from }, (_, i) => from + i);
  const zeros = trials.map(({ zeroSeconds }) => bins(zeroSeconds - startSeconds));
  const meanAt = (place: number, of: (bin: number) => number): number => {
    const known = zeros.map((zero) => zero + place).filter((bin) => Number.isFinite(values[bin] ?? Number.NaN));
    return known.reduce((sum, bin) => sum + of(bin), 0) / known.length;
  };
  const recorded = places.map((place) => meanAt(place, (bin) => values[bin] as number));
  const model = places.map((place) => meanAt(place, (bin) => predicted[bin] as number));
  return {
    title,
    note: `${trials.length} trials`,
    align: first.cues.length > 0 ? 'cue' : 'reward',
    marks,
    t: places.map((place) => place * binSeconds),
    recorded,
    predicted: model,
    residual: recorded.map((value, i) => value - (model[i] as number)),
  };
}

const marksOf = ({ cues, rewards }: RecordedTrial): readonly Mark[] => [
  ...cues.map(({ cue, onsetSeconds }): Mark => ({ event: 'cue', label: cue, seconds: onsetSeconds })),
  ...rewards.map(({ seconds, magnitude }): Mark =>
    magnitude === 0 ? { event: 'omission', label: 'omission', seconds } : { event: 'reward', label: 'reward', seconds },
  ),
];
