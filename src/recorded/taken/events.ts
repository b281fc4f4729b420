import type { Design } from '../../contracts/design.ts';

/** A recorded session's trials and events, on the recording's clock. */
export interface TakenEvents {
  readonly trials: readonly {
    readonly seconds: number;
    readonly type: string;
    readonly cue: number;
    readonly reward: number;
    readonly magnitude: number;
    readonly isOmitted: boolean;
  }[];
  readonly cues: readonly { readonly seconds: number; readonly end: number; readonly id: string }[];
  readonly rewards: readonly { readonly seconds: number; readonly magnitude: number; readonly isOmitted: boolean }[];
}

/** To the microsecond, without the rounding error of the sum. */
const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

/** In order of time. `cue` and `reward` of a trial are its first, NaN without one; its magnitude is the sum delivered. */
export function takenEvents({
  design,
  startSeconds,
}: {
  readonly design: Design;
  readonly startSeconds: number;
}): TakenEvents {
  const recorded = design.phases.flatMap((phase) => phase.recorded ?? []);
  const placed = recorded.map(({ zeroSeconds, type, cues, rewards }) => {
    const zero = startSeconds + zeroSeconds;
    return {
      seconds: rounded(zero),
      type,
      cues: cues.map(({ cue, onsetSeconds, durationSeconds }) => ({
        id: cue,
        seconds: rounded(zero + onsetSeconds),
        end: rounded(zero + onsetSeconds + durationSeconds),
      })),
      rewards: rewards.map(({ seconds, magnitude, omitted }) => ({
        seconds: rounded(zero + seconds),
        magnitude: omitted ?? magnitude,
        isOmitted: omitted !== undefined,
      })),
    };
  });
  const inTime = <T extends { readonly seconds: number }>(all: readonly T[]): readonly T[] =>
    all.toSorted((one, other) => one.seconds - other.seconds);
  return {
    trials: placed
      .map(({ seconds, type, cues, rewards }) => ({
        seconds,
        type,
        cue: Math.min(...cues.map((one) => one.seconds)),
        reward: rewards[0]?.seconds ?? Number.NaN,
        magnitude: rewards.reduce((sum, one) => sum + (one.isOmitted ? 0 : one.magnitude), 0),
        isOmitted: rewards.length > 0 && rewards.every(({ isOmitted }) => isOmitted),
      }))
      .map((trial) => ({ ...trial, cue: Number.isFinite(trial.cue) ? trial.cue : Number.NaN })),
    cues: inTime(placed.flatMap(({ cues }) => cues)),
    rewards: inTime(placed.flatMap(({ rewards }) => rewards)),
  };
}
