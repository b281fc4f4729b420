import type { Configuration, Training } from './configurations.ts';
import type { Transition } from './hidden-states.ts';

/** A moment of an interval: which interval, and the steps since it began. */
export interface Moment {
  readonly interval: number;
  readonly steps: number;
}

export interface SemiMarkovProcess {
  /** Interval 0 is the inter-trial interval. */
  readonly titles: readonly string[];
  /** Moment 0 is all of the inter-trial interval, which has no memory. */
  readonly moments: readonly Moment[];
  readonly transitions: readonly Transition[];
}

/**
 * The task as a semi-Markov process (Daw, Courville & Touretzky 2006), written out moment by moment: a cue leads from
 * the inter-trial interval (ITI) to its own interval (ISI), whose duration follows its reward times. The ISI ends with
 * the reward or, with the omission probability of training, unobserved. A cue that is never rewarded leaves the ITI
 * unchanged. The ITI ends at a constant hazard: time spent in it gives no information about its end. A reward that no
 * cue predicts ends it and starts another.
 * @param lapse probability per step, from any interval, of an unpredicted reward, and from an ISI of ending unobserved
 * before it is due
 * @param doubt minimum probability that a reward is omitted, even if it was certain in training
 */
export function semiMarkovProcess(
  { configurations, uncuedRewards, hazard }: Training,
  lapse: number,
  doubt: number,
): SemiMarkovProcess {
  const titles = ['ITI'];
  const moments: Moment[] = [{ interval: 0, steps: 0 }];
  const transitions: Transition[] = [];
  let leaving = hazard * uncuedRewards + lapse;
  transitions.push({ from: 0, to: 0, probability: leaving, cues: [], reward: true });
  for (const configuration of configurations.filter(({ cuesAt }) => cuesAt.size > 0)) {
    const rewarded = configuration.rewardAt.some((chance) => chance > 0);
    const probability = hazard * configuration.share;
    leaving += probability;
    transitions.push({
      from: 0,
      to: rewarded ? moments.length : 0,
      probability,
      cues: configuration.cuesAt.get(0) ?? [],
      reward: false,
    });
    if (rewarded) addInterval(configuration, lapse, doubt, titles, moments, transitions);
  }
  transitions.push({ from: 0, to: 0, probability: Math.max(lapse, 1 - leaving), cues: [], reward: false });
  return { titles, moments, transitions };
}

function addInterval(
  { title, rewardAt, cuesAt }: Configuration,
  lapse: number,
  doubt: number,
  titles: string[],
  moments: Moment[],
  transitions: Transition[],
): void {
  // The same cues may open different intervals: in other places, or at other relative times.
  const namesakes = titles.filter((other) => other.startsWith(`${title} ISI`)).length;
  const interval = titles.push(`${title} ISI${namesakes === 0 ? '' : ` ${namesakes + 1}`}`) - 1;
  const total = rewardAt.reduce((sum, chance) => sum + chance, 0);
  const delivered = Math.min(total, 1 - doubt);
  const last = rewardAt.findLastIndex((chance) => chance > 0);
  const kept = 1 - 2 * lapse;
  let remaining = total;
  for (let step = 1; step <= last; step++) {
    const from = moments.push({ interval, steps: step - 1 }) - 1;
    const chance = rewardAt[step] as number;
    const ends = step === last ? 1 : chance / remaining;
    transitions.push({ from, to: 0, probability: kept * ends * delivered + lapse, cues: [], reward: true });
    transitions.push({ from, to: 0, probability: kept * ends * (1 - delivered) + lapse, cues: [], reward: false });
    if (step < last)
      transitions.push({
        from,
        to: from + 1,
        probability: kept * (1 - ends),
        cues: cuesAt.get(step) ?? [],
        reward: false,
      });
    remaining -= chance;
  }
}
