import type { Design } from './design.ts';

/**
 * The events of a session for event-time models: the onset of each cue first, then the outcomes. Indices are feature
 * indices.
 */
export interface EventStream {
  readonly titles: readonly string[];
  readonly reward: number;
  /** An outcome of negative magnitude; -1 if the design has none. */
  readonly punishment: number;
  /** An omitted outcome; -1 if that is not an event. */
  readonly omission: number;
}

export function eventStreamOf({ cues, trialTypes }: Design, omissions: boolean): EventStream {
  const punishes = Object.values(trialTypes).some(({ rewards }) => rewards.some(({ magnitude }) => magnitude < 0));
  const titles = [
    ...cues.map(({ title }) => title),
    'reward',
    ...(punishes ? ['punishment'] : []),
    ...(omissions ? ['omission'] : []),
  ];
  const reward = cues.length;
  return { titles, reward, punishment: punishes ? reward + 1 : -1, omission: omissions ? titles.length - 1 : -1 };
}
