import type { Design } from './design.ts';

/** The events of a session for models in event time: the onset of each cue first, then the outcomes. Indices are of features. */
export interface EventStream {
  readonly titles: readonly string[];
  readonly reward: number;
  /** An outcome of negative magnitude; -1 where the design has none. */
  readonly punishment: number;
  /** An outcome that was due and did not come; -1 where that is no event. */
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
