import { microseconds } from '../../contracts/clock.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import type { TrialRange } from '../held-out.ts';

type Timed = Pick<ReusableSession, 'design' | 'trials' | 'offsets'>;

/** Where times of a session are among the steps of its trials. */
export interface SessionSteps {
  /** Number of the trial that contains a time, seconds from the session's start: the last that has begun, or the first. */
  trialAt(seconds: number): number;
  /** Number of the step that contains a time, among those of all trials. */
  stepAt(seconds: number): number;
  /** Whether a time is in some of the trials, each from its start to that of the next. */
  isIn(seconds: number, trials: TrialRange): boolean;
}

/** @param session as scheduled */
export function sessionSteps({ design, trials, offsets }: Timed): SessionSteps {
  const resolution = microseconds(design.stepSeconds);
  const starts = Float64Array.from(trials, ({ startSeconds }) => startSeconds);
  const zeros = Float64Array.from(trials, ({ zeroSeconds }) => microseconds(zeroSeconds));
  const zeroSteps = Int32Array.from(trials, ({ zeroStep }) => zeroStep);
  const trialAt = (seconds: number): number => {
    let [from, to] = [0, starts.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((starts[middle] as number) <= seconds + rounding) from = middle;
      else to = middle;
    }
    return from;
  };
  return {
    trialAt,
    stepAt(seconds) {
      const trial = trialAt(seconds);
      const zero = zeros[trial] as number;
      const step = Math.floor(microseconds(seconds) / resolution) - Math.floor(zero / resolution);
      const [first, next] = [offsets[trial] as number, offsets[trial + 1] as number];
      return Math.min(next - 1, Math.max(first, first + (zeroSteps[trial] as number) + step));
    },
    isIn(seconds, [from, to]) {
      const trial = trialAt(seconds);
      return trial >= from && trial < to;
    },
  };
}

/** Half a microsecond: of times that are a whole number of them. */
const rounding = 5e-7;
