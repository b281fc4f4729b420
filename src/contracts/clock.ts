import type { GridDesign } from './design.ts';
import type { Trial } from './trial.ts';

/** The session's clock counts integer microseconds, so that times add up exactly. */
export const microseconds = (seconds: number): number => Math.round(seconds * 1e6);

/**
 * When a trial ends and the next begins: seconds from the session's start, and the grid step at which the next one
 * starts.
 * @param windowSeconds the trial's own window after its time zero
 */
export function endOf(
  { trialSeconds, stepSeconds }: GridDesign,
  { zeroSeconds, zeroStep, steps }: Trial,
  windowSeconds = trialSeconds,
): { readonly startSeconds: number; readonly startStep: number } {
  const zero = microseconds(zeroSeconds);
  return {
    startSeconds: (zero + microseconds(windowSeconds)) / 1e6,
    startStep: Math.floor(zero / microseconds(stepSeconds)) + steps - zeroStep,
  };
}
