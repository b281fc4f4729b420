import type { Bins } from '../../recorded/model/signal-means.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import type { TrialRange } from '../held-out.ts';

/** The bins of some trials, each from its start to that of the next; what is before the first belongs to it. */
export function trialBins(
  { trials }: Pick<ScheduledSession, 'trials'>,
  { startSeconds, binSeconds, count }: Bins,
): (trials: TrialRange) => readonly [begin: number, end: number] {
  const binOf = (trial: number): number => {
    if (trial === 0) return 0;
    const at = Math.ceil(((trials[trial]?.startSeconds ?? Infinity) - startSeconds) / binSeconds - rounding);
    return Math.min(count, Math.max(0, at));
  };
  return ([from, to]) => [binOf(from), binOf(to)];
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;
