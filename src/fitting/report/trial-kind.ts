import type { RecordedTrial } from '../../contracts/design.ts';

/** `tone, reward omitted`: trials of one type that came out differently are of two kinds. */
export function trialKind({ type, cues, rewards }: RecordedTrial): string {
  if (cues.length === 0 || rewards.length === 0) return type;
  return `${type}, ${rewards.every(({ magnitude }) => magnitude === 0) ? 'reward omitted' : 'rewarded'}`;
}
