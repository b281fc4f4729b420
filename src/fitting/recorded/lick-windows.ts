import type { Design, RecordedTrial } from '../../contracts/design.ts';
import { firstFrom } from '../../recorded/first-from.ts';
import { firstCueSeconds } from '../../recorded/session.ts';
import type { CountFamily } from '../inner/count-regression.ts';
import type { LickCounts } from '../session/licks-part.ts';

/** Licks of a session, on the recording's clock. */
export interface RecordedLicks {
  /** Seconds, in order. */
  readonly times: Float64Array;
  /** In which they are counted, seconds from the first cue; from the cue to the reward if absent. */
  readonly window?: readonly [from: number, to: number] | undefined;
  readonly family: CountFamily;
}

/** Where a trial's anticipation is seen, seconds from the session's start. */
export interface Anticipation {
  readonly from: number;
  readonly to: number;
}

/** A shorter time shows nothing, seconds. */
const leastSeconds = 0.1;

/**
 * From the first cue of each trial, or the state that was shown, to its reward or omission; where neither comes, as long as
 * usual. Undefined for a trial without a cue, and where the reward follows at once.
 */
export function anticipations(
  { phases, trialSeconds }: Design,
  window: RecordedLicks['window'],
): readonly (Anticipation | undefined)[] {
  const trials = phases.flatMap(({ recorded = [] }) => recorded);
  const waits = trials.map(waitOf);
  const known = waits.filter((wait) => wait !== undefined).toSorted((one, other) => one - other);
  const usual = known[known.length >> 1] ?? trialSeconds;
  return trials.map((trial, i) => {
    if (!isPrompted(trial)) return undefined;
    const begin = trial.zeroSeconds + firstCueSeconds(trial);
    const [from, to] = window ?? [0, waits[i] ?? usual];
    return to - from < leastSeconds ? undefined : { from: begin + from, to: begin + to };
  });
}

const isPrompted = ({ cues, choices = [] }: RecordedTrial): boolean => cues.length + choices.length > 0;

/** Seconds from its first cue to its first reward or omission. */
function waitOf(trial: RecordedTrial): number | undefined {
  if (!isPrompted(trial)) return undefined;
  const cue = firstCueSeconds(trial);
  const after = trial.rewards.map(({ seconds }) => seconds - cue).filter((seconds) => seconds >= 0);
  return after.length === 0 ? undefined : Math.min(...after);
}

/** Licks while each trial's reward is anticipated. @param startSeconds of the session, on the recording's clock */
export function lickCounts(design: Design, startSeconds: number, { times, window, family }: RecordedLicks): LickCounts {
  const windows = anticipations(design, window).filter((one) => one !== undefined);
  return {
    family,
    fromSeconds: Float64Array.from(windows, ({ from }) => from),
    toSeconds: Float64Array.from(windows, ({ to }) => to),
    counts: Float64Array.from(
      windows,
      ({ from, to }) => firstFrom(times, to + startSeconds) - firstFrom(times, from + startSeconds),
    ),
  };
}
